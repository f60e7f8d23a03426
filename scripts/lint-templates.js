// Runs cfn-lint (on PATH, or $CFN_LINT) on the templates of the examples, of every kind with every option, and for operators.
// Needs dist/ (npm run build). Exit 1 with cfn-lint's output when it finds anything, warnings included.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { place } from "../dist/blueprints/place.js";
import { load } from "../dist/manifest/load.js";
import { readRepository } from "../dist/manifest/read-repository.js";

const OPERATOR = "examples/operator";

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
const paths = ["/api/*", "/v1/*", "/v2/*", "/a/*/b/*", "/health"];
const scales = { cpu: { cpu: 70 }, memory: { memory: 70 }, requests: { requests: 1000 }, aimless: {} };
const exposures = { none: [], public: ["public"], internal: ["internal"], both: ["public", "internal"] };

/** Every option of every kind at least once, and every exposure with everything that depends on it. */
const variants = {
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
    scale: { min: 1, max: 3, cpu: 70, memory: 80 },
  },
  "worker-silent": { ...worker, alarms: false },
  job,
  "job-everything": { ...job, ...everything, schedule: "rate(5 minutes)", enabled: false },
  "job-silent": { ...job, alarms: false, schedule: "at(2027-01-01T00:00:00)" },
};

const somewhere = { file: "lint", line: 1, column: 1 };

const account = {
  name: "lint",
  id: "111111111111",
  region: "eu-west-1",
  zone: "lint.example",
  hostedZone: { caa: [] },
  zones: {},
  artifactBucket: "lint",
  network: {
    cidr: "10.0.0.0/16",
    availabilityZones: 3,
    nat: "per-zone",
    balancers: { public: true, internal: true },
    tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    idleTimeoutSeconds: 60,
    deletionProtection: false,
  },
  roles: {},
  prune: { max: 2, share: 0.25 },
  after: [],
  adopt: false,
  allow: [],
  pauses: [],
  windows: [],
  selfHeal: false,
  ignoreDrift: [],
  heldApps: [],
  removed: [],
  place: somewhere,
  placements: Object.entries(variants).map(([app, spec]) => ({
    app,
    version: app.endsWith("everything") ? `sha256:${"0".repeat(64)}` : "1.0.0",
    spec,
    uses: [],
    adopt: false,
    allow: [],
    place: somewhere,
  })),
};

const { repository, problems } = load(await readRepository("examples/environments"));
if (repository === undefined || problems.length > 0) {
  console.error(`examples/environments has ${problems.length} problems: run moor validate on it first`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "mooring-lint-"));
const stacks = [account, ...repository.accounts].flatMap((each) => place("lint", each));
for (const stack of stacks) writeFileSync(join(folder, `${stack.account}-${stack.app}.json`), stack.template);
const operator = readdirSync(OPERATOR).filter((name) => name.includes(".template."));
const linted = [join(folder, "*.json"), ...operator.map((name) => join(OPERATOR, name))];
const lint = spawnSync(process.env.CFN_LINT ?? "cfn-lint", linted, { encoding: "utf8" });
rmSync(folder, { recursive: true });
if (lint.error !== undefined) {
  console.error(
    `cfn-lint did not start (${lint.error.message}): install it (pip install cfn-lint) or set CFN_LINT`,
  );
  process.exit(1);
}
process.stdout.write(lint.stdout);
process.stderr.write(lint.stderr);
if (lint.status === 0) console.log(`cfn-lint finds nothing in ${stacks.length + operator.length} templates`);
process.exit(lint.status === 0 ? 0 : 1);
