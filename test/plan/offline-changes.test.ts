import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../src/model/canonical.ts";
import { offlineChanges } from "../../src/plan/offline-changes.ts";

type Resources = Readonly<Record<string, Json>>;

function changes(before: Resources, after: Resources, parameters: readonly [object, object] = [{}, {}]) {
  const [old, next] = parameters;
  return offlineChanges(
    { body: JSON.stringify({ Resources: before }), parameters: { ...old } },
    { body: JSON.stringify({ Resources: after }), parameters: { ...next } },
  );
}

const table = (name: Json, extra: object = {}): Json => ({
  Type: "AWS::DynamoDB::Table",
  Properties: { TableName: name, BillingMode: "PAY_PER_REQUEST" },
  ...extra,
});

describe("the offline comparison", () => {
  test("of equal templates finds nothing, whatever they say of themselves", async () => {
    const body = (description: string) =>
      JSON.stringify({ Description: description, Resources: { T: table("a") } });
    expect(
      await offlineChanges({ body: body("1"), parameters: {} }, { body: body("2"), parameters: {} }),
    ).toEqual([]);
  });

  test("shows a replacement with the property that causes it and what becomes of the old resource", async () => {
    expect(await changes({ T: table("a") }, { T: table("b") })).toEqual([
      {
        action: "modify",
        logicalId: "T",
        type: "AWS::DynamoDB::Table",
        replacement: "always",
        policy: "delete",
        scope: ["Properties"],
        properties: [{ path: "TableName", before: "a", after: "b", causesReplacement: "always" }],
      },
    ]);
    expect(
      await changes({ T: table("a") }, { T: table("b", { UpdateReplacePolicy: "Retain" }) }),
    ).toMatchObject([{ replacement: "always", policy: "retain" }]);
  });

  test("shows what comes and what goes, with its policy", async () => {
    const before = { Old: table("a", { DeletionPolicy: "Retain" }), Db: { Type: "AWS::RDS::DBCluster" } };
    const found = await changes(before, { New: table("b") });
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: "remove", logicalId: "Old", policy: "retain" }),
        expect.objectContaining({ action: "remove", logicalId: "Db", policy: "snapshot" }),
        expect.objectContaining({ action: "add", logicalId: "New" }),
      ]),
    );
  });

  test("sees a changed parameter wherever it is used", async () => {
    const topic = {
      T: {
        Type: "AWS::SNS::Topic",
        Properties: { DisplayName: { "Fn::Sub": "v${Version} of ${AWS::StackName}" } },
      },
    };
    expect(await changes(topic, topic, [{ Version: "1" }, { Version: "2" }])).toMatchObject([
      { logicalId: "T", replacement: "never", properties: [{ path: "DisplayName" }] },
    ]);
    const ref = { T: table({ Ref: "Name" }) };
    expect(await changes(ref, ref, [{ Name: "a" }, { Name: "b" }])).toMatchObject([
      { replacement: "always", properties: [{ before: "a", after: "b" }] },
    ]);
    expect(await changes(ref, ref, [{ Name: "a" }, { Name: "a" }])).toEqual([]);
  });

  test("a resource of another type under the same name is a replacement", async () => {
    expect(await changes({ T: table("a") }, { T: { Type: "AWS::SNS::Topic" } })).toMatchObject([
      { replacement: "always", policy: "delete" },
    ]);
  });

  test("cannot be made with a deployed template that is not JSON", async () => {
    expect(
      await offlineChanges({ body: "Resources: {}", parameters: {} }, { body: "{}", parameters: {} }),
    ).toBeUndefined();
  });
});
