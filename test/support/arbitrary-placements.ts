import fc from "fast-check";
import type { Account, AppSpec, JobSpec, ServiceSpec, WorkerSpec } from "../../src/model/repository.ts";
import { arbitraryStore } from "./arbitrary-stores.ts";
import { aJob, anAccount, aService, aTemplate, aWorker } from "./placements.ts";

const reference = fc.constantFrom(
  "${catalog-db.Endpoint}",
  "${assets.Bucket}",
  "${network.VpcId}",
  "${task.Role}",
  "$${",
);
const text = fc
  .array(fc.oneof(reference, fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 4 })
  .map((parts) => parts.join(""));
const name = fc.stringMatching(/^[A-Z_]{1,12}$/);
const host = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const path = fc.stringMatching(/^\/[a-z]{0,5}(\/\*){0,3}$/);
const percent = fc.integer({ min: 1, max: 100 });
const secret = fc.constantFrom(
  "ssm:/shop/key",
  "secretsmanager:shop/db",
  "secretsmanager:shop/db#password",
  "secretsmanager:arn:aws:secretsmanager:eu-west-1:222222222222:secret:token-AbCdEf#key",
);
const permission = fc.record(
  {
    actions: fc.array(fc.constantFrom("s3:GetObject", "sqs:*"), { minLength: 1, maxLength: 2 }),
    resources: fc.array(text, { minLength: 1, maxLength: 3 }),
    conditions: fc.constant({ StringEquals: { "aws:ResourceAccount": ["222222222222"] } }),
  },
  { requiredKeys: ["actions", "resources"] },
);

const container = {
  image: fc.constantFrom("111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop", "nginx", "ghcr.io/acme/shop"),
  cpu: fc.constantFrom(256 as const, 1024 as const),
  memory: fc.constantFrom(512, 2048),
  architecture: fc.constantFrom("x86_64" as const, "arm64" as const),
  command: fc.array(text, { maxLength: 3 }),
  entryPoint: fc.array(text, { maxLength: 2 }),
  init: fc.boolean(),
  environment: fc.dictionary(name, text, { maxKeys: 5 }),
  secrets: fc.dictionary(name, secret, { maxKeys: 4 }),
  permissions: fc.array(permission, { maxLength: 3 }),
  logs: fc.constant({ retentionDays: 30 as const }),
  ephemeralStorageGiB: fc.integer({ min: 21, max: 200 }),
  readOnlyFileSystem: fc.boolean(),
  spot: fc.integer({ min: 0, max: 100 }),
};

const bounds = {
  min: fc.integer({ min: 0, max: 3 }),
  max: fc.integer({ min: 3, max: 9 }),
  cpu: percent,
  memory: percent,
};
const queue = fc.record({
  app: fc.constantFrom("jobs", "task"),
  messagesPerTask: fc.integer({ min: 1, max: 1000 }),
});
const workerScale = fc.oneof(fc.nat(5), fc.record({ ...bounds, queue }, { requiredKeys: ["min", "max"] }));
const serviceScale = fc.oneof(
  fc.nat(5),
  fc.record({ ...bounds, requests: fc.integer({ min: 1, max: 1000 }) }, { requiredKeys: ["min", "max"] }),
);
const load = { cpuPercent: percent, memoryPercent: percent, rollback: fc.boolean() };
const deployment = {
  minimumHealthyPercent: fc.nat(100),
  maximumPercent: fc.constant(200),
  stopSeconds: fc.nat(120),
};

/** A service as loading leaves it. */
export const arbitraryService: fc.Arbitrary<ServiceSpec> = fc
  .record({
    ...container,
    port: fc.integer({ min: 1, max: 65535 }),
    expose: fc.uniqueArray(fc.constantFrom("public" as const, "internal" as const)),
    hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 8 }),
    paths: fc.uniqueArray(path, { maxLength: 8 }),
    scale: serviceScale,
    deployment: fc.record({ ...deployment, drainSeconds: fc.nat(3600) }),
    alarms: fc.oneof(
      fc.constant(false as const),
      fc.record({
        ...load,
        errors5xxPercent: percent,
        latencySeconds: percent,
        unhealthyHosts: fc.boolean(),
      }),
    ),
  })
  .map((fields) => aService(fields));

/** A worker as loading leaves it. */
export const arbitraryWorker: fc.Arbitrary<WorkerSpec> = fc
  .record({
    ...container,
    scale: workerScale,
    deployment: fc.record(deployment),
    alarms: fc.oneof(fc.constant(false as const), fc.record(load)),
    healthCheck: fc.record({
      command: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 2 }),
      intervalSeconds: fc.integer({ min: 5, max: 300 }),
      timeoutSeconds: fc.integer({ min: 2, max: 60 }),
      retries: fc.integer({ min: 1, max: 10 }),
      graceSeconds: fc.nat(300),
    }),
  })
  .map((fields) => aWorker(fields));

/** A job as loading leaves it. */
export const arbitraryJob: fc.Arbitrary<JobSpec> = fc
  .record({
    ...container,
    schedule: fc.constantFrom("cron(0 3 * * ? *)", "rate(1 hour)", "at(2027-01-01T00:00:00)"),
    retries: fc.nat(185),
    enabled: fc.boolean(),
    alarms: fc.boolean(),
  })
  .map((fields) => aJob(fields));

const arbitraryTemplate = fc
  .dictionary(
    fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,5}$/),
    fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text)),
    {
      maxKeys: 4,
    },
  )
  .map((parameters) => aTemplate({ parameters }));

/** An app of any kind. */
export const arbitrarySpec: fc.Arbitrary<AppSpec> = fc.oneof(
  arbitraryService,
  arbitraryWorker,
  arbitraryJob,
  arbitraryTemplate,
  arbitraryStore,
);

/** An account without placements. */
export const arbitraryAccount: fc.Arbitrary<Account> = fc
  .record({
    network: fc.record({
      cidr: fc.constantFrom("10.0.0.0/16", "10.8.0.0/20", "100.64.0.0/22"),
      availabilityZones: fc.constantFrom(2 as const, 3 as const),
      nat: fc.constantFrom("none" as const, "single" as const, "per-zone" as const),
      balancers: fc.record({ public: fc.boolean(), internal: fc.boolean() }),
      tlsPolicy: fc.constantFrom(
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
      ),
      idleTimeoutSeconds: fc.integer({ min: 1, max: 4000 }),
      deletionProtection: fc.boolean(),
    }),
    id: fc.stringMatching(/^[0-9]{12}$/),
    region: fc.constantFrom("eu-west-1", "us-east-1"),
    zone: fc.domain(),
    alarmEmail: fc.emailAddress(),
  })
  .map((fields) => anAccount(fields));
