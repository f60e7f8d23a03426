import { describe, expect, test } from "@jest/globals";
import { problemsWith, type Files } from "./fixture.ts";

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
