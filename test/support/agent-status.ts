import type { AccountStatus, AgentStatus } from "../../src/model/agent-status.ts";
import type { AccountDrift, DriftedProperty } from "../../src/model/drift.ts";
import { problem, report, steps } from "../report/sample-report.ts";

/** When the status under test was asked for. */
export const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

const revision = report.revision!;

/** A difference that CloudFormation sees. */
export const driftedProperty: DriftedProperty = {
  layer: "resource",
  account: "production",
  app: "storefront",
  stack: "acme-storefront",
  resource: "Service",
  type: "AWS::ECS::Service",
  physicalId: "storefront",
  property: "/DesiredCount",
  expected: "2",
  actual: "7",
  since: NOW - 3_600_000,
};

const drift: AccountDrift = {
  account: "production",
  checkedAt: NOW - 600_000,
  stacks: 9,
  properties: [
    driftedProperty,
    { ...driftedProperty, property: "/HealthCheckGracePeriodSeconds", expected: "60", actual: "0" },
    {
      layer: "dns",
      account: "production",
      app: "zone",
      stack: "acme-zone",
      resource: "old.acme.example CNAME",
      type: "AWS::Route53::RecordSet",
      property: "",
      actual: "elsewhere.example",
      since: NOW - 600_000,
    },
  ],
  ignored: [
    {
      property: { ...driftedProperty, property: "/TaskDefinition" },
      because: "somebody deploys by hand until March",
    },
  ],
  unknown: [{ app: "old", stack: "acme-old", why: "drift detection failed" }],
};

/** An account that did not settle, with something of everything. */
export const production: AccountStatus = {
  account: "production",
  id: "222222222222",
  region: "eu-west-1",
  standing: "blocked",
  revision,
  lastPassAt: NOW - 30_000,
  lastSettledAt: NOW - 86_400_000,
  nextPassAt: NOW + 270_000,
  isRunning: false,
  steps,
  pauses: [
    {
      covers: { kind: "app", account: "production", app: "orders" },
      reason: "a migration",
      until: NOW + 3_600_000,
      place: { file: "accounts/production/apps.yaml", line: 4, column: 3 },
    },
  ],
  closed: { why: "closed: it is Saturday", until: NOW + 43_200_000 },
  drift,
  calls: { DescribeStacks: 12, GetCallerIdentity: 12 },
  throttles: { DescribeStacks: 1 },
};

/** An account over which no pass went yet. */
export const fresh: AccountStatus = {
  account: "test",
  id: "333333333333",
  region: "eu-west-1",
  isRunning: true,
  steps: [],
  pauses: [],
  calls: {},
  throttles: {},
};

/** A status with a bit of everything. */
export const status: AgentStatus = {
  version: "0.1.0",
  startedAt: NOW - 172_800_000,
  now: NOW,
  source: {
    description: "https://github.com/acme/environments (main)",
    repository: "acme",
    revision,
    seenAt: NOW - 90_000,
    lookedAt: NOW - 45_000,
    failure: {
      message: "the commit is not signed",
      remedy: "sign it",
      since: NOW - 45_000,
      commit: "f".repeat(40),
    },
  },
  problems: [problem],
  accounts: [production, fresh],
  queue: { depth: 3, oldestMs: 4500, running: ["test"] },
  pauses: [{ covers: { kind: "account", account: "test" }, reason: "a rehearsal", by: "ann" }],
  unready: ["no account could be looked at for 20 minutes"],
};

/** The status of an agent that has just been started. */
export const firstStatus: AgentStatus = {
  version: "0.1.0",
  startedAt: NOW,
  now: NOW,
  source: { description: "/srv/environments" },
  problems: [],
  accounts: [],
  queue: { depth: 0, oldestMs: 0, running: [] },
  pauses: [],
  unready: ["the repository was not read yet"],
};
