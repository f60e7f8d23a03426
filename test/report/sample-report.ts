import type { PropertyChange, ResourceChange } from "../../src/model/change-set.ts";
import type { BoundStack } from "../../src/model/desired-stack.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import type { JudgedStep, Step } from "../../src/model/plan.ts";
import type { Problem } from "../../src/model/problem.ts";
import type { PassReport } from "../../src/model/report.ts";
import type { AccountView, Report } from "../../src/report/report.ts";

/** A change with the usual answers filled in. */
export function change(logicalId: string, type: string, rest: Partial<ResourceChange> = {}): ResourceChange {
  return {
    action: "modify",
    logicalId,
    type,
    replacement: "never",
    scope: ["Properties"],
    properties: [],
    ...rest,
  };
}

/** A property before and after. */
export function property(path: string, before?: string, after?: string): PropertyChange {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    causesReplacement: "never",
  };
}

/** A stack at rest that was deployed with a version. */
export function observed(app: string, version?: string, rest: Partial<ObservedStack> = {}): ObservedStack {
  const words = version === undefined ? "" : ` ${version}`;
  return {
    name: `acme-${app}`,
    id: `arn:aws:cloudformation:eu-west-1:222222222222:stack/acme-${app}/1`,
    phase: "settled",
    status: "UPDATE_COMPLETE",
    description: `acme/${app}${words}: commit 0123456789ab by Ann Lee\nMade by Mooring`,
    parameters: {},
    outputs: {},
    tags: {},
    isProtected: false,
    isNested: false,
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ...rest,
  };
}

/** What a step binds to; the report reads none of it. */
export function bound(app: string): BoundStack {
  return {
    account: "production",
    app,
    name: `acme-${app}`,
    kind: "Service",
    template: "{}",
    parameters: {},
    tags: {},
    capabilities: [],
    dependsOn: [],
    rollbackAlarms: [],
    rollbackTriggers: [],
    digest: "0".repeat(40),
    adopt: false,
    allow: [],
    selfHeal: false,
    ignoreDrift: [],
    place: { file: "accounts/production/apps.yaml", line: 1, column: 1 },
  };
}

const writeUpdate = { kind: "create-change-set", type: "UPDATE", name: "mooring-x-1" } as const;

/** The steps of a day with a bit of everything. */
export const steps: readonly JudgedStep[] = [
  allowed({ kind: "keep", app: "zone", stack: "acme-zone", reason: "in sync", from: observed("zone") }),
  allowed({
    kind: "wait",
    app: "network",
    stack: "acme-network",
    reason: "CloudFormation is at work on it (UPDATE_IN_PROGRESS)",
    from: observed("network", undefined, { phase: "busy", status: "UPDATE_IN_PROGRESS" }),
    since: Date.UTC(2026, 0, 2, 3, 4, 5),
  }),
  allowed({
    kind: "create",
    app: "mailer",
    stack: "acme-mailer",
    reason: "not deployed yet",
    version: "1.0.0",
    to: bound("mailer"),
    write: { kind: "create-change-set", type: "CREATE", name: "mooring-x-1" },
    changes: ["Service", "TaskDefinition", "Logs"].map((id) =>
      change(id, `AWS::ECS::${id}`, { action: "add", scope: [] }),
    ),
  }),
  allowed({
    kind: "hold",
    app: "search",
    stack: "acme-search",
    reason: "waits for network, which is being updated",
    version: "3.1.0",
    because: { kind: "dependency", on: ["network"] },
    next: "create",
    changes: Array.from({ length: 12 }, (_, index) =>
      change(`Part${index}`, index < 7 ? "AWS::EC2::Subnet" : `AWS::EC2::Thing${index}`, { action: "add" }),
    ),
  }),
  allowed({
    kind: "update",
    app: "storefront",
    stack: "acme-storefront",
    reason: "the template differs from what is deployed",
    version: "2.7.2",
    from: observed("storefront", "2.7.1"),
    to: bound("storefront"),
    write: writeUpdate,
    changes: [
      change("TaskDefinition", "AWS::ECS::TaskDefinition", {
        replacement: "always",
        policy: "delete",
        properties: [
          {
            ...property(
              "ContainerDefinitions",
              JSON.stringify([
                { Image: "shop:2.7.1", Name: "storefront", Environment: [{ Name: "A", Value: "1" }] },
              ]),
              JSON.stringify([
                { Name: "storefront", Image: "shop:2.7.2", Environment: [{ Name: "A", Value: "1" }] },
              ]),
            ),
            causesReplacement: "always",
          },
        ],
      }),
      change("Service", "AWS::ECS::Service", {
        properties: [
          property("TaskDefinition"),
          property("DesiredCount", "2", "3"),
          property("Spot", undefined, "50"),
        ],
      }),
      change("LogGroup", "AWS::Logs::LogGroup", { scope: ["Tags"] }),
      change("OldAlarm", "AWS::CloudWatch::Alarm", { action: "remove", policy: "delete" }),
    ],
  }),
  {
    step: {
      kind: "update",
      app: "catalog-db",
      stack: "acme-catalog-db",
      reason: "the template differs from what is deployed",
      from: observed("catalog-db"),
      to: bound("catalog-db"),
      write: writeUpdate,
      place: { file: "accounts/production/apps.yaml", line: 7, column: 3 },
      changes: [change("Database", "AWS::RDS::DBInstance", { replacement: "always", policy: "delete" })],
    },
    refusals: [
      {
        rule: "data-loss",
        why: "Database (AWS::RDS::DBInstance) would be replaced and its data deleted",
        allowBy: "write `allow: [Database]` under catalog-db in accounts/production/apps.yaml",
      },
    ],
    losses: ["replaces Database (AWS::RDS::DBInstance)"],
  },
  {
    step: {
      kind: "update",
      app: "orders",
      stack: "acme-orders",
      reason: "the template differs from what is deployed",
      version: "4.0.0",
      from: observed("orders", "3.9.0", { phase: "rolled-back", status: "UPDATE_ROLLBACK_COMPLETE" }),
      to: bound("orders"),
      write: writeUpdate,
      quarantine: {
        digest: "0".repeat(40),
        attempt: 1,
        why: "UPDATE failed: Service (AWS::ECS::Service): circuit",
      },
    },
    refusals: [
      {
        rule: "quarantine",
        why: "this content failed here before: Service (AWS::ECS::Service): the circuit breaker was triggered",
        allowBy: "change it, or run moor retry --account production --app orders",
      },
    ],
  },
  allowed({
    kind: "hold",
    app: "report",
    stack: "acme-report",
    reason: "its manifest has a problem",
    because: { kind: "invalid" },
    remedy: "correct the manifest",
    place: { file: "accounts/production/apps.yaml", line: 9, column: 1 },
  }),
  {
    step: {
      kind: "delete",
      app: "old",
      stack: "acme-old",
      reason: "the repository no longer mentions it",
      from: observed("old", "0.9.0"),
      write: { kind: "delete-stack", stackId: "arn:old", token: "mooring-delete-1" },
      stateful: ["Files (AWS::S3::Bucket)"],
      changes: [
        change("Files", "AWS::S3::Bucket", { action: "remove", policy: "delete" }),
        change("Logs", "AWS::Logs::LogGroup", { action: "remove", policy: "retain" }),
      ],
    },
    refusals: [],
    losses: ["deletes Files (AWS::S3::Bucket)"],
  },
];

/** A step that nothing speaks against. */
export function allowed(step: Step): JudgedStep {
  return { step, refusals: [] };
}

/** An account view around steps. */
export function account(judged: readonly JudgedStep[], rest: Partial<PassReport> = {}): AccountView {
  return {
    account: "production",
    id: "222222222222",
    region: "eu-west-1",
    standing: "moving",
    passes: 1,
    calls: { DescribeStacks: 2, GetCallerIdentity: 1 },
    last: { account: "production", steps: judged, outcomes: [], calls: {}, ...rest },
  };
}

/** A problem of an app. */
export const problem: Problem = {
  place: { file: "accounts/production/apps.yaml", line: 9, column: 9 },
  message: "version 2.10 is a number here, not a text",
  remedy: 'quote it: "2.10"',
  frame: "   8 | orders: 4.0.0\n>  9 | report: 2.10\n     |         ^",
  holds: { kind: "app", account: "production", app: "report" },
};

/** A report with a bit of everything. */
export const report: Report = {
  command: "plan",
  repository: "acme",
  revision: {
    commit: "0123456789abcdef0123456789abcdef01234567",
    author: "Ann Lee",
    subject: "storefront 2.7.2",
    isDirty: true,
  },
  problems: [problem],
  heldAccounts: ["test"],
  accounts: [
    account(steps),
    {
      ...account([], {
        failure: {
          message: "the role arn:aws:iam::333333333333:role/mooring-deployer cannot be assumed",
          remedy: "check the role's trust policy",
          mayRetry: false,
        },
      }),
      account: "staging",
      id: "333333333333",
    },
  ],
};
