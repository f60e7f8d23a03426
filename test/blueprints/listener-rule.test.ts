import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { arbitraryService } from "../support/arbitrary-placements.ts";
import { aService, placed } from "../support/placements.ts";
import { propertiesOf, resourcesOfType } from "../support/template-targets.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";

interface Rule {
  readonly Conditions: readonly {
    readonly HostHeaderConfig?: {
      readonly Values: readonly { readonly "Fn::Join": [string, readonly unknown[]] }[];
    };
    readonly PathPatternConfig?: { readonly Values: readonly string[] };
  }[];
}

/** Hosts (without the zone) and paths of each rule. */
function rulesOf(stack: DesiredStack): readonly { hosts: readonly string[]; paths: readonly string[] }[] {
  return resourcesOfType(stack, "AWS::ElasticLoadBalancingV2::ListenerRule").map((id) => {
    const { Conditions } = propertiesOf(stack, id) as unknown as Rule;
    return {
      hosts: Conditions.flatMap((condition) => condition.HostHeaderConfig?.Values ?? []).map((value) =>
        value["Fn::Join"][1].slice(0, -1).join("."),
      ),
      paths: Conditions.flatMap((condition) => condition.PathPatternConfig?.Values ?? []),
    };
  });
}

describe("listener rules", () => {
  test("of one host and no path are one rule for the host", () => {
    expect(rulesOf(placed(aService({ expose: ["public"] })))).toEqual([{ hosts: ["shop"], paths: [] }]);
  });

  test("with paths come before those of bare hosts", () => {
    const stack = placed(aService({ expose: ["public"], paths: ["/api/*"] }));
    expect(stack.parameters["PublicRule1Priority"]).toMatchObject({ match: "path", key: "shop" });
  });

  test("of six hosts are two, with a key each", () => {
    const hosts = ["a", "b", "c", "d", "e", "f"];
    const stack = placed(aService({ expose: ["public"], hosts }));
    expect(rulesOf(stack).map((rule) => rule.hosts)).toEqual([["a", "b", "c", "d", "e"], ["f"]]);
    expect(stack.parameters["PublicRule2Priority"]).toMatchObject({ match: "host", key: "shop/2" });
  });

  test("are as few as five values a rule allow", () => {
    const paths = ["/a", "/b", "/c", "/d"];
    expect(rulesOf(placed(aService({ expose: ["public"], paths })))).toHaveLength(1);
    expect(
      rulesOf(placed(aService({ expose: ["public"], hosts: ["x", "y", "z"], paths: ["/a", "/b"] }))),
    ).toHaveLength(1);
    expect(rulesOf(placed(aService({ expose: ["public"], hosts: ["x", "y"], paths })))).toHaveLength(2);
  });

  test("hold six wildcards at most", () => {
    const paths = ["/*/*/*", "/a/*/*/*", "/b/*"];
    expect(rulesOf(placed(aService({ expose: ["public"], paths }))).map((rule) => rule.paths)).toEqual([
      ["/*/*/*", "/a/*/*/*"],
      ["/b/*"],
    ]);
  });

  test("bring every host together with every path exactly once, within the limits of a rule", () => {
    fc.assert(
      fc.property(arbitraryService, (service) => {
        const rules = rulesOf(placed({ ...service, expose: ["public"] }));
        const pairs = rules.flatMap(({ hosts, paths }) =>
          hosts.flatMap((host) => (paths.length === 0 ? [host] : paths.map((path) => host + path))),
        );
        const { hosts, paths } = service;
        const wanted = hosts.flatMap((host) =>
          paths.length === 0 ? [host] : paths.map((path) => host + path),
        );
        expect(pairs.toSorted()).toEqual(wanted.toSorted());
        for (const rule of rules) expect(rule.hosts.length + rule.paths.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});
