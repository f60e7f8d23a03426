import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { UpdateAction } from "../../../../src/sandbox/cloudformation/stack-policy/policy.ts";
import {
  checkPolicyIds,
  parseStackPolicy,
  stackPolicyRefusal,
} from "../../../../src/sandbox/cloudformation/stack-policy/policy.ts";

const allowAll = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
const deny = (rest: object) => ({ Effect: "Deny", Action: "Update:*", Principal: "*", ...rest });
const policy = (...statements: object[]) => parseStackPolicy(JSON.stringify({ Statement: statements }));
const database = { logicalId: "Database", type: "AWS::RDS::DBInstance" };
const topic = { logicalId: "Topic", type: "AWS::SNS::Topic" };

describe("a stack policy", () => {
  test("that denies something says which statement, action and resource, counted from 0", () => {
    const both = policy(
      allowAll,
      deny({ Action: ["Update:Replace", "Update:Delete"], Resource: "LogicalResourceId/Database" }),
    );
    expect(stackPolicyRefusal(both, "Update:Replace", database)).toBe(
      "Action denied by stack policy: Statement [#1] does not allow [Update:Replace, Update:Delete] for resource [LogicalResourceId/Database];",
    );
    expect(stackPolicyRefusal(both, "Update:Modify", database)).toBeUndefined();
    expect(stackPolicyRefusal(both, "Update:Replace", topic)).toBeUndefined();
  });

  test.each<[string, object, boolean]>([
    ["a wildcard in the logical id", { Resource: "LogicalResourceId/Data*" }, true],
    ["a question mark", { Resource: "LogicalResourceId/Databas?" }, true],
    ["another logical id", { Resource: "LogicalResourceId/Dat" }, false],
    ["everything but the resource", { NotResource: "LogicalResourceId/Database" }, false],
    ["everything but another one", { NotResource: ["LogicalResourceId/Topic"] }, true],
    ["another action", { Action: "Update:Delete", Resource: "*" }, false],
    ["all actions but this one", { Action: undefined, NotAction: "Update:Replace", Resource: "*" }, false],
    [
      "its type",
      { Resource: "*", Condition: { StringEquals: { ResourceType: ["AWS::RDS::DBInstance"] } } },
      true,
    ],
    [
      "a pattern of its type",
      { Resource: "*", Condition: { StringLike: { ResourceType: "AWS::RDS::*" } } },
      true,
    ],
    [
      "another type",
      { Resource: "*", Condition: { StringEquals: { ResourceType: "AWS::SNS::Topic" } } },
      false,
    ],
  ])("that denies %s, is asked about a database", (_, statement, isDenied) => {
    const refusal = stackPolicyRefusal(policy(allowAll, deny(statement)), "Update:Replace", database);
    expect(refusal !== undefined).toBe(isDenied);
  });

  test.each<UpdateAction>(["Update:Modify", "Update:Replace", "Update:Delete"])(
    "without a statement for it does not allow %s",
    (action) => {
      const onlyTopics = policy({ ...allowAll, Resource: "LogicalResourceId/Topic" });
      expect(stackPolicyRefusal(onlyTopics, action, topic)).toBeUndefined();
      expect(stackPolicyRefusal(onlyTopics, action, database)).toBe("Action not allowed by stack policy");
      expect(stackPolicyRefusal(parseStackPolicy("{}"), action, database)).toBeDefined();
    },
  );

  test.each<[string, string]>([
    ["no JSON", "nonsense"],
    ["no object", "[]"],
    ["an action of something else", JSON.stringify({ Statement: [{ ...allowAll, Action: "s3:*" }] })],
    [
      "somebody in particular",
      JSON.stringify({ Statement: [{ ...allowAll, Principal: "arn:aws:iam::1:root" }] }),
    ],
    ["an unknown effect", JSON.stringify({ Statement: [{ ...allowAll, Effect: "Maybe" }] })],
    ["no resource", JSON.stringify({ Statement: [{ ...allowAll, Resource: undefined }] })],
    ["resources twice", JSON.stringify({ Statement: [{ ...allowAll, NotResource: "*" }] })],
    ["another condition", JSON.stringify({ Statement: [{ ...allowAll, Condition: { Bool: { a: "b" } } }] })],
    ["an unknown member", JSON.stringify({ Statement: [{ ...allowAll, Color: "red" }] })],
  ])("that is %s is refused", (_, body) => {
    expect(() => parseStackPolicy(body)).toThrow("Error validating stack policy: Invalid stack policy");
  });

  test("that names a logical id which is not in the template is refused", () => {
    expect(() =>
      checkPolicyIds(policy({ ...allowAll, Resource: "LogicalResourceId/Nothing" }), () => false),
    ).toThrow("Unknown logical id 'LogicalResourceId/Nothing' in statement {}");
    checkPolicyIds(policy({ ...allowAll, Resource: "LogicalResourceId/No*" }), () => false);
  });

  test("patterns mean what the same regular expressions mean", () => {
    const piece = fc.constantFrom("a", "b", "*", "?");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.constantFrom("a", "b"), { maxLength: 8 }),
        (parts, id) => {
          const expression = parts.join("").replaceAll("?", ".").replaceAll("*", ".*");
          const statement = policy({ ...allowAll, Resource: `LogicalResourceId/${parts.join("")}` });
          const isAllowed =
            stackPolicyRefusal(statement, "Update:Modify", { logicalId: id.join(""), type: "" }) ===
            undefined;
          expect(isAllowed).toBe(new RegExp(`^${expression}$`).test(id.join("")));
        },
      ),
    );
  });
});
