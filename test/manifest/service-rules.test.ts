import { describe, expect, test } from "@jest/globals";
import { strategyOf } from "../../src/model/strategy.ts";
import { loadWith, problemsWith, serviceOf, services, type Files } from "./fixture.ts";

function service(fields: string, more: Files = {}): readonly string[] {
  return problemsWith({ "apps/web.yaml": `kind: Service\nimage: r/web\nport: 80\n${fields}\n`, ...more });
}

describe("a service behind a balancer", () => {
  test.each(["public", "internal"])("that the account does not have is told", (balancer) => {
    const account = `id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16, balancers: { ${balancer}: false } }\n`;
    expect(service(`expose: [${balancer}]`, { "accounts/dev/account.yaml": account })).toEqual([
      `apps/web.yaml:4:10 this account has no ${balancer} load balancer → set network.balancers.${balancer}: true in account.yaml, or override expose here`,
    ]);
  });

  test("whose check may take longer than the interval is told", () => {
    expect(service("healthCheck: { intervalSeconds: 10, timeoutSeconds: 10 }")).toEqual([
      "apps/web.yaml:4:53 healthCheck.timeoutSeconds is 10, but has to be less than intervalSeconds, which is 10 → lower the one or raise the other",
    ]);
  });

  test("with a path of too many wildcards is told", () => {
    expect(service("paths: [/a, '/*/*/*/*/*/*/*']")).toEqual([
      "apps/web.yaml:4:13 a load balancer takes at most 6 wildcards in one rule → write a simpler pattern",
    ]);
  });
});

function web(lines: string): Files {
  return services({ web: lines });
}

describe("a strategy that moves load", () => {
  test("says the same as a word and as a map", () => {
    const written = serviceOf(loadWith(web("expose: [public]\nstrategy: { kind: canary }")));
    expect(strategyOf(written)).toEqual(strategyOf({ strategy: "canary" }));
  });

  test.each([
    ["blue-green", "strategy: blue-green"],
    ["canary", "strategy: { kind: canary }"],
  ])("%s needs a load balancer", (kind, lines) => {
    expect(problemsWith(web(lines))).toEqual([
      `apps/web.yaml:4:${lines.includes("{") ? 1 : 11} strategy ${kind} moves load from version to version, and no load balancer leads to this app → add public or internal to \`expose\`, or take rolling`,
    ]);
  });

  test("has one rule on every balancer", () => {
    expect(problemsWith(web("expose: [public]\nhosts: [a, b, c, d, web]\nstrategy: canary"))).toEqual([]);
    expect(problemsWith(web("expose: [public]\nhosts: [a, b, c, d, e, web]\nstrategy: canary"))).toEqual([
      "apps/web.yaml:6:11 strategy canary moves one rule of the public load balancer, and the names and paths of this app take 2 → a rule takes five names and paths together: use fewer, or take rolling",
    ]);
    expect(problemsWith(web("expose: [public]\nhosts: [a, b, c, d, e, web]"))).toEqual([]);
  });

  test("moves tenths of a percent at least", () => {
    const strategy = (percent: number): Files =>
      web(`expose: [public]\nstrategy: { kind: canary, canaryPercent: ${percent} }`);
    expect(problemsWith(strategy(0.3))).toEqual([]);
    expect(problemsWith(strategy(0.25))).toEqual([
      "apps/web.yaml:5:42 strategy.canaryPercent is 0.25, and ECS knows tenths of a percent only → write 0.3",
    ]);
  });
});

test("tasks that are exchanged one by one need no load balancer", () => {
  expect(problemsWith(web("strategy: rolling"))).toEqual([]);
});
