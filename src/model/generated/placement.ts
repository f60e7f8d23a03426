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
   * Overrides `uses` of the app (Service, Worker, Job).
   *
   * @maxItems 50
   *
   * Items: The name of the app that is used, or more about it.
   */
  readonly uses?: readonly (string | UseSettings)[];
  readonly release?: ReleaseHook;
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
   * Overrides `hostnames` of the app (Service).
   *
   * @maxItems 20
   *
   * Items: A domain name.
   */
  readonly hostnames?: readonly string[];
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
   * Overrides `strategy` of the app (Service).
   */
  readonly strategy?: ("rolling" | "blue-green" | "canary") | StrategySettings;
  /**
   * Overrides `alarms` of the app (Service, Worker, Job, Database, Cache, Queue).
   */
  readonly alarms?:
    | (false | ServiceAlarms)
    | (false | WorkerAlarms)
    | boolean
    | (false | DatabaseAlarms)
    | (false | CacheAlarms)
    | (false | QueueAlarms);
  /**
   * Overrides `crossAccount` of the app (Service, Worker, Job, Database, Cache, Bucket, Queue, Template).
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount?: readonly string[];
  /**
   * Overrides `ignoreDrift` of the app (Service, Worker, Job, Database, Cache, Bucket, Queue, Template).
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
   * Overrides `engine` of the app (Database).
   */
  readonly engine?: "postgres" | "mysql" | "aurora-postgres" | "aurora-mysql";
  /**
   * Overrides `engineVersion` of the app (Database, Cache).
   */
  readonly engineVersion?: string | ("7" | "8");
  /**
   * Overrides `instance` of the app (Database).
   */
  readonly instance?: string;
  readonly capacity?: DatabaseCapacity;
  /**
   * Overrides `readers` of the app (Database).
   */
  readonly readers?: number;
  /**
   * Overrides `storageGiB` of the app (Database).
   */
  readonly storageGiB?: number;
  /**
   * Overrides `maxStorageGiB` of the app (Database, Cache).
   */
  readonly maxStorageGiB?: number;
  /**
   * Overrides `database` of the app (Database).
   */
  readonly database?: string;
  /**
   * Overrides `username` of the app (Database).
   */
  readonly username?: string;
  /**
   * Overrides `multiAz` of the app (Database).
   */
  readonly multiAz?: boolean;
  /**
   * Overrides `snapshot` of the app (Database).
   */
  readonly snapshot?: string;
  readonly backup?: DatabaseBackup;
  /**
   * Overrides `maintenance` of the app (Database).
   */
  readonly maintenance?: string;
  /**
   * Overrides `rotateDays` of the app (Database).
   */
  readonly rotateDays?: number;
  /**
   * Overrides `deletionProtection` of the app (Database).
   */
  readonly deletionProtection?: boolean;
  /**
   * Overrides `parameters` of the app (Database, Template).
   */
  readonly parameters?:
    | {
        /**
         * The value, a string.
         */
        readonly [k: string]: string;
      }
    | {
        /**
         * The value; a list becomes a comma-delimited list.
         */
        readonly [k: string]: string | number | boolean | readonly string[];
      };
  readonly performanceInsights?: DatabaseInsights;
  /**
   * Overrides `maxEcpuPerSecond` of the app (Cache).
   */
  readonly maxEcpuPerSecond?: number;
  /**
   * Overrides `snapshotDays` of the app (Cache).
   */
  readonly snapshotDays?: number;
  /**
   * Overrides `snapshotTime` of the app (Cache).
   */
  readonly snapshotTime?: string;
  /**
   * Overrides `bucket` of the app (Bucket).
   */
  readonly bucket?: string;
  /**
   * Overrides `versioned` of the app (Bucket).
   */
  readonly versioned?: boolean;
  readonly lifecycle?: BucketLifecycle;
  /**
   * Overrides `cors` of the app (Bucket).
   *
   * @maxItems 20
   */
  readonly cors?: readonly BucketCors[];
  /**
   * Overrides `events` of the app (Bucket).
   */
  readonly events?: boolean;
  /**
   * Overrides `fifo` of the app (Queue).
   */
  readonly fifo?: boolean;
  /**
   * Overrides `deduplicate` of the app (Queue).
   */
  readonly deduplicate?: boolean;
  /**
   * Overrides `visibilitySeconds` of the app (Queue).
   */
  readonly visibilitySeconds?: number;
  /**
   * Overrides `retentionDays` of the app (Queue).
   */
  readonly retentionDays?: number;
  /**
   * Overrides `delaySeconds` of the app (Queue).
   */
  readonly delaySeconds?: number;
  /**
   * Overrides `maxMessageKiB` of the app (Queue).
   */
  readonly maxMessageKiB?: number;
  readonly deadLetters?: QueueDeadLetters;
  /**
   * Overrides `template` of the app (Template).
   */
  readonly template?: string | TemplateSource;
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
  readonly access?: "read" | "write" | "both";
  /**
   * How the names of the variables begin, instead of the app's name (`CATALOG_DB`).
   */
  readonly prefix?: string;
  /**
   * Names for single variables, by what they hold: HOST, PORT, NAME, USERNAME, PASSWORD, SECRET and so on.
   */
  readonly names?: {
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
  readonly timeoutSeconds?: number;
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
export interface StrategySettings {
  /**
   * How a new version takes over.
   */
  readonly kind?: "rolling" | "blue-green" | "canary";
  /**
   * How long the old version is kept after the load has moved.
   */
  readonly bakeMinutes?: number;
  /**
   * `canary`: percentage of the load that moves first.
   */
  readonly canaryPercent?: number;
  /**
   * `canary`: how long that part is watched.
   */
  readonly canaryMinutes?: number;
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
export interface DatabaseAlarms {
  /**
   * Average CPU percentage; for Aurora Serverless v2, percentage of its capacity.
   */
  readonly cpuPercent?: number;
  /**
   * Free disk in GiB; not for Aurora.
   */
  readonly freeStorageGiB?: number;
  /**
   * Open connections; without it no alarm.
   */
  readonly connections?: number;
}
export interface CacheAlarms {
  /**
   * Percentage of `maxStorageGiB`.
   */
  readonly storagePercent?: number;
  /**
   * Whether refused commands raise an alarm.
   */
  readonly throttled?: boolean;
}
export interface QueueAlarms {
  /**
   * Whether a dead letter raises an alarm.
   */
  readonly deadLetters?: boolean;
  /**
   * Age of the oldest message in seconds; without it no alarm.
   */
  readonly oldestSeconds?: number;
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
 * Between how many Aurora capacity units (2 GiB of memory each) Aurora Serverless v2 moves.
 */
export interface DatabaseCapacity {
  /**
   * Fewest units, in steps of 0.5; 0 lets it pause when nobody is connected.
   */
  readonly min?: number;
  /**
   * Most units, in steps of 0.5.
   */
  readonly max?: number;
}
/**
 * Automatic backups.
 */
export interface DatabaseBackup {
  /**
   * How many days they are kept: any second of them can be restored.
   */
  readonly retentionDays?: number;
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
  readonly enabled?: boolean;
  /**
   * How long it is kept, in days; 7 cost nothing.
   */
  readonly retentionDays?: 7 | 31 | 93 | 186 | 372 | 731;
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
  readonly expireOldVersionsDays?: number;
  /**
   * Objects move to cheaper storage for what is seldom read after so many days; without it never.
   */
  readonly infrequentAccessDays?: number;
  /**
   * Parts of uploads that nobody finished are deleted after so many days.
   */
  readonly abortUploadsDays?: number;
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
  readonly headers?: readonly string[];
  /**
   * How long a browser may remember the answer.
   */
  readonly maxAgeSeconds?: number;
}
/**
 * Where messages go that nobody could work on.
 */
export interface QueueDeadLetters {
  /**
   * After how many tries.
   */
  readonly afterTries?: number;
  /**
   * How many days they are kept.
   */
  readonly retentionDays?: number;
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
