import { describe, expect, test } from "@jest/globals";
import type { Input } from "../../../../src/sandbox/cloudformation/api.ts";
import type { StackRecord } from "../../../../src/sandbox/cloudformation/records.ts";
import { stacks } from "../../../../src/sandbox/cloudformation/records.ts";
import { faults } from "../../../../src/sandbox/faults.ts";
import type { Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const topic = (name = "a") => ({
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: name } } },
});
const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

function failing(engine: Engine, on: "create" | "update" | "delete" | "rollback"): void {
  engine.world.table(faults).put(on, {
    id: on,
    effect: { kind: "fail-resource", on: [on], reason: "no" },
    match: {},
    remaining: 1,
  });
}

describe("a service role", () => {
  test("stays with its stack until another one takes its place", () => {
    const engine = createEngine();
    expect(engine.deploy("web", topic(), { RoleARN: role("one") }).RoleARN).toBe(role("one"));
    expect(engine.deploy("web", topic("b")).RoleARN).toBe(role("one"));
    expect(engine.deploy("web", topic("c"), { RoleARN: role("two") }).RoleARN).toBe(role("two"));
  });

  test("may be replaced when a stack is rolled back, taken out of a stuck rollback, and deleted", () => {
    const engine = createEngine();
    engine.deploy("web", topic());
    failing(engine, "update");
    engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(topic("b")),
      DisableRollback: "true",
    });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_FAILED");
    failing(engine, "rollback");
    engine.call("RollbackStack", { StackName: "web", RoleARN: role("roll") });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "UPDATE_ROLLBACK_FAILED",
      RoleARN: role("roll"),
    });
    engine.call("ContinueUpdateRollback", { StackName: "web", RoleARN: role("continue") });
    const { StackId } = engine.stack("web");
    failing(engine, "delete");
    engine.call("DeleteStack", { StackName: "web", RoleARN: role("delete") });
    expect(engine.stack(StackId)).toMatchObject({ StackStatus: "DELETE_FAILED", RoleARN: role("delete") });
  });

  test("is an ARN of some length", () => {
    const engine = createEngine();
    expect(() => engine.changeSet("web", topic(), { RoleARN: "" })).toThrow("greater than or equal to 20");
  });
});

describe("limits of a stack's settings", () => {
  test.each<[string, Input, string]>([
    [
      "six topics",
      { NotificationARNs: Array.from({ length: 6 }, (_, n) => `arn:${n}`) },
      "less than or equal to 5",
    ],
    [
      "51 tags",
      { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "v" })) },
      "at most 50 tags",
    ],
    ["a long tag key", { Tags: [{ Key: "k".repeat(129), Value: "v" }] }, "less than or equal to 128"],
    ["a long tag value", { Tags: [{ Key: "k", Value: "v".repeat(257) }] }, "less than or equal to 256"],
    ["an empty tag value", { Tags: [{ Key: "k", Value: "" }] }, "Member must not be null"],
    ["a long description", { Description: "d".repeat(1025) }, "less than or equal to 1024"],
  ])("refuse %s", (_, input, message) => {
    expect(() => createEngine().changeSet("web", topic(), input)).toThrow(message);
  });

  test.each<[string, object, string]>([
    [
      "a long description of a parameter",
      { Parameters: { P: { Type: "String", Description: "d".repeat(4001) } } },
      "[/Parameters/P/Description] length is greater than 4000",
    ],
    [
      "a long description of an output",
      { Outputs: { O: { Value: "x", Description: "d".repeat(1025) } } },
      "[/Outputs/O/Description] length is greater than 1024",
    ],
    [
      "a large mapping",
      { Mappings: { M: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`k${n}`, { a: "b" }])) } },
      "greater than maximum allowed, 200",
    ],
  ])("refuse %s", (_, parts, message) => {
    expect(() => createEngine().changeSet("web", { ...topic(), ...parts })).toThrow(message);
  });
});

describe("limits of an account", () => {
  test("are told", () => {
    expect(createEngine().call("DescribeAccountLimits").AccountLimits).toContainEqual({
      Name: "StackLimit",
      Value: 2000,
    });
  });

  test("let no more than 2,000 stacks be, shells included and deleted ones not", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", topic());
    const table = engine.world.region("111111111111", "eu-west-1").table(stacks);
    const like = table.get(StackId) as StackRecord;
    for (let n = 1; n < 2000; n++)
      table.put(`${StackId}${n}`, { ...like, stackId: `${StackId}${n}`, name: `s${n}` });
    expect(() => engine.changeSet("next", topic())).toThrow("Limit for stack has been exceeded");
    expect(() =>
      engine.call("CreateStack", { StackName: "next", TemplateBody: JSON.stringify(topic()) }),
    ).toThrow("Limit for stack has been exceeded");
    table.put(`${StackId}1`, { ...like, stackId: `${StackId}1`, name: "s1", status: "DELETE_COMPLETE" });
    expect(engine.deploy("next", topic()).StackStatus).toBe("CREATE_COMPLETE");
  });
});
