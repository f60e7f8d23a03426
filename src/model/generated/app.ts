// Generated from schema/app.schema.json by `npm run gen`; not to be edited.

/**
 * apps/<name>.yaml: what an app is, the same everywhere. Its `kind` picks a blueprint.
 */
export type App = {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Service" | "Worker" | "Job" | "Template";
} & (ServiceApp | WorkerApp | JobApp | TemplateApp);

/**
 * A container behind the load balancers.
 */
export interface ServiceApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Service";
  /**
   * The container image without a tag: the version is the tag (or the digest).
   */
  readonly image: string;
  /**
   * CPU units of one task; 1024 are one vCPU. Which memory goes with it, Fargate decides.
   */
  readonly cpu: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
  /**
   * Memory of one task in MiB. Fargate has sizes for every `cpu`.
   */
  readonly memory: number;
  /**
   * Processor architecture that the image is built for.
   */
  readonly architecture: "x86_64" | "arm64";
  /**
   * Arguments for the container, instead of the image's own (CMD). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: One argument.
   */
  readonly command: readonly string[];
  /**
   * The program, instead of the image's own (ENTRYPOINT). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: The program, then its first arguments.
   */
  readonly entryPoint: readonly string[];
  /**
   * Whether a small init process reaps zombies and passes signals on.
   */
  readonly init: boolean;
  /**
   * Environment variables. May refer to variables (`${zone}`) and other stacks' outputs (`${assets.BucketName}`).
   */
  readonly environment: {
    /**
     * The value, a string.
     */
    readonly [k: string]: string;
  };
  /**
   * Environment variables whose values ECS reads when a task starts: from an SSM parameter or from Secrets Manager.
   */
  readonly secrets: {
    /**
     * Where the secret is.
     */
    readonly [k: string]: string;
  };
  /**
   * What the app itself may do in AWS. Nothing else is allowed.
   *
   * @maxItems 100
   */
  readonly permissions: readonly Permission[];
  /**
   * The app's log group.
   */
  readonly logs: {
    /**
     * How long log lines are kept, in days.
     */
    readonly retentionDays:
      | 1
      | 3
      | 5
      | 7
      | 14
      | 30
      | 60
      | 90
      | 120
      | 150
      | 180
      | 365
      | 400
      | 545
      | 731
      | 1096
      | 1827
      | 2192
      | 2557
      | 2922
      | 3288
      | 3653;
  };
  /**
   * Disk of one task in GiB, when Fargate's 20 are not enough.
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Whether the container's root file system is read-only.
   */
  readonly readOnlyFileSystem: boolean;
  /**
   * The port that the container listens on.
   */
  readonly port: number;
  /**
   * Which load balancers lead to it: public, internal, both, or none.
   *
   * @maxItems 2
   *
   * Items: A load balancer.
   */
  readonly expose: readonly ("public" | "internal")[];
  /**
   * Names in the account's zone under which it is reached; without this, the app's own name. One app of an account has a host; others share it by `paths`, behind the same load balancers.
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: One label in the zone.
   */
  readonly hosts: readonly string[];
  /**
   * Path patterns; without them, every path of the hosts.
   *
   * @maxItems 20
   *
   * Items: One pattern; * and ? are wildcards.
   */
  readonly paths: readonly string[];
  readonly healthCheck: ServiceHealthCheck;
  /**
   * Number of tasks: a plain number, or between two bounds by load.
   */
  readonly scale: number | ServiceScale;
  /**
   * Percent of the tasks on Fargate Spot: much cheaper, may be stopped with two minutes' notice.
   */
  readonly spot: number;
  readonly deployment: ServiceDeployment;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | ServiceAlarms;
  /**
   * Accounts whose zone or id may be named in this app's values. Anything else is taken for a copy-and-paste mistake.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount: readonly string[];
  /**
   * Differences that a person knows of: they are not reported and not healed. Those of the account come on top.
   *
   * @maxItems 100
   */
  readonly ignoreDrift: readonly IgnoredDifference[];
}
/**
 * One statement.
 */
export interface Permission {
  /**
   * IAM actions.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: One action.
   */
  readonly actions: readonly string[];
  /**
   * ARNs. May refer to variables and other stacks' outputs.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: An ARN, or *.
   */
  readonly resources: readonly string[];
  /**
   * IAM conditions: operator, then key, then value or values.
   */
  readonly conditions?: {
    /**
     * One operator.
     */
    readonly [k: string]: {
      /**
       * The value, or the values.
       */
      readonly [k: string]: string | readonly string[];
    };
  };
}
/**
 * How the load balancers see that a task is well.
 */
export interface ServiceHealthCheck {
  /**
   * Path that answers when the app is well.
   */
  readonly path: string;
  /**
   * Seconds between two checks.
   */
  readonly intervalSeconds: number;
  /**
   * Seconds until a check has failed; less than the interval.
   */
  readonly timeoutSeconds: number;
  /**
   * Good checks in a row that make a task healthy.
   */
  readonly healthyThreshold: number;
  /**
   * Bad checks in a row that make a task unhealthy.
   */
  readonly unhealthyThreshold: number;
  /**
   * Seconds after its start in which a task may fail checks.
   */
  readonly graceSeconds: number;
  /**
   * HTTP status codes that count as good.
   */
  readonly statusCodes: string;
}
/**
 * Between two bounds by load.
 */
export interface ServiceScale {
  /**
   * Fewest tasks.
   */
  readonly min: number;
  /**
   * Most tasks.
   */
  readonly max: number;
  /**
   * Average CPU percentage that is aimed at.
   */
  readonly cpu?: number;
  /**
   * Average memory percentage that is aimed at.
   */
  readonly memory?: number;
  /**
   * Requests a minute for each task that are aimed at.
   */
  readonly requests?: number;
}
/**
 * How a new version replaces the old one.
 */
export interface ServiceDeployment {
  /**
   * Percent of the tasks that stay in service during a deployment.
   */
  readonly minimumHealthyPercent: number;
  /**
   * Percent of the tasks that may run during a deployment.
   */
  readonly maximumPercent: number;
  /**
   * How long a load balancer lets requests finish on a task that leaves.
   */
  readonly drainSeconds: number;
  /**
   * How long a task may take to stop before it is killed.
   */
  readonly stopSeconds: number;
}
export interface ServiceAlarms {
  /**
   * Percent of requests answered with 5xx.
   */
  readonly errors5xxPercent: number;
  /**
   * 95th percentile of the response time in seconds.
   */
  readonly latencySeconds: number;
  /**
   * Whether a task that fails its health check raises an alarm.
   */
  readonly unhealthyHosts: boolean;
  /**
   * Average CPU percentage.
   */
  readonly cpuPercent: number;
  /**
   * Average memory percentage.
   */
  readonly memoryPercent: number;
  /**
   * Whether an alarm during a deployment rolls it back.
   */
  readonly rollback: boolean;
}
/**
 * Differences that are left alone.
 */
export interface IgnoredDifference {
  /**
   * A logical id, or `*` for every resource; of a record that no stack declares, its name and type.
   */
  readonly resource: string;
  /**
   * A JSON pointer into the resource's properties, with everything below it, or `*` for the whole resource.
   */
  readonly property: string;
  /**
   * Why it is left alone, on one line.
   */
  readonly reason: string;
  /**
   * When it is reported again.
   */
  readonly until?: string;
}
/**
 * A container that runs all the time and that nobody calls.
 */
export interface WorkerApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Worker";
  /**
   * The container image without a tag: the version is the tag (or the digest).
   */
  readonly image: string;
  /**
   * CPU units of one task; 1024 are one vCPU. Which memory goes with it, Fargate decides.
   */
  readonly cpu: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
  /**
   * Memory of one task in MiB. Fargate has sizes for every `cpu`.
   */
  readonly memory: number;
  /**
   * Processor architecture that the image is built for.
   */
  readonly architecture: "x86_64" | "arm64";
  /**
   * Arguments for the container, instead of the image's own (CMD). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: One argument.
   */
  readonly command: readonly string[];
  /**
   * The program, instead of the image's own (ENTRYPOINT). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: The program, then its first arguments.
   */
  readonly entryPoint: readonly string[];
  /**
   * Whether a small init process reaps zombies and passes signals on.
   */
  readonly init: boolean;
  /**
   * Environment variables. May refer to variables (`${zone}`) and other stacks' outputs (`${assets.BucketName}`).
   */
  readonly environment: {
    /**
     * The value, a string.
     */
    readonly [k: string]: string;
  };
  /**
   * Environment variables whose values ECS reads when a task starts: from an SSM parameter or from Secrets Manager.
   */
  readonly secrets: {
    /**
     * Where the secret is.
     */
    readonly [k: string]: string;
  };
  /**
   * What the app itself may do in AWS. Nothing else is allowed.
   *
   * @maxItems 100
   */
  readonly permissions: readonly Permission[];
  /**
   * The app's log group.
   */
  readonly logs: {
    /**
     * How long log lines are kept, in days.
     */
    readonly retentionDays:
      | 1
      | 3
      | 5
      | 7
      | 14
      | 30
      | 60
      | 90
      | 120
      | 150
      | 180
      | 365
      | 400
      | 545
      | 731
      | 1096
      | 1827
      | 2192
      | 2557
      | 2922
      | 3288
      | 3653;
  };
  /**
   * Disk of one task in GiB, when Fargate's 20 are not enough.
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Whether the container's root file system is read-only.
   */
  readonly readOnlyFileSystem: boolean;
  readonly healthCheck?: WorkerHealthCheck;
  /**
   * Number of tasks: a plain number, or between two bounds by load.
   */
  readonly scale: number | WorkerScale;
  /**
   * Percent of the tasks on Fargate Spot: much cheaper, may be stopped with two minutes' notice.
   */
  readonly spot: number;
  readonly deployment: WorkerDeployment;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | WorkerAlarms;
  /**
   * Accounts whose zone or id may be named in this app's values. Anything else is taken for a copy-and-paste mistake.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount: readonly string[];
  /**
   * Differences that a person knows of: they are not reported and not healed. Those of the account come on top.
   *
   * @maxItems 100
   */
  readonly ignoreDrift: readonly IgnoredDifference[];
}
/**
 * How ECS sees that the container is well.
 */
export interface WorkerHealthCheck {
  /**
   * The check that runs inside the container, CMD or CMD-SHELL first.
   *
   * @minItems 1
   * @maxItems 50
   *
   * Items: One word of the command.
   */
  readonly command: readonly string[];
  /**
   * Seconds between two checks.
   */
  readonly intervalSeconds: number;
  /**
   * Seconds until a check has failed.
   */
  readonly timeoutSeconds: number;
  /**
   * Failed checks in a row that make the container unhealthy.
   */
  readonly retries: number;
  /**
   * Seconds after its start in which failed checks do not count.
   */
  readonly graceSeconds: number;
}
/**
 * Between two bounds by load.
 */
export interface WorkerScale {
  /**
   * Fewest tasks.
   */
  readonly min: number;
  /**
   * Most tasks.
   */
  readonly max: number;
  /**
   * Average CPU percentage that is aimed at.
   */
  readonly cpu?: number;
  /**
   * Average memory percentage that is aimed at.
   */
  readonly memory?: number;
}
/**
 * How a new version replaces the old one.
 */
export interface WorkerDeployment {
  /**
   * Percent of the tasks that stay in service during a deployment.
   */
  readonly minimumHealthyPercent: number;
  /**
   * Percent of the tasks that may run during a deployment.
   */
  readonly maximumPercent: number;
  /**
   * How long a task may take to stop before it is killed.
   */
  readonly stopSeconds: number;
}
export interface WorkerAlarms {
  /**
   * Average CPU percentage.
   */
  readonly cpuPercent: number;
  /**
   * Average memory percentage.
   */
  readonly memoryPercent: number;
  /**
   * Whether an alarm during a deployment rolls it back.
   */
  readonly rollback: boolean;
}
/**
 * A container that runs on a schedule.
 */
export interface JobApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Job";
  /**
   * The container image without a tag: the version is the tag (or the digest).
   */
  readonly image: string;
  /**
   * CPU units of one task; 1024 are one vCPU. Which memory goes with it, Fargate decides.
   */
  readonly cpu: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
  /**
   * Memory of one task in MiB. Fargate has sizes for every `cpu`.
   */
  readonly memory: number;
  /**
   * Processor architecture that the image is built for.
   */
  readonly architecture: "x86_64" | "arm64";
  /**
   * Arguments for the container, instead of the image's own (CMD). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: One argument.
   */
  readonly command: readonly string[];
  /**
   * The program, instead of the image's own (ENTRYPOINT). May refer to variables and other stacks' outputs.
   *
   * @maxItems 100
   *
   * Items: The program, then its first arguments.
   */
  readonly entryPoint: readonly string[];
  /**
   * Whether a small init process reaps zombies and passes signals on.
   */
  readonly init: boolean;
  /**
   * Environment variables. May refer to variables (`${zone}`) and other stacks' outputs (`${assets.BucketName}`).
   */
  readonly environment: {
    /**
     * The value, a string.
     */
    readonly [k: string]: string;
  };
  /**
   * Environment variables whose values ECS reads when a task starts: from an SSM parameter or from Secrets Manager.
   */
  readonly secrets: {
    /**
     * Where the secret is.
     */
    readonly [k: string]: string;
  };
  /**
   * What the app itself may do in AWS. Nothing else is allowed.
   *
   * @maxItems 100
   */
  readonly permissions: readonly Permission[];
  /**
   * The app's log group.
   */
  readonly logs: {
    /**
     * How long log lines are kept, in days.
     */
    readonly retentionDays:
      | 1
      | 3
      | 5
      | 7
      | 14
      | 30
      | 60
      | 90
      | 120
      | 150
      | 180
      | 365
      | 400
      | 545
      | 731
      | 1096
      | 1827
      | 2192
      | 2557
      | 2922
      | 3288
      | 3653;
  };
  /**
   * Disk of one task in GiB, when Fargate's 20 are not enough.
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Whether the container's root file system is read-only.
   */
  readonly readOnlyFileSystem: boolean;
  /**
   * When it runs, in EventBridge Scheduler's language.
   */
  readonly schedule: string;
  /**
   * Time zone of the schedule (IANA).
   */
  readonly timeZone: string;
  /**
   * How often a start that failed is tried again.
   */
  readonly retries: number;
  /**
   * How long a start may be late, in seconds.
   */
  readonly maxAgeSeconds: number;
  /**
   * Whether the schedule runs.
   */
  readonly enabled: boolean;
  /**
   * Percent of the tasks on Fargate Spot: much cheaper, may be stopped with two minutes' notice.
   */
  readonly spot: number;
  /**
   * Whether a run that could not be started raises an alarm on the account's topic.
   */
  readonly alarms: boolean;
  /**
   * Accounts whose zone or id may be named in this app's values. Anything else is taken for a copy-and-paste mistake.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount: readonly string[];
  /**
   * Differences that a person knows of: they are not reported and not healed. Those of the account come on top.
   *
   * @maxItems 100
   */
  readonly ignoreDrift: readonly IgnoredDifference[];
}
/**
 * Plain CloudFormation from this repository.
 */
export interface TemplateApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Template";
  /**
   * Path of a CloudFormation template in this repository, below templates/.
   */
  readonly template: string;
  /**
   * Values for the template's parameters. May refer to variables and other stacks' outputs.
   */
  readonly parameters: {
    /**
     * The value; a list becomes a comma-delimited list.
     */
    readonly [k: string]: string | number | boolean | readonly string[];
  };
  /**
   * What the template is explicitly allowed to do.
   *
   * @maxItems 3
   *
   * Items: A CloudFormation capability.
   */
  readonly capabilities: readonly ("CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | "CAPABILITY_AUTO_EXPAND")[];
  /**
   * Accounts whose zone or id may be named in this app's values. Anything else is taken for a copy-and-paste mistake.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount: readonly string[];
  /**
   * Differences that a person knows of: they are not reported and not healed. Those of the account come on top.
   *
   * @maxItems 100
   */
  readonly ignoreDrift: readonly IgnoredDifference[];
}
