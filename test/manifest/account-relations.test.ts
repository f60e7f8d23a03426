import { describe, expect, test } from "@jest/globals";
import { loadWith, problemsWith, PRODUCTION, type Files } from "./fixture.ts";

/** An account.yaml with something else in it than the sound one. */
function account(name: string, change: Readonly<Record<string, string>>): Files {
  const sound = {
    id: '"444444444444"',
    region: "eu-west-1",
    zone: `${name}.acme.example`,
    network: "{ cidr: 10.18.0.0/16 }",
  };
  const lines = Object.entries({ ...sound, ...change }).map(([key, value]) => `${key}: ${value}\n`);
  return { [`accounts/${name}/account.yaml`]: lines.join("") };
}

describe("two accounts that clash", () => {
  test("on one AWS account and Region are told on both sides, and held", () => {
    const files = { ...PRODUCTION, ...account("production", { id: '"222222222222"' }) };
    expect(problemsWith(files)).toEqual([
      "accounts/dev/account.yaml:1:5 account dev has the same AWS account and Region as account production (accounts/production/account.yaml:1) → give each account its own id",
      "accounts/production/account.yaml:1:5 account production has the same AWS account and Region as account dev (accounts/dev/account.yaml:1) → give each account its own id",
    ]);
    expect(loadWith(files).repository).toMatchObject({ accounts: [], heldAccounts: ["dev", "production"] });
  });

  test("are fine on one AWS account in two Regions", () => {
    expect(
      problemsWith({
        ...PRODUCTION,
        ...account("production", { id: '"222222222222"', region: "eu-central-1" }),
      }),
    ).toEqual([]);
  });

  test("on a zone are told on both sides", () => {
    expect(problemsWith({ ...PRODUCTION, ...account("production", { zone: "dev.acme.example" }) })).toEqual([
      "accounts/dev/account.yaml:3:7 account dev has the same zone as account production (accounts/production/account.yaml:3) → give each account its own zone",
      "accounts/production/account.yaml:3:7 account production has the same zone as account dev (accounts/dev/account.yaml:3) → give each account its own zone",
    ]);
  });

  test("on a zone are told of the accounts, and not of every value that is made of it", () => {
    const app =
      "kind: Service\nimage: registry.example/web\nport: 80\nenvironment: { URL: 'https://x.${zone}' }\n";
    const files = {
      ...PRODUCTION,
      ...account("production", { zone: "dev.acme.example" }),
      "apps/web.yaml": app,
    };
    const places = problemsWith(files).map((problem) => problem.split(" ", 1)[0]);
    expect(places).toEqual(["accounts/dev/account.yaml:3:7", "accounts/production/account.yaml:3:7"]);
  });

  test.each([
    ["the same", "10.16.0.0/16"],
    ["a part of the other", "10.16.16.0/20"],
  ])("with ranges of which one is %s are told on both sides", (_, cidr) => {
    expect(
      problemsWith({ ...PRODUCTION, ...account("production", { network: `{ cidr: ${cidr} }` }) }),
    ).toEqual([
      `accounts/dev/account.yaml:4:18 network.cidr 10.16.0.0/16 overlaps ${cidr} of account production (accounts/production/account.yaml:4) → give each account a range of its own`,
      `accounts/production/account.yaml:4:18 network.cidr ${cidr} overlaps 10.16.0.0/16 of account dev (accounts/dev/account.yaml:4) → give each account a range of its own`,
    ]);
  });

  test("with ranges side by side are fine", () => {
    expect(
      problemsWith({ ...PRODUCTION, ...account("production", { network: "{ cidr: 10.17.0.0/16 }" }) }),
    ).toEqual([]);
  });
});

describe("an account's own range", () => {
  test.each([
    ["10.16.0.1/16", "network.cidr is 10.16.0.1/16, which begins inside a range → write 10.16.0.0/16"],
    [
      "11.16.0.0/16",
      "network.cidr is 11.16.0.0/16, which is not private → take a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
    ],
    ["999.16.0.0/16", "network.cidr is 999.16.0.0/16, which is no range of addresses"],
  ])("%s is refused", (cidr, expected) => {
    expect(problemsWith(account("dev", { network: `{ cidr: ${cidr} }` }))).toEqual([
      `accounts/dev/account.yaml:4:18 ${expected}`,
    ]);
  });

  test.each(["10.255.252.0/22", "172.31.0.0/16", "192.168.0.0/16", "100.127.0.0/16"])(
    "%s is private enough",
    (cidr) => {
      expect(problemsWith(account("dev", { network: `{ cidr: ${cidr} }` }))).toEqual([]);
    },
  );
});

describe("names of other accounts", () => {
  test.each(["after", "crossAccount"])("in %s have to exist", (field) => {
    expect(problemsWith({ ...PRODUCTION, ...account("production", { [field]: "[dev, dve]" }) })).toEqual([
      `accounts/production/account.yaml:5:${field.length + 9} ${field} names dve, which is no account → did you mean dev?`,
    ]);
  });

  test("that go round in a circle are told in every account of it, with the way", () => {
    const files = {
      ...PRODUCTION,
      ...account("production", { after: "[test]" }),
      ...account("test", { id: '"333333333333"', network: "{ cidr: 10.17.0.0/16 }", after: "[production]" }),
    };
    expect(problemsWith(files)).toEqual([
      "accounts/production/account.yaml:5:1 account production would wait for itself: production → test → production → take one of them out of after",
      "accounts/test/account.yaml:5:1 account test would wait for itself: test → production → test → take one of them out of after",
    ]);
    expect(loadWith(files).repository).toMatchObject({
      accounts: [{ name: "dev" }],
      heldAccounts: ["production", "test"],
    });
  });
});
