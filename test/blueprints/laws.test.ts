import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { place } from "../../src/blueprints/place.ts";
import { canonicalJson, type Json } from "../../src/model/canonical.ts";
import {
  arbitraryAccount,
  arbitraryService,
  arbitrarySpec,
  arbitraryWorker,
} from "../support/arbitrary-placements.ts";
import { placed, placedIn } from "../support/placements.ts";
import {
  danglingTargets,
  propertiesOf,
  readTemplate,
  resourcesOfType,
  unusedParameters,
} from "../support/template-targets.ts";

/** Everything that an account with one app of any kind places. */
const stacks = fc.tuple(arbitraryAccount, arbitrarySpec).map(([account, spec]) => placedIn(account, spec));

describe("looking for what a template points at and does not have", () => {
  test.each([
    ["Ref", { Ref: "Gone" }, "Gone"],
    ["Fn::GetAtt", { "Fn::GetAtt": ["Gone", "Arn"] }, "Gone"],
    ["Fn::Sub", { "Fn::Sub": "${!literal} ${AWS::Region} ${Gone.Arn}" }, "Gone"],
    ["Fn::If", { "Fn::If": ["Gone", 1, 2] }, "condition Gone"],
  ])("finds the target of %s", (_, Value, target) => {
    const template = { Resources: { Here: { Properties: { Value }, DependsOn: ["Here"] } } };
    expect(danglingTargets(JSON.stringify(template))).toEqual([target]);
  });

  test("finds the targets of DependsOn and Condition, and parameters that nothing uses", () => {
    const template = {
      Parameters: { Idle: {} },
      Resources: { Here: { DependsOn: ["Gone"], Condition: "Off" } },
    };
    expect(danglingTargets(JSON.stringify(template))).toEqual(["Gone", "condition Off"]);
    expect(unusedParameters(JSON.stringify(template))).toEqual(["Idle"]);
  });
});

describe("every desired stack", () => {
  test("is the same for the same input, and shares no state with another", () => {
    fc.assert(
      fc.property(arbitraryAccount, arbitrarySpec, (account, spec) => {
        const before = structuredClone({ account, spec });
        expect(placedIn(account, spec)).toEqual(placedIn(before.account, before.spec));
        expect({ account, spec }).toEqual(before);
      }),
    );
  });

  test("is canonical ASCII JSON without a description, within CloudFormation's limit", () => {
    fc.assert(
      fc.property(stacks, (all) => {
        for (const { template } of all) {
          expect(template).toBe(canonicalJson(JSON.parse(template) as Json));
          expect(template).toMatch(/^[\x20-\x7e]*$/);
          expect(readTemplate(template)).not.toHaveProperty("Description");
          expect(template.length).toBeLessThanOrEqual(51_200);
        }
      }),
    );
  });

  test("points at nothing that it does not have", () => {
    fc.assert(
      fc.property(stacks, (all) => {
        for (const { template } of all) expect(danglingTargets(template)).toEqual([]);
      }),
    );
  });

  test("declares exactly the parameters that are bound, uses each, and names no resource like one", () => {
    fc.assert(
      fc.property(stacks, (all) => {
        for (const { kind, template, parameters } of all) {
          if (kind === "Template") continue;
          const { Parameters = {}, Resources } = readTemplate(template);
          expect(Object.keys(Parameters).toSorted()).toEqual(Object.keys(parameters).toSorted());
          expect(unusedParameters(template)).toEqual([]);
          expect(Object.keys(Parameters).filter((name) => name in Resources)).toEqual([]);
        }
      }),
    );
  });

  test("depends on all stacks that its parameters refer to, each once, in order", () => {
    fc.assert(
      fc.property(stacks, (all) => {
        for (const { parameters, dependsOn } of all) {
          const texts = Object.values(parameters).flatMap((binding) =>
            binding.kind === "text" ? binding.text : [],
          );
          const referred = texts.flatMap((part) => (typeof part === "string" ? [] : [part.stack]));
          expect(dependsOn).toEqual([...new Set(referred)].toSorted());
        }
      }),
    );
  });

  test("rolls back on at most five alarms, all of them outputs of its own", () => {
    fc.assert(
      fc.property(stacks, (all) => {
        for (const { template, rollbackAlarms } of all) {
          expect(rollbackAlarms.length).toBeLessThanOrEqual(5);
          const { Outputs = {} } = readTemplate(template);
          expect(rollbackAlarms.filter((name) => !(name in Outputs))).toEqual([]);
        }
      }),
    );
  });
});

test("an alarm that fills in missing minutes never needs the last one, which is often not there yet", () => {
  fc.assert(
    fc.property(stacks, (all) => {
      const properties = all.flatMap((stack) =>
        resourcesOfType(stack, "AWS::CloudWatch::Alarm").map((id) => propertiesOf(stack, id)),
      ) as unknown as readonly { readonly DatapointsToAlarm?: number; readonly EvaluationPeriods: number }[];
      for (const alarm of properties.filter((one) => JSON.stringify(one).includes("FILL(")))
        expect(alarm.DatapointsToAlarm ?? 0).toBeLessThan(alarm.EvaluationPeriods);
    }),
  );
});

describe("a service or a worker", () => {
  test("has a desired count or autoscaling, never both", () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryService, arbitraryWorker), (spec) => {
        const stack = placed(spec);
        const count = typeof spec.scale === "number" ? spec.scale : undefined;
        expect(propertiesOf(stack, "Service")).toHaveProperty("Cluster");
        expect((propertiesOf(stack, "Service") as { DesiredCount?: number }).DesiredCount).toBe(count);
        expect(propertiesOf(stack, "ScalableTarget") === undefined).toBe(count !== undefined);
      }),
    );
  });
});

describe("the network", () => {
  test("has the same template in any two accounts", () => {
    fc.assert(
      fc.property(arbitraryAccount, arbitraryAccount, (one, other) => {
        const [first, second] = [one, other].map((account) => place("acme", account)[1]);
        expect(first?.kind).toBe("network");
        expect(first?.template).toBe(second?.template);
      }),
    );
  });
});
