// Generated from schema/app.schema.json by `npm run gen`; not to be edited.

/**
 * apps/<name>.yaml: what an app is, the same everywhere. Its `kind` picks a blueprint.
 */
export type App = {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Service" | "Worker" | "Job" | "Database" | "Cache" | "Bucket" | "Queue" | "Template";
} & (ServiceApp | WorkerApp | JobApp | DatabaseApp | CacheApp | BucketApp | QueueApp | TemplateApp);

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
   * Databases, caches, buckets and queues of this account that the app uses: the way there is opened, access granted, and their addresses and secrets are given as environment variables (`CATALOG_DB_HOST`). They are deployed first.
   *
   * @maxItems 50
   *
   * Items: The name of the app that is used, or more about it.
   */
  readonly uses: readonly (string | UseSettings)[];
  readonly release?: ReleaseHook;
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
   * Further names under which the public balancer leads to it: whole domain names in this account's zone or in one of its `zones`. Each gets a DNS record, and a certificate unless that of the load balancer is made out to it.
   *
   * @maxItems 20
   *
   * Items: A domain name.
   */
  readonly hostnames: readonly string[];
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
   * How a new version takes over. `rolling` exchanges task by task; `blue-green` starts all tasks of the new version beside the old ones and moves the load at once; `canary` moves a part of it first. Alarms during the bake time lead back to the old version. Blue-green and canary need a load balancer.
   */
  readonly strategy: ("rolling" | "blue-green" | "canary") | StrategySettings;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | ServiceAlarms;
  /**
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * How an app is used.
 */
export interface UseSettings {
  /**
   * Name of an app.
   */
  readonly app: string;
  /**
   * What is granted on a bucket or a queue: `read` (receive), `write` (send), or both.
   */
  readonly access: "read" | "write" | "both";
  /**
   * How the names of the variables begin, instead of the app's name (`CATALOG_DB`).
   */
  readonly prefix?: string;
  /**
   * Names for single variables, by what they hold: HOST, PORT, NAME, USERNAME, PASSWORD, SECRET and so on.
   */
  readonly names: {
    /**
     * Name of the environment variable.
     */
    readonly [k: string]: string;
  };
}
/**
 * A task of the new version that has to succeed before the app is updated: database migrations. It gets the app's environment, secrets, permissions and `uses`. It may run more than once for a version, so it has to bear that.
 */
export interface ReleaseHook {
  /**
   * What it runs. May refer to variables and other stacks' outputs.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: One argument.
   */
  readonly command: readonly string[];
  /**
   * After how many seconds it is stopped and has failed.
   */
  readonly timeoutSeconds: number;
  /**
   * CPU units of the task; without this, the app's own.
   */
  readonly cpu?: 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
  /**
   * Memory of the task in MiB; without this, the app's own.
   */
  readonly memory?: number;
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
export interface StrategySettings {
  /**
   * How a new version takes over.
   */
  readonly kind: "rolling" | "blue-green" | "canary";
  /**
   * How long the old version is kept after the load has moved.
   */
  readonly bakeMinutes: number;
  /**
   * `canary`: percentage of the load that moves first.
   */
  readonly canaryPercent: number;
  /**
   * `canary`: how long that part is watched.
   */
  readonly canaryMinutes: number;
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
   * Databases, caches, buckets and queues of this account that the app uses: the way there is opened, access granted, and their addresses and secrets are given as environment variables (`CATALOG_DB_HOST`). They are deployed first.
   *
   * @maxItems 50
   *
   * Items: The name of the app that is used, or more about it.
   */
  readonly uses: readonly (string | UseSettings)[];
  readonly release?: ReleaseHook;
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
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
  readonly queue?: QueueTarget;
}
/**
 * By what waits in a queue that the app `uses`.
 */
export interface QueueTarget {
  /**
   * Name of the queue's app.
   */
  readonly app: string;
  /**
   * Waiting messages for each task that are aimed at.
   */
  readonly messagesPerTask: number;
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
   * Databases, caches, buckets and queues of this account that the app uses: the way there is opened, access granted, and their addresses and secrets are given as environment variables (`CATALOG_DB_HOST`). They are deployed first.
   *
   * @maxItems 50
   *
   * Items: The name of the app that is used, or more about it.
   */
  readonly uses: readonly (string | UseSettings)[];
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
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * A relational database with its own secret, in the private subnets: RDS or Aurora Serverless v2.
 */
export interface DatabaseApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Database";
  /**
   * PostgreSQL or MySQL on an instance of its own, or Aurora Serverless v2 that speaks the one or the other. Another engine is another database: it replaces what is there.
   */
  readonly engine: "postgres" | "mysql" | "aurora-postgres" | "aurora-mysql";
  /**
   * Version of the engine, in quotes; a minor version may be left out, and AWS picks one and keeps it current.
   */
  readonly engineVersion: string;
  /**
   * Instance class of `postgres` and `mysql`; Aurora Serverless v2 has `capacity` instead.
   */
  readonly instance: string;
  readonly capacity: DatabaseCapacity;
  /**
   * Aurora instances that only read and take over when the writer fails.
   */
  readonly readers: number;
  /**
   * Disk in GiB; grows by itself up to `maxStorageGiB`. Aurora needs none.
   */
  readonly storageGiB: number;
  /**
   * Up to how many GiB the disk may grow; without it, it does not grow.
   */
  readonly maxStorageGiB?: number;
  /**
   * Name of the database inside, made with it; without this, the app's name with underscores. Another name replaces what is there.
   */
  readonly database?: string;
  /**
   * Name of the master user. Another name replaces what is there.
   */
  readonly username: string;
  /**
   * Whether a standby in a second availability zone takes over. For Aurora, `readers` do.
   */
  readonly multiAz: boolean;
  /**
   * Name or ARN of the snapshot that the database is made from. Another snapshot replaces what is there.
   */
  readonly snapshot?: string;
  readonly backup: DatabaseBackup;
  /**
   * When AWS may work on it, in UTC.
   */
  readonly maintenance?: string;
  /**
   * After how many days the password changes by itself; without it, never. Apps that are connected keep their connection; what starts later gets the new one.
   */
  readonly rotateDays?: number;
  /**
   * Whether AWS refuses to delete it.
   */
  readonly deletionProtection: boolean;
  /**
   * Settings of the engine (its parameter group). Without one that says otherwise, it refuses connections without TLS.
   */
  readonly parameters: {
    /**
     * The value, a string.
     */
    readonly [k: string]: string;
  };
  readonly performanceInsights: DatabaseInsights;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | DatabaseAlarms;
  /**
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * Between how many Aurora capacity units (2 GiB of memory each) Aurora Serverless v2 moves.
 */
export interface DatabaseCapacity {
  /**
   * Fewest units, in steps of 0.5; 0 lets it pause when nobody is connected.
   */
  readonly min: number;
  /**
   * Most units, in steps of 0.5.
   */
  readonly max: number;
}
/**
 * Automatic backups.
 */
export interface DatabaseBackup {
  /**
   * How many days they are kept: any second of them can be restored.
   */
  readonly retentionDays: number;
  /**
   * When they are made, in UTC; not within `maintenance`.
   */
  readonly window?: string;
}
/**
 * What the database waits for, kept for a while.
 */
export interface DatabaseInsights {
  /**
   * Whether it is recorded, where the instance class can: MySQL on a micro or small one of the burstable classes cannot.
   */
  readonly enabled: boolean;
  /**
   * How long it is kept, in days; 7 cost nothing.
   */
  readonly retentionDays: 7 | 31 | 93 | 186 | 372 | 731;
}
export interface DatabaseAlarms {
  /**
   * Average CPU percentage; for Aurora Serverless v2, percentage of its capacity.
   */
  readonly cpuPercent: number;
  /**
   * Free disk in GiB; not for Aurora.
   */
  readonly freeStorageGiB: number;
  /**
   * Open connections; without it no alarm.
   */
  readonly connections?: number;
}
/**
 * A cache that speaks the protocol of Redis: ElastiCache Serverless for Valkey, in the private subnets, TLS only.
 */
export interface CacheApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Cache";
  /**
   * Major version of Valkey, in quotes.
   */
  readonly engineVersion: "7" | "8";
  /**
   * Most data it may hold, in GiB: a limit to what it costs.
   */
  readonly maxStorageGiB: number;
  /**
   * Most ElastiCache processing units a second: a limit to what it costs.
   */
  readonly maxEcpuPerSecond: number;
  /**
   * How many daily snapshots are kept; 0 for none.
   */
  readonly snapshotDays: number;
  /**
   * When the daily snapshot is made, in UTC.
   */
  readonly snapshotTime?: string;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | CacheAlarms;
  /**
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
export interface CacheAlarms {
  /**
   * Percentage of `maxStorageGiB`.
   */
  readonly storagePercent: number;
  /**
   * Whether refused commands raise an alarm.
   */
  readonly throttled: boolean;
}
/**
 * A private bucket: encrypted, TLS only, versioned.
 */
export interface BucketApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Bucket";
  /**
   * Name of the bucket, for one that others have to know; without it AWS makes one up. Another name replaces what is there.
   */
  readonly bucket?: string;
  /**
   * Whether what is overwritten or deleted is kept as an older version.
   */
  readonly versioned: boolean;
  readonly lifecycle: BucketLifecycle;
  /**
   * Web pages that may use the bucket from a browser.
   *
   * @maxItems 20
   */
  readonly cors: readonly BucketCors[];
  /**
   * Whether changes of objects go to EventBridge.
   */
  readonly events: boolean;
  /**
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * What happens to objects as they age.
 */
export interface BucketLifecycle {
  /**
   * Objects are deleted after so many days; without it never.
   */
  readonly expireDays?: number;
  /**
   * Older versions are deleted after so many days.
   */
  readonly expireOldVersionsDays: number;
  /**
   * Objects move to cheaper storage for what is seldom read after so many days; without it never.
   */
  readonly infrequentAccessDays?: number;
  /**
   * Parts of uploads that nobody finished are deleted after so many days.
   */
  readonly abortUploadsDays: number;
}
/**
 * Who may do what.
 */
export interface BucketCors {
  /**
   * Origins; may use variables.
   *
   * @minItems 1
   * @maxItems 50
   *
   * Items: An origin.
   */
  readonly origins: readonly string[];
  /**
   * HTTP methods.
   *
   * @minItems 1
   * @maxItems 5
   *
   * Items: A method.
   */
  readonly methods: readonly ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[];
  /**
   * Request headers that are allowed.
   *
   * @maxItems 50
   *
   * Items: A header, or *.
   */
  readonly headers: readonly string[];
  /**
   * How long a browser may remember the answer.
   */
  readonly maxAgeSeconds: number;
}
/**
 * A queue with a dead-letter queue and an alarm.
 */
export interface QueueApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Queue";
  /**
   * Whether messages keep their order and come once. Changing it replaces the queue.
   */
  readonly fifo: boolean;
  /**
   * FIFO only: whether equal contents count as the same message.
   */
  readonly deduplicate: boolean;
  /**
   * How long a message that was fetched is hidden from others.
   */
  readonly visibilitySeconds: number;
  /**
   * How many days a message is kept.
   */
  readonly retentionDays: number;
  /**
   * How long a new message is hidden.
   */
  readonly delaySeconds: number;
  /**
   * Largest message, in KiB.
   */
  readonly maxMessageKiB: number;
  readonly deadLetters: QueueDeadLetters;
  /**
   * CloudWatch alarms to the account's topic; false for none.
   */
  readonly alarms: false | QueueAlarms;
  /**
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * Where messages go that nobody could work on.
 */
export interface QueueDeadLetters {
  /**
   * After how many tries.
   */
  readonly afterTries: number;
  /**
   * How many days they are kept.
   */
  readonly retentionDays: number;
}
export interface QueueAlarms {
  /**
   * Whether a dead letter raises an alarm.
   */
  readonly deadLetters: boolean;
  /**
   * Age of the oldest message in seconds; without it no alarm.
   */
  readonly oldestSeconds?: number;
}
/**
 * Plain CloudFormation from this repository or from the app's own.
 */
export interface TemplateApp {
  /**
   * What the app is: it picks the blueprint.
   */
  readonly kind: "Template";
  /**
   * A CloudFormation template: its path in this repository, below templates/, or where it is in another one.
   */
  readonly template: string | TemplateSource;
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
   * Accounts that may be named in this app's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
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
 * In another repository.
 */
export interface TemplateSource {
  /**
   * https or ssh URL of the repository, without a credential in it; or, beginning with `./` or `../`, relative to the URL of this one.
   */
  readonly repository: string;
  /**
   * Path of the template in it.
   */
  readonly path: string;
  /**
   * Tag, branch or commit; may hold the version.
   */
  readonly ref: string;
}
