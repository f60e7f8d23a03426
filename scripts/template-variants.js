import { factsOfUse } from "../dist/model/use.js";

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
};

const everything = {
  architecture: "arm64",
  command: ["serve", "--bucket=${assets.BucketName}"],
  entryPoint: ["/bin/app"],
  init: true,
  environment: {
    URL: "https://${catalog.ServiceName}/?a=$${b}",
    SUBNETS: "${network.TaskSubnets}",
    PLAIN: "${",
  },
  secrets: {
    KEY: "ssm:/shop/key",
    PASSWORD: "secretsmanager:shop/db#password",
    TOKEN: "secretsmanager:arn:aws:secretsmanager:eu-west-1:111111111111:secret:token-AbCdEf",
  },
  permissions: [
    {
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::${assets.BucketName}/*", "arn:aws:s3:::fixed/*"],
      conditions: { StringEquals: { "aws:ResourceAccount": ["111111111111"] } },
    },
  ],
  ephemeralStorageGiB: 50,
  readOnlyFileSystem: true,
  spot: 50,
};

const deployment = { minimumHealthyPercent: 100, maximumPercent: 200, stopSeconds: 30 };
const load90 = { cpuPercent: 90, memoryPercent: 90, rollback: true };

const service = {
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
  alarms: { errors5xxPercent: 5, latencySeconds: 2, unhealthyHosts: true, ...load90 },
};
const worker = { ...container, kind: "Worker", scale: 1, deployment, alarms: load90 };
const job = {
  ...container,
  kind: "Job",
  schedule: "cron(0 3 * * ? *)",
  timeZone: "Europe/Berlin",
  retries: 2,
  maxAgeSeconds: 3600,
  enabled: true,
  alarms: true,
};
const check = {
  command: ["CMD", "true"],
  intervalSeconds: 30,
  timeoutSeconds: 5,
  retries: 3,
  graceSeconds: 60,
};
const release = { command: ["migrate", "up"], timeoutSeconds: 1800, cpu: 256, memory: 512 };
const paths = ["/api/*", "/v1/*", "/v2/*", "/a/*/b/*", "/health"];
const scales = { cpu: { cpu: 70 }, memory: { memory: 70 }, requests: { requests: 1000 }, aimless: {} };
const exposures = { none: [], public: ["public"], internal: ["internal"], both: ["public", "internal"] };

const data = { crossAccount: [], ignoreDrift: [] };
const database = {
  ...data,
  kind: "Database",
  engine: "postgres",
  engineVersion: "16.14",
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
};
const databaseEverything = {
  database: "catalog",
  backup: { retentionDays: 35, window: "02:00-03:00" },
  maintenance: "sun:03:00-sun:04:00",
  rotateDays: 30,
  performanceInsights: { enabled: true, retentionDays: 731 },
  alarms: { cpuPercent: 80, freeStorageGiB: 10, connections: 100 },
};
const engines = {
  postgres: { engine: "postgres", engineVersion: "17.9" },
  mysql: { engine: "mysql", engineVersion: "8.4.8" },
  "aurora-postgres": { engine: "aurora-postgres", engineVersion: "17.7" },
  "aurora-mysql": { engine: "aurora-mysql", engineVersion: "8.4.mysql_aurora.8.4.8" },
};
const settings = {
  postgres: { log_min_duration_statement: "500" },
  mysql: { slow_query_log: "1" },
  "aurora-postgres": { log_min_duration_statement: "500" },
  "aurora-mysql": { slow_query_log: "1" },
};
const databases = Object.fromEntries(
  Object.entries(engines).flatMap(([name, version]) => {
    const everything = name.startsWith("aurora")
      ? { ...databaseEverything, capacity: { min: 0, max: 64 }, readers: 2 }
      : {
          ...databaseEverything,
          instance: "db.r7g.large",
          storageGiB: 100,
          maxStorageGiB: 500,
          multiAz: true,
        };
    return [
      [`database-${name}`, { ...database, ...version }],
      [`database-${name}-everything`, { ...database, ...version, ...everything, parameters: settings[name] }],
      [
        `database-${name}-restored`,
        {
          ...database,
          ...version,
          snapshot: "before-split",
          alarms: false,
          ...(name.startsWith("aurora") ? { rotateDays: 30 } : {}),
        },
      ],
    ];
  }),
);

const cache = {
  ...data,
  kind: "Cache",
  engineVersion: "8",
  maxStorageGiB: 10,
  maxEcpuPerSecond: 10_000,
  snapshotDays: 0,
  alarms: { storagePercent: 90, throttled: true },
};
const bucket = {
  ...data,
  kind: "Bucket",
  versioned: true,
  lifecycle: { expireOldVersionsDays: 30, abortUploadsDays: 7 },
  cors: [],
  events: false,
};
const queue = {
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
};
const stores = {
  ...databases,
  cache,
  "cache-everything": { ...cache, engineVersion: "7", snapshotDays: 7, snapshotTime: "03:00" },
  "cache-silent": { ...cache, alarms: false },
  bucket,
  "bucket-everything": {
    ...bucket,
    bucket: "lint-uploads",
    lifecycle: { ...bucket.lifecycle, expireDays: 365, infrequentAccessDays: 30 },
    cors: [
      { origins: ["https://shop.lint.example"], methods: ["GET", "PUT"], headers: ["*"], maxAgeSeconds: 600 },
    ],
    events: true,
  },
  "bucket-unversioned": { ...bucket, versioned: false },
  queue,
  "queue-fifo": {
    ...queue,
    fifo: true,
    deduplicate: true,
    alarms: { deadLetters: true, oldestSeconds: 600 },
  },
  "queue-large": { ...queue, maxMessageKiB: 1024, delaySeconds: 900, alarms: false },
};

/** Every option of every kind at least once, and every exposure with everything that depends on it: specs by app name. */
export const variants = {
  ...Object.fromEntries(
    Object.entries(exposures).flatMap(([name, expose]) => [
      [`service-${name}`, { ...service, expose }],
      [
        `service-${name}-everything`,
        { ...service, ...everything, expose, hosts: ["shop", "www", "m"], paths },
      ],
      [`service-${name}-silent`, { ...service, expose, alarms: false }],
      ...Object.entries(scales).map(([scale, by]) => [
        `service-${name}-scaled-${scale}`,
        { ...service, expose, scale: { min: 0, max: 9, ...by } },
      ]),
    ]),
  ),
  "service-spot": { ...service, spot: 100, image: "nginx" },
  "service-healthy": { ...service, expose: ["public"], alarms: { ...service.alarms, unhealthyHosts: false } },
  worker,
  "worker-everything": {
    ...worker,
    ...everything,
    healthCheck: check,
    release: { ...release, command: [...release.command, "--to=${network.VpcId}"] },
    scale: { min: 1, max: 3, cpu: 70, memory: 80 },
  },
  "worker-silent": { ...worker, alarms: false },
  job,
  "job-everything": { ...job, ...everything, schedule: "rate(5 minutes)", enabled: false },
  "job-silent": { ...job, alarms: false, schedule: "at(2027-01-01T00:00:00)" },
  ...Object.fromEntries(
    ["blue-green", "canary"].map((strategy) => [
      `service-${strategy}`,
      {
        ...service,
        strategy,
        expose: ["public", "internal"],
        hostnames: ["www.shop.example", "a.b.lint.example"],
        scale: { min: 1, max: 9, requests: 100 },
      },
    ]),
  ),
  "service-names": {
    ...service,
    expose: ["public"],
    hostnames: ["lint.example", "x.lint.example", "a.b.lint.example", "shop.example", "www.shop.example"],
  },
  "service-using": { ...service, expose: ["public"], release },
  "worker-using": {
    ...worker,
    scale: { min: 0, max: 9, queue: { app: "queue", messagesPerTask: 100 } },
  },
  "job-using": job,
  ...stores,
};

const ACCESSES = ["read", "write", "both"];
const everyStore = Object.entries(stores).map(([app, spec], index) => ({
  app,
  spec,
  access: ACCESSES[index % ACCESSES.length],
  names: Object.fromEntries(
    factsOfUse(spec).map(({ fact }) => [fact, `${app.toUpperCase().replaceAll("-", "_")}_${fact}`]),
  ),
}));

/** What some of them use, by app name. */
export const uses = { "service-using": everyStore, "worker-using": everyStore, "job-using": everyStore };
