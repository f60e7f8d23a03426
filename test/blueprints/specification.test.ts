import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { place } from "../../src/blueprints/place.ts";
import { arbitrarySpec } from "../support/arbitrary-placements.ts";
import { aJob, anAccount, aService, aWorker, placed, settledAccount } from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";

const both = aService({ expose: ["public", "internal"], scale: { min: 1, max: 2, requests: 10 } });

describe("the resource specification", () => {
  test.each([
    [
      "an unknown property",
      '"StopTimeout"',
      '"StopTime"',
      /ContainerDefinitions\[0\]\.StopTime: unknown property/,
    ],
    ["a missing property", '"ContainerDefinitions"', '"Containers"', /TaskDefinition\.Containers: unknown/],
    ["a wrong type", '"StopTimeout":30', '"StopTimeout":"30"', /StopTimeout: not integer/],
    ["a missing nested property", '"DNSName"', '"DnsName"', /AliasTarget\.DNSName: required/],
    [
      "a value that is not allowed",
      '"PropagateTags":"SERVICE"',
      '"PropagateTags":"ME"',
      /PropagateTags: not string/,
    ],
    ["an unknown type", "AWS::ECS::TaskDefinition", "AWS::ECS::Task", /"AWS::ECS::Task" is not a type/],
    ["an unknown attribute", '["LogGroup","Arn"]', '["LogGroup","ARN"]', /LogGroup\.ARN: unknown attribute/],
  ])("finds %s", (_, right, wrong, problem) => {
    const { template } = placed(both);
    expect(template).toContain(right);
    expect(specificationProblems(template.replaceAll(right, wrong)).join("\n")).toMatch(problem);
  });

  test("looks into both branches of Fn::If", () => {
    const [, network] = place("acme", anAccount());
    const template = (network?.template ?? "").replaceAll('{"Ref":"PrivateSubnet3"}', "3");
    expect(specificationProblems(template)).toContain("InternalBalancer.Subnets[2]: not string");
  });

  test.each(
    [anAccount(), settledAccount(), anAccount({ hostedZone: { caa: ["amazon.com"] } })].flatMap((account) =>
      place("acme", account).map((stack) => [stack.app, stack.template] as const),
    ),
  )("has nothing against the stack %s of an account", (_, template) => {
    expect(specificationProblems(template)).toEqual([]);
  });

  test.each([
    ["service on both balancers", both],
    ["worker", aWorker()],
    ["job", aJob()],
  ])("has nothing against a %s", (_, spec) => {
    expect(specificationProblems(placed(spec).template)).toEqual([]);
  });

  test("has nothing against any app", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        expect(specificationProblems(placed(spec).template)).toEqual([]);
      }),
    );
  });
});
