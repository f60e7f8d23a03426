import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/guard/judge.ts";
import type { PropertyChange, ResourceChange } from "../../src/model/change-set.ts";
import type { Step } from "../../src/model/plan.ts";
import { deleteStep, factsOf, updateStep } from "../support/facts.ts";
import { account, boundStack, changeOf, deployedStack } from "../support/stacks.ts";

function judged(step: Step, removed: readonly string[] = []) {
  return judge({ account: "test", steps: [step] }, factsOf({ account: { ...account, removed } })).steps[0];
}

function update(change: ResourceChange, given: Parameters<typeof boundStack>[0] = {}) {
  return judged(
    updateStep({ to: boundStack({ app: "catalog-db", kind: "Database", ...given }), changes: [change] }),
  );
}

const property = (
  path: string,
  causesReplacement: PropertyChange["causesReplacement"],
  more: object = {},
) => ({
  path,
  causesReplacement,
  ...more,
});

const database = (given: Partial<ResourceChange> = {}): ResourceChange =>
  changeOf({
    logicalId: "Database",
    type: "AWS::RDS::DBInstance",
    replacement: "always",
    policy: "snapshot",
    properties: [property("DBName", "always")],
    ...given,
  });

describe("a store that would be replaced", () => {
  test("is refused although a snapshot of it stays, and says what changes, what is lost and where to allow it", () => {
    const step = update(database());
    expect(step).toMatchObject({
      losses: ["replaces Database (AWS::RDS::DBInstance), whose data stays behind"],
      refusals: [
        {
          rule: "data-loss",
          why: "data would be left behind: it replaces Database (AWS::RDS::DBInstance) for DBName: the new one is empty, and the data of the old one stays in a snapshot that nothing uses",
          allowBy:
            "if it may start empty, write `allow: [Database]` on catalog-db in accounts/test/apps.yaml:7; otherwise take that edit back",
        },
      ],
    });
  });

  test("by one made from a snapshot says that this one is not empty", () => {
    const properties = [{ ...property("DBSnapshotIdentifier", "always"), after: "before-the-migration" }];
    expect(update(database({ properties }))?.refusals[0]?.why).toContain(
      "for DBSnapshotIdentifier: the new one has the data of the snapshot that is named, and the data of the old one stays in a snapshot",
    );
  });

  test("may be replaced where the placement allows it, and is still named", () => {
    expect(update(database(), { allow: ["Database"] })).toMatchObject({
      refusals: [],
      losses: ["replaces Database (AWS::RDS::DBInstance), whose data stays behind"],
    });
  });

  test.each([
    "AWS::RDS::DBCluster",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::DynamoDB::Table",
    "AWS::EFS::FileSystem",
    "AWS::SecretsManager::Secret",
  ])("of type %s is refused although it is kept", (type) => {
    expect(update(database({ type, policy: "retain" }))?.refusals).toMatchObject([
      { why: expect.stringContaining("the old one is kept with its data, but nothing uses it") },
    ]);
  });

  test("in a nested stack is allowed by the nested stack", () => {
    const child = changeOf({ logicalId: "Child", type: "AWS::CloudFormation::Stack", nested: [database()] });
    expect(update(child)?.refusals).toMatchObject([
      {
        why: expect.stringContaining("replaces Database (AWS::RDS::DBInstance) in Child for DBName"),
        allowBy: expect.stringContaining("allow: [Child]"),
      },
    ]);
  });

  test("or lost is told in one sentence, which says that something is lost", () => {
    const table = changeOf({ logicalId: "Table", type: "AWS::DynamoDB::Table", action: "remove" });
    const both = updateStep({ to: boundStack(), changes: [table, database()] });
    expect(judged(both)?.refusals[0]).toMatchObject({
      why: expect.stringMatching(/^data would be lost: it deletes Table .*, and it replaces Database /),
      allowBy: expect.stringContaining("allow: [Table, Database]"),
    });
  });
});

describe("a change that might replace a store", () => {
  const might = (path: string, given: Partial<ResourceChange> = {}) =>
    database({ replacement: "conditional", properties: [property(path, "conditional")], ...given });

  test.each(["Engine", "DBSnapshotIdentifier"])("by %s is refused", (path) => {
    expect(update(might(path))?.refusals).toMatchObject([
      { why: expect.stringContaining(`may replace Database (AWS::RDS::DBInstance) for ${path}:`) },
    ]);
  });

  test.each(["MultiAZ", "BackupRetentionPeriod", "PreferredMaintenanceWindow", "DBParameterGroupName"])(
    "by %s, which RDS changes in place, is not",
    (path) => {
      expect(update(might(path))).toMatchObject({ refusals: [] });
    },
  );

  test("without a property that tells why is", () => {
    expect(update(might("Engine", { properties: [] }))?.refusals).toHaveLength(1);
  });

  test("only because something beside it changes in place is not", () => {
    const follows = property("DBSubnetGroupName", "conditional", { follows: "SubnetGroup" });
    const changes = [
      changeOf({ logicalId: "SubnetGroup", type: "AWS::RDS::DBSubnetGroup" }),
      database({ replacement: "conditional", properties: [follows] }),
    ];
    expect(judged(updateStep({ changes }))?.refusals).toEqual([]);
    const replaced = changes.map((each) =>
      each.logicalId === "SubnetGroup" ? { ...each, replacement: "always" as const } : each,
    );
    expect(judged(updateStep({ changes: replaced }))?.refusals).toHaveLength(1);
  });
});

describe("an instance of a database cluster", () => {
  const reader = { logicalId: "Reader2", policy: "delete", holdsNoData: true, properties: [] } as const;

  test.each([
    ["goes", database({ ...reader, action: "remove", replacement: "never" })],
    ["is replaced", database(reader)],
  ])("that %s takes no data with it", (_title, change) => {
    expect(update(change)).toMatchObject({ refusals: [] });
  });
});

describe("the zone of an account", () => {
  const zone = (given: Partial<ResourceChange> = {}) =>
    changeOf({
      logicalId: "Zone",
      type: "AWS::Route53::HostedZone",
      physicalId: "Z1",
      policy: "retain",
      ...given,
    });
  const ofZone = { app: "zone", kind: "zone" } as const;

  test("that gets another name is a new one with other name servers", () => {
    const step = update(zone({ replacement: "always", properties: [property("Name", "always")] }), ofZone);
    expect(step?.refusals).toMatchObject([
      {
        why: expect.stringMatching(
          /it replaces Zone \(AWS::Route53::HostedZone\) for Name: a new zone is empty and has other name servers/,
        ),
        allowBy: expect.stringContaining("write `allow: [Zone]` in accounts/test/account.yaml"),
      },
    ]);
  });

  test("is not made anew beside the one that is there", () => {
    expect(update(zone({ action: "add" }), ofZone)?.refusals).toMatchObject([
      { why: expect.stringContaining("it makes a zone anew, Zone") },
    ]);
    expect(update(zone({ action: "add" }))?.refusals).toEqual([]);
  });

  test("is given up only for itself", () => {
    const removed = zone({ action: "remove" });
    expect(update(removed, { ...ofZone, parameters: { ZoneId: "Z1" } })?.refusals).toEqual([]);
    expect(update(removed, { ...ofZone, parameters: { ZoneId: "Z2" } })?.refusals).toMatchObject([
      { why: expect.stringContaining("gives up Zone") },
    ]);
  });
});

describe("a stack with a store in it", () => {
  const removal = (type: string, given: Partial<ResourceChange> = {}) =>
    changeOf({ logicalId: "Kept", type, action: "remove", policy: "retain", ...given });
  const bucket = removal("AWS::S3::Bucket");

  test("is not deleted without a tombstone, although the store is kept", () => {
    const step = deleteStep("uploads", { changes: [bucket] });
    expect(judged(step)).toMatchObject({
      refusals: [
        {
          rule: "prune",
          why: "its deletion would leave Kept (AWS::S3::Bucket) behind, which nothing would look after",
          allowBy: expect.stringContaining("write `- uploads` in accounts/test/removed.yaml"),
        },
      ],
      losses: ["leaves Kept (AWS::S3::Bucket) behind"],
    });
    expect(judged(step, ["uploads"])?.refusals).toEqual([]);
  });

  test.each([
    ["a log", removal("AWS::Logs::LogGroup")],
    ["an instance of a cluster", removal("AWS::RDS::DBInstance", { policy: "delete", holdsNoData: true })],
  ])("does not count %s", (_title, change) => {
    expect(judged(deleteStep("report", { changes: [change] }))?.refusals).toEqual([]);
  });

  test("that was never made does not count", () => {
    const from = deployedStack(boundStack({ app: "uploads" }), { phase: "dead" });
    expect(judged(deleteStep("uploads", { from, changes: [bucket] }))?.refusals).toEqual([]);
  });

  test("whose deletion failed half-way is not made anew without what was in it", () => {
    const to = boundStack({ app: "uploads" });
    const from = deployedStack(to, { phase: "delete-failed" });
    const step: Step = {
      kind: "recover",
      app: to.app,
      stack: to.name,
      place: to.place,
      reason: "its deletion failed",
      from,
      write: { kind: "delete-stack", stackId: from.id, token: "mooring-delete-0-1" },
      leaves: ["Bucket (AWS::S3::Bucket)"],
    };
    expect(judged(step)?.refusals).toMatchObject([
      { rule: "data-loss", why: expect.stringContaining("leave Bucket (AWS::S3::Bucket) behind") },
    ]);
    expect(judged({ ...step, allow: ["Bucket"] })?.refusals).toEqual([]);
  });
});
