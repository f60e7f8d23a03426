import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Binding, DesiredStack, ListenerPriority } from "../../src/model/desired-stack.ts";
import { bindAll } from "../../src/plan/bind.ts";
import { boundStack, deployedStack, desiredStack } from "../support/stacks.ts";

function bound(binding: Binding | undefined) {
  if (binding?.kind !== "bound") throw new Error(`not bound: ${JSON.stringify(binding)}`);
  return binding.stack;
}

function deployed(app: string, given: Parameters<typeof deployedStack>[1]) {
  return [app, deployedStack(boundStack({ app }), given)] as const;
}

const path = (key: string): ListenerPriority => ({
  kind: "priority",
  listener: "public",
  match: "path",
  key,
});
const host = (key: string): ListenerPriority => ({ ...path(key), match: "host" });

function withPriority(app: string, binding: ListenerPriority): DesiredStack {
  return desiredStack({ app, parameters: { Priority: binding } });
}

function prioritiesOf(
  desired: readonly DesiredStack[],
  observed: ReadonlyMap<string, ReturnType<typeof deployedStack>>,
) {
  return bindAll(desired, observed).map((binding) => Number(bound(binding).parameters["Priority"]));
}

describe("outputs of other stacks", () => {
  const storefront = desiredStack({
    dependsOn: ["catalog", "network"],
    parameters: {
      Size: { kind: "literal", value: "2" },
      Url: {
        kind: "text",
        text: ["http://", { stack: "catalog", output: "Host" }, "/", { stack: "network", output: "VpcId" }],
      },
    },
  });

  test("become values where they are deployed", () => {
    const observed = new Map([
      deployed("catalog", { outputs: { Host: "c.internal" } }),
      deployed("network", { outputs: { VpcId: "vpc-1" } }),
    ]);
    expect(bound(bindAll([storefront], observed)[0]).parameters).toEqual({
      Size: "2",
      Url: "http://c.internal/vpc-1",
    });
  });

  test("that are not deployed are named, each once", () => {
    const twice = desiredStack({
      parameters: {
        A: { kind: "text", text: [{ stack: "network", output: "VpcId" }] },
        B: {
          kind: "text",
          text: [
            { stack: "network", output: "VpcId" },
            { stack: "catalog", output: "Host" },
          ],
        },
      },
    });
    expect(bindAll([twice], new Map())[0]).toMatchObject({
      kind: "unbound",
      missing: [
        { stack: "network", output: "VpcId" },
        { stack: "catalog", output: "Host" },
      ],
    });
  });

  test("the result is in dependency order, otherwise as given", () => {
    const apps = [
      desiredStack({ app: "storefront", dependsOn: ["catalog", "network"] }),
      desiredStack({ app: "mailer" }),
      desiredStack({ app: "catalog", dependsOn: ["network"] }),
      desiredStack({ app: "network", dependsOn: [] }),
    ];
    expect(bindAll(apps, new Map()).map((each) => bound(each).app)).toEqual([
      "network",
      "catalog",
      "storefront",
      "mailer",
    ]);
  });
});

describe("the digest", () => {
  const digest = (given: Parameters<typeof desiredStack>[0]) =>
    bound(bindAll([desiredStack(given)], new Map())[0]).digest;
  const plain = digest({});

  test.each([
    ["template", { template: "{}" }],
    ["parameters", { parameters: { A: { kind: "literal", value: "1" } } }],
    ["tags", { tags: {} }],
    ["capabilities", { capabilities: ["CAPABILITY_IAM"] }],
    ["executor", { executor: "arn:aws:iam::111111111111:role/executor" }],
  ] as const)("changes with the %s", (_what, given) => {
    expect(digest(given)).toMatch(/^[0-9a-f]{40}$/);
    expect(digest(given)).not.toBe(plain);
  });

  test.each([
    ["version", { version: "2" }],
    ["description", { about: "other words" }],
    ["place", { place: { file: "x", line: 1, column: 1 } }],
    ["allowed losses", { allow: ["Table"] }],
    ["rollback alarms", { rollbackAlarms: ["AlarmArn"] }],
  ] as const)("does not change with the %s", (_what, given) => {
    expect(digest(given)).toBe(plain);
  });

  test("does not depend on the order of anything", () => {
    const literal = (value: string) => ({ kind: "literal", value }) as const;
    expect(
      digest({
        parameters: { A: literal("1"), B: literal("2") },
        capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
      }),
    ).toBe(
      digest({
        parameters: { B: literal("2"), A: literal("1") },
        capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_IAM"],
      }),
    );
  });
});

describe("rollback alarms", () => {
  test("are those that exist, at most five", () => {
    const names = ["A", "B", "C", "D", "E", "F", "G"];
    const outputs = Object.fromEntries(
      names.filter((name) => name !== "B").map((name) => [name, `arn:${name}`]),
    );
    const stack = desiredStack({ rollbackAlarms: names });
    expect(
      bound(bindAll([stack], new Map([deployed("storefront", { outputs })]))[0]).rollbackTriggers,
    ).toEqual(["A", "C", "D", "E", "F"].map((name) => `arn:${name}`));
    expect(bound(bindAll([stack], new Map())[0]).rollbackTriggers).toEqual([]);
  });
});

describe("listener priorities", () => {
  const apps = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });

  test("paths come before bare hosts", () => {
    const [first = 0, second = 0] = prioritiesOf(
      [withPriority("a", host("a")), withPriority("b", path("b"))],
      new Map(),
    );
    expect(first).toBeGreaterThanOrEqual(20_000);
    expect(second).toBeLessThan(20_000);
  });

  test("law: they are unique on a listener, whatever is deployed", () => {
    fc.assert(
      fc.property(apps, fc.array(fc.integer({ min: 19_990, max: 20_010 })), (names, values) => {
        const observed = new Map(
          names.flatMap((app, index) => {
            const value = values[index];
            return value === undefined ? [] : [deployed(app, { parameters: { Priority: String(value) } })];
          }),
        );
        const chosen = prioritiesOf(
          names.map((app) => withPriority(app, host("same"))),
          observed,
        );
        expect(new Set(chosen).size).toBe(names.length);
        expect(chosen.every((priority) => priority >= 20_000 && priority <= 49_999)).toBe(true);
      }),
    );
  });

  test("law: what is deployed never moves, whatever comes or goes", () => {
    fc.assert(
      fc.property(apps, apps, (before, after) => {
        const stacks = before.map((app) => withPriority(app, host(app)));
        const first = prioritiesOf(stacks, new Map());
        const observed = new Map(
          before.map((app, index) => deployed(app, { parameters: { Priority: String(first[index]) } })),
        );
        const names = [...new Set([...after, ...before])];
        const second = prioritiesOf(
          names.map((app) => withPriority(app, host("crowd"))),
          observed,
        );
        expect(before.map((app) => second[names.indexOf(app)])).toEqual(first);
      }),
    );
  });

  test("a deployed rule that changed its class gets a number of the new one", () => {
    const observed = new Map([deployed("a", { parameters: { Priority: "25000" } })]);
    expect(prioritiesOf([withPriority("a", path("a"))], observed)[0]).toBeLessThan(20_000);
  });

  test("the number of a stack that is about to be deleted is not given away", () => {
    const [wish = 0] = prioritiesOf([withPriority("a", host("a"))], new Map());
    const leaving = new Map([deployed("gone", { parameters: { PublicPriority: String(wish) } })]);
    expect(prioritiesOf([withPriority("a", host("a"))], leaving)).toEqual([wish + 1]);
  });

  test("the same number may be used on both listeners", () => {
    const internal = { ...host("same"), listener: "internal" } as const;
    const [first, second] = prioritiesOf(
      [withPriority("a", host("same")), withPriority("b", internal)],
      new Map(),
    );
    expect(second).toBe(first);
  });
});
