import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json } from "../../src/model/canonical.ts";
import { isSameMeaning } from "../../src/drift/same-meaning.ts";

const topic = { type: "AWS::SNS::Topic", name: "DisplayName" };
const taskMemory = { type: "AWS::ECS::TaskDefinition", name: "Memory" };
const taskCpu = { type: "AWS::ECS::TaskDefinition", name: "Cpu" };
const zoneName = { type: "AWS::Route53::HostedZone", name: "Name" };
const subnets = { type: "AWS::ECS::Service", name: "Subnets" };
const command = { type: "AWS::ECS::TaskDefinition", name: "Command" };

const statement = (action: Json, extra: Readonly<Record<string, Json>> = {}): Json => ({
  Statement: [{ Effect: "Allow", Action: action, Resource: "*", ...extra }],
});

describe("the same in other words", () => {
  test.each<[string, Json, Json, { type: string; name: string }]>([
    ["a number as text", "1024", 1024, topic],
    ["a truth value as text", "true", true, topic],
    ["memory in gigabytes", "1 GB", "1024", taskMemory],
    ["memory with its unit", "512MB", "512", taskMemory],
    ["processors in units", "0.5 vCPU", "512", taskCpu],
    ["a zone's name with its dot", "Acme.example", "acme.example.", zoneName],
    ["subnets in another order", ["a", "b"], ["b", "a"], subnets],
    ["a document as text", '{"a":[1,2]}', { a: [1, 2] }, topic],
    ["a policy with a list of one", statement("s3:GetObject"), statement(["s3:GetObject"]), topic],
    ["a policy in another order", statement(["a", "b"]), statement(["b", "a"]), topic],
    ["a default that the service added", { A: 1 }, { A: 1, Encrypted: false, Tags: [] }, topic],
  ])("%s", (_what, expected, actual, where) => {
    expect(isSameMeaning(expected, actual, where)).toBe(true);
  });

  test("anything is the same as itself, and a set as itself in any order", () => {
    const anything = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)) as Json);
    fc.assert(fc.property(anything, (value) => expect(isSameMeaning(value, value, topic)).toBe(true)));
    const shuffled = fc
      .array(fc.string(), { maxLength: 6 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, other]) => expect(isSameMeaning(list, other, subnets)).toBe(true)),
    );
  });
});

describe("something else", () => {
  test.each<[string, Json, Json, { type: string; name: string }]>([
    ["another number", "1024", 2048, topic],
    ["arguments in another order", ["a", "b"], ["b", "a"], command],
    ["one subnet twice instead of two", ["a", "b"], ["a", "a"], subnets],
    ["one more element", ["a"], ["a", "b"], subnets],
    ["a statement that denies", statement("a"), statement("a", { Effect: "Deny" }), topic],
    [
      "a condition that is gone",
      statement("a", { Condition: { Bool: { x: "true" } } }),
      statement("a"),
      topic,
    ],
    ["a member that somebody added", { A: 1 }, { A: 1, CidrIp: "0.0.0.0/0" }, topic],
    ["a default that somebody switched off", { A: 1 }, { A: 1, Essential: false }, topic],
    ["gigabytes of something else", "1 GB", "1024", topic],
  ])("%s", (_what, expected, actual, where) => {
    expect(isSameMeaning(expected, actual, where)).toBe(false);
  });
});
