import { place } from "../../src/blueprints/place.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type {
  Account,
  AppSpec,
  BucketSpec,
  CacheSpec,
  DatabaseSpec,
  DataSpec,
  JobSpec,
  Placement,
  QueueSpec,
  ServiceSpec,
  TemplateSpec,
  WorkerSpec,
} from "../../src/model/repository.ts";
import { factsOfUse, type Use } from "../../src/model/use.ts";

const somewhere = { file: "accounts/dev/apps.yaml", line: 1, column: 1 };

/** An account without placements, with every default of the format. */
export function anAccount(overrides: Partial<Account> = {}): Account {
  return {
    name: "dev",
    id: "222222222222",
    region: "eu-west-1",
    zone: "dev.acme.example",
    hostedZone: { caa: [] },
    zones: {},
    artifactBucket: "mooring-artifacts-222222222222-eu-west-1",
    network: {
      cidr: "10.0.0.0/16",
      availabilityZones: 2,
      nat: "single",
      balancers: { public: true, internal: true },
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      idleTimeoutSeconds: 60,
      deletionProtection: false,
    },
    roles: { executor: "arn:aws:iam::222222222222:role/mooring-executor" },
    prune: { max: 2, share: 0.25 },
    after: [],
    adopt: false,
    allow: [],
    pauses: [],
    windows: [],
    selfHeal: false,
    ignoreDrift: [],
    placements: [],
    heldApps: [],
    removed: [],
    place: { file: "accounts/dev/account.yaml", line: 1, column: 1 },
    ...overrides,
  };
}

/** An account that had a zone and a VPC before. */
export function settledAccount(overrides: Partial<Account> = {}): Account {
  const existing = {
    vpc: "vpc-0123456789abcdef0",
    publicSubnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    privateSubnets: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
    tasks: "private",
  } as const;
  return anAccount({
    hostedZone: { existing: "Z0123456789ABCDEFGHIJ", caa: [] },
    network: { ...anAccount().network, existing },
    ...overrides,
  });
}

const container = {
  image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop",
  cpu: 256,
  memory: 512,
  architecture: "x86_64",
  command: [],
  entryPoint: [],
  init: false,
  environment: {},
  secrets: {},
  permissions: [],
  uses: [],
  logs: { retentionDays: 30 },
  readOnlyFileSystem: false,
  spot: 0,
  crossAccount: [],
  ignoreDrift: [],
} as const;

const data = { crossAccount: [], ignoreDrift: [] } as const;

const deployment = { minimumHealthyPercent: 100, maximumPercent: 200, stopSeconds: 30 };

/** A service with every default of the format, listening on 8080 and named `shop`. */
export function aService(overrides: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    ...container,
    kind: "Service",
    port: 8080,
    expose: [],
    hosts: ["shop"],
    hostnames: [],
    paths: [],
    healthCheck: {
      path: "/",
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      graceSeconds: 60,
      statusCodes: "200-399",
    },
    scale: 1,
    deployment: { ...deployment, drainSeconds: 30 },
    strategy: "rolling",
    alarms: {
      errors5xxPercent: 5,
      latencySeconds: 2,
      unhealthyHosts: true,
      cpuPercent: 90,
      memoryPercent: 90,
      rollback: true,
    },
    ...overrides,
  };
}

/** A worker with every default of the format. */
export function aWorker(overrides: Partial<WorkerSpec> = {}): WorkerSpec {
  const alarms = { cpuPercent: 90, memoryPercent: 90, rollback: true };
  return { ...container, kind: "Worker", scale: 1, deployment, alarms, ...overrides };
}

/** A job with every default of the format, at three every night. */
export function aJob(overrides: Partial<JobSpec> = {}): JobSpec {
  return {
    ...container,
    kind: "Job",
    schedule: "cron(0 3 * * ? *)",
    timeZone: "UTC",
    retries: 2,
    maxAgeSeconds: 3600,
    enabled: true,
    alarms: true,
    ...overrides,
  };
}

/** A PostgreSQL database with every default of the format. */
export function aDatabase(overrides: Partial<DatabaseSpec> = {}): DatabaseSpec {
  return {
    ...data,
    kind: "Database",
    engine: "postgres",
    engineVersion: "16.8",
    instance: "db.t4g.small",
    capacity: { min: 0.5, max: 4 },
    readers: 0,
    storageGiB: 20,
    username: "app",
    multiAz: false,
    backup: { retentionDays: 7 },
    deletionProtection: true,
    parameters: {},
    performanceInsights: { enabled: true, retentionDays: 7 },
    alarms: { cpuPercent: 90, freeStorageGiB: 5 },
    ...overrides,
  };
}

/** A cache with every default of the format. */
export function aCache(overrides: Partial<CacheSpec> = {}): CacheSpec {
  return {
    ...data,
    kind: "Cache",
    engineVersion: "8",
    maxStorageGiB: 10,
    maxEcpuPerSecond: 10_000,
    snapshotDays: 0,
    alarms: { storagePercent: 90, throttled: true },
    ...overrides,
  };
}

/** A bucket with every default of the format. */
export function aBucket(overrides: Partial<BucketSpec> = {}): BucketSpec {
  return {
    ...data,
    kind: "Bucket",
    versioned: true,
    lifecycle: { expireOldVersionsDays: 30, abortUploadsDays: 7 },
    cors: [],
    events: false,
    ...overrides,
  };
}

/** A queue with every default of the format. */
export function aQueue(overrides: Partial<QueueSpec> = {}): QueueSpec {
  return {
    ...data,
    kind: "Queue",
    fifo: false,
    deduplicate: false,
    visibilitySeconds: 60,
    retentionDays: 4,
    delaySeconds: 0,
    maxMessageKiB: 256,
    deadLetters: { afterTries: 5, retentionDays: 14 },
    alarms: { deadLetters: true },
    ...overrides,
  };
}

/** A plain template with a bucket. */
export function aTemplate(overrides: Partial<TemplateSpec> = {}): TemplateSpec {
  return {
    kind: "Template",
    template: "templates/bucket.yaml",
    body: { Resources: { Bucket: { Type: "AWS::S3::Bucket" } } },
    parameters: {},
    capabilities: [],
    crossAccount: [],
    ignoreDrift: [],
    ...overrides,
  };
}

/** A use of an app, for all that may be done with it and with the variables named after it. */
export function aUse(app: string, spec: DataSpec, overrides: Partial<Use> = {}): Use {
  const prefix = app.toUpperCase().replaceAll("-", "_");
  const names = factsOfUse(spec).map(({ fact }) => [fact, `${prefix}_${fact}`]);
  return { app, spec, access: "both", names: Object.fromEntries(names), ...overrides };
}

/** The desired stack of the app `shop` at version 1.0.0, of repository `acme`. */
export function placed(spec: AppSpec, version = "1.0.0"): DesiredStack {
  return lastOf(placedIn(anAccount(), spec, version));
}

/** The same of an app that uses others. */
export function placedUsing(spec: AppSpec, uses: readonly Use[]): DesiredStack {
  return lastOf(place("acme", { ...anAccount(), placements: [placementOf(spec, { uses })] }));
}

function lastOf(stacks: readonly DesiredStack[]): DesiredStack {
  const stack = stacks.at(-1);
  if (stack === undefined) throw new Error("nothing was placed");
  return stack;
}

/** Everything that an account with the app `shop` has: zone, network and the app. */
export function placedIn(account: Account, spec: AppSpec, version = "1.0.0"): readonly DesiredStack[] {
  return place("acme", { ...account, placements: [placementOf(spec, { version })] });
}

function placementOf(spec: AppSpec, overrides: Partial<Placement>): Placement {
  return {
    app: "shop",
    version: "1.0.0",
    spec,
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: somewhere,
    ...overrides,
  };
}
