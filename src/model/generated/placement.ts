// Generated from schema/placement.schema.json by `npm run gen`; not to be edited.

/**
 * An entry of apps.yaml, or the file accounts/<name>/apps/<app>.yaml: this app, in this account, with these overrides. Which fields there are depends on the app's kind.
 */
export type PlacementEntry = string | PlacementOverrides | null;

/**
 * A version and overrides.
 */
export interface PlacementOverrides {
  /**
   * The version: the image's tag, or its digest as sha256:…. Always in quotes when it looks like a number.
   */
  readonly version?: string;
  /**
   * Take over a stack of this name that is not marked as ours.
   */
  readonly adopt?: boolean;
  /**
   * Logical ids whose replacement or deletion is allowed although they hold data.
   *
   * @maxItems 500
   *
   * Items: A logical id of the stack's template.
   */
  readonly allow?: readonly string[];
  /**
   * Nothing is written to this app's stack while it is set: true, or why and until when. Every look says so.
   */
  readonly paused?: boolean | PauseSettings;
  /**
   * Undo what somebody changed by hand in this stack, or leave it alone; without it as the account says.
   */
  readonly selfHeal?: boolean;
  /**
   * Overrides `image` of the app (Service, Worker, Job).
   */
  readonly image?: string;
  /**
   * Overrides `cpu` of the app (Service, Worker, Job).
   */
  readonly cpu?: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
  /**
   * Overrides `memory` of the app (Service, Worker, Job).
   */
  readonly memory?: number;
  /**
   * Overrides `architecture` of the app (Service, Worker, Job).
   */
  readonly architecture?: "x86_64" | "arm64";
  /**
   * Overrides `command` of the app (Service, Worker, Job).
   *
   * @maxItems 100
   *
   * Items: One argument.
   */
  readonly command?: readonly string[];
  /**
   * Overrides `entryPoint` of the app (Service, Worker, Job).
   *
   * @maxItems 100
   *
   * Items: The program, then its first arguments.
   */
  readonly entryPoint?: readonly string[];
  /**
   * Overrides `init` of the app (Service, Worker, Job).
   */
  readonly init?: boolean;
  /**
   * Environment variables. May refer to variables (`${zone}`) and other stacks' outputs (`${assets.BucketName}`).
   */
  readonly environment?: {
    /**
     * The value, a string.
     */
    readonly [k: string]: string;
  };
  /**
   * Environment variables whose values ECS reads when a task starts: from an SSM parameter or from Secrets Manager.
   */
  readonly secrets?: {
    /**
     * Where the secret is.
     */
    readonly [k: string]: string;
  };
  /**
   * Overrides `permissions` of the app (Service, Worker, Job).
   *
   * @maxItems 100
   */
  readonly permissions?: readonly Permission[];
  /**
   * The app's log group.
   */
  readonly logs?: {
    /**
     * How long log lines are kept, in days.
     */
    readonly retentionDays?:
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
   * Overrides `ephemeralStorageGiB` of the app (Service, Worker, Job).
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Overrides `readOnlyFileSystem` of the app (Service, Worker, Job).
   */
  readonly readOnlyFileSystem?: boolean;
  /**
   * Overrides `port` of the app (Service).
   */
  readonly port?: number;
  /**
   * Overrides `expose` of the app (Service).
   *
   * @maxItems 2
   *
   * Items: A load balancer.
   */
  readonly expose?: readonly ("public" | "internal")[];
  /**
   * Overrides `hosts` of the app (Service).
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: One label in the zone.
   */
  readonly hosts?: readonly string[];
  /**
   * Overrides `paths` of the app (Service).
   *
   * @maxItems 20
   *
   * Items: One pattern; * and ? are wildcards.
   */
  readonly paths?: readonly string[];
  /**
   * Overrides `healthCheck` of the app (Service, Worker).
   */
  readonly healthCheck?: ServiceHealthCheck | WorkerHealthCheck;
  /**
   * Overrides `scale` of the app (Service, Worker).
   */
  readonly scale?: number | ServiceScale | WorkerScale;
  /**
   * Overrides `spot` of the app (Service, Worker, Job).
   */
  readonly spot?: number;
  /**
   * Overrides `deployment` of the app (Service, Worker).
   */
  readonly deployment?: ServiceDeployment | WorkerDeployment;
  /**
   * Overrides `alarms` of the app (Service, Worker, Job).
   */
  readonly alarms?: (false | ServiceAlarms) | (false | WorkerAlarms) | boolean;
  /**
   * Overrides `crossAccount` of the app.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount?: readonly string[];
  /**
   * Overrides `ignoreDrift` of the app.
   *
   * @maxItems 100
   */
  readonly ignoreDrift?: readonly IgnoredDifference[];
  /**
   * Overrides `schedule` of the app (Job).
   */
  readonly schedule?: string;
  /**
   * Overrides `timeZone` of the app (Job).
   */
  readonly timeZone?: string;
  /**
   * Overrides `retries` of the app (Job).
   */
  readonly retries?: number;
  /**
   * Overrides `maxAgeSeconds` of the app (Job).
   */
  readonly maxAgeSeconds?: number;
  /**
   * Overrides `enabled` of the app (Job).
   */
  readonly enabled?: boolean;
  /**
   * Overrides `template` of the app (Template).
   */
  readonly template?: string;
  /**
   * Values for the template's parameters. May refer to variables and other stacks' outputs.
   */
  readonly parameters?: {
    /**
     * The value; a list becomes a comma-delimited list.
     */
    readonly [k: string]: string | number | boolean | readonly string[];
  };
  /**
   * Overrides `capabilities` of the app (Template).
   *
   * @maxItems 3
   *
   * Items: A CloudFormation capability.
   */
  readonly capabilities?: readonly ("CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | "CAPABILITY_AUTO_EXPAND")[];
}
/**
 * Paused, and why.
 */
export interface PauseSettings {
  /**
   * Why, on one line; repeated wherever the pause is told of.
   */
  readonly reason?: string;
  /**
   * When the pause ends by itself.
   */
  readonly until?: string;
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
  readonly path?: string;
  /**
   * Seconds between two checks.
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds until a check has failed; less than the interval.
   */
  readonly timeoutSeconds?: number;
  /**
   * Good checks in a row that make a task healthy.
   */
  readonly healthyThreshold?: number;
  /**
   * Bad checks in a row that make a task unhealthy.
   */
  readonly unhealthyThreshold?: number;
  /**
   * Seconds after its start in which a task may fail checks.
   */
  readonly graceSeconds?: number;
  /**
   * HTTP status codes that count as good.
   */
  readonly statusCodes?: string;
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
  readonly command?: readonly string[];
  /**
   * Seconds between two checks.
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds until a check has failed.
   */
  readonly timeoutSeconds?: number;
  /**
   * Failed checks in a row that make the container unhealthy.
   */
  readonly retries?: number;
  /**
   * Seconds after its start in which failed checks do not count.
   */
  readonly graceSeconds?: number;
}
/**
 * Between two bounds by load.
 */
export interface ServiceScale {
  /**
   * Fewest tasks.
   */
  readonly min?: number;
  /**
   * Most tasks.
   */
  readonly max?: number;
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
 * Between two bounds by load.
 */
export interface WorkerScale {
  /**
   * Fewest tasks.
   */
  readonly min?: number;
  /**
   * Most tasks.
   */
  readonly max?: number;
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
export interface ServiceDeployment {
  /**
   * Percent of the tasks that stay in service during a deployment.
   */
  readonly minimumHealthyPercent?: number;
  /**
   * Percent of the tasks that may run during a deployment.
   */
  readonly maximumPercent?: number;
  /**
   * How long a load balancer lets requests finish on a task that leaves.
   */
  readonly drainSeconds?: number;
  /**
   * How long a task may take to stop before it is killed.
   */
  readonly stopSeconds?: number;
}
/**
 * How a new version replaces the old one.
 */
export interface WorkerDeployment {
  /**
   * Percent of the tasks that stay in service during a deployment.
   */
  readonly minimumHealthyPercent?: number;
  /**
   * Percent of the tasks that may run during a deployment.
   */
  readonly maximumPercent?: number;
  /**
   * How long a task may take to stop before it is killed.
   */
  readonly stopSeconds?: number;
}
export interface ServiceAlarms {
  /**
   * Percent of requests answered with 5xx.
   */
  readonly errors5xxPercent?: number;
  /**
   * 95th percentile of the response time in seconds.
   */
  readonly latencySeconds?: number;
  /**
   * Whether a task that fails its health check raises an alarm.
   */
  readonly unhealthyHosts?: boolean;
  /**
   * Average CPU percentage.
   */
  readonly cpuPercent?: number;
  /**
   * Average memory percentage.
   */
  readonly memoryPercent?: number;
  /**
   * Whether an alarm during a deployment rolls it back.
   */
  readonly rollback?: boolean;
}
export interface WorkerAlarms {
  /**
   * Average CPU percentage.
   */
  readonly cpuPercent?: number;
  /**
   * Average memory percentage.
   */
  readonly memoryPercent?: number;
  /**
   * Whether an alarm during a deployment rolls it back.
   */
  readonly rollback?: boolean;
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
