import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, PRODUCTION } from "./fixture.ts";

const WHERE_MEANT = "or say crossAccount: [production] where that is meant";

function entry(value: string, more = ""): Record<string, string | Uint8Array | undefined> {
  return {
    ...PRODUCTION,
    "accounts/dev/apps.yaml": `web:\n  version: 1.0.0\n  environment: { A: ${value} }\n${more}`,
  };
}

describe("a value in one account that names another", () => {
  test.each([
    [
      "its zone",
      '"https://x.production.acme.example/y"',
      32,
      "production.acme.example is the zone",
      "${zone}",
    ],
    [
      "its zone in capitals",
      "X.PRODUCTION.acme.example",
      23,
      "production.acme.example is the zone",
      "${zone}",
    ],
    ["its id", '"444444444444"', 22, "444444444444 is the id", "${account.id}"],
    [
      "its id in an ARN",
      "arn:aws:sqs:eu-west-1:444444444444:mail",
      43,
      "444444444444 is the id",
      "${account.id}",
    ],
    [
      "its id in a registry",
      "444444444444.dkr.ecr.eu-west-1.amazonaws.com/x",
      21,
      "444444444444 is the id",
      "${account.id}",
    ],
  ])("by %s is a mistake, told where the name stands", (_, value, column, what, instead) => {
    expect(problemsWith(entry(value))).toEqual([
      `accounts/dev/apps.yaml:3:${column} ${what} of account production → write ${instead}, ${WHERE_MEANT}`,
    ]);
  });

  test.each([
    ["its own zone", "x.dev.acme.example"],
    ["a longer number", '"4444444444440"'],
    ["a zone that only ends alike", "xproduction.acme.example"],
    ["the registry of an account that is none of these", "111111111111.dkr.ecr.eu-west-1.amazonaws.com/x"],
    ["an e-mail address", "oncall@production.acme.example"],
    ["its own id by variable", '"${account.id}"'],
  ])("is none for %s", (_, value) => {
    expect(problemsWith(entry(value))).toEqual([]);
  });

  test.each([
    ["the entry", entry("444444444444.x", "  crossAccount: [production]\n")],
    [
      "the account",
      {
        ...entry("444444444444.x"),
        "accounts/dev/account.yaml": soundAccount("crossAccount: [production]\n"),
      },
    ],
    [
      "the app",
      {
        ...entry("444444444444.x"),
        "apps/web.yaml": "kind: Service\nimage: r/web\nport: 80\ncrossAccount: [production]\n",
      },
    ],
  ])("is allowed where %s says so", (_, files) => {
    expect(problemsWith(files)).toEqual([]);
  });

  test("is found in folded text, at the beginning of the value at least", () => {
    const files = {
      ...PRODUCTION,
      "accounts/dev/apps.yaml":
        "web:\n  version: 1.0.0\n  environment:\n    A: >-\n      one\n      x.production.acme.example\n",
    };
    expect(problemsWith(files)).toEqual([
      `accounts/dev/apps.yaml:6:9 production.acme.example is the zone of account production → write \${zone}, ${WHERE_MEANT}`,
    ]);
  });

  test("is found in account.yaml, and holds the account", () => {
    const files = {
      ...PRODUCTION,
      "accounts/dev/account.yaml": soundAccount("roles: { deployer: arn:aws:iam::444444444444:role/x }\n"),
    };
    expect(problemsWith(files)).toEqual([
      `accounts/dev/account.yaml:5:33 444444444444 is the id of account production → write \${account.id}, ${WHERE_MEANT}`,
    ]);
    expect(loadWith(files).repository?.heldAccounts).toEqual(["dev"]);
  });

  test("is found in an app file, once, and holds the app only where it is wrong", () => {
    const files = {
      ...PRODUCTION,
      "apps/web.yaml":
        "kind: Service\nimage: r/web\nport: 80\nenvironment: { A: x.production.acme.example }\n",
    };
    expect(problemsWith(files)).toEqual([
      `apps/web.yaml:4:21 production.acme.example is the zone of account production → write \${zone}, ${WHERE_MEANT}`,
    ]);
    expect(accountOf(loadWith(files)).heldApps).toEqual(["web"]);
    expect(accountOf(loadWith(files), "production").heldApps).toEqual([]);
  });

  test("takes the longer of two zones, of which one is below the other", () => {
    const files = {
      ...entry("x.dev.acme.example"),
      "accounts/production/account.yaml":
        'id: "444444444444"\nregion: eu-west-1\nzone: acme.example\nnetwork: { cidr: 10.18.0.0/16 }\n',
    };
    expect(problemsWith(files)).toEqual([]);
    expect(
      problemsWith({
        ...files,
        ...entry("www.acme.example"),
        "accounts/production/account.yaml": files["accounts/production/account.yaml"],
      }),
    ).toHaveLength(1);
  });

  test("that does not exist cannot be allowed", () => {
    expect(problemsWith(entry("x", "  crossAccount: [prod]\n"))).toEqual([
      "accounts/dev/apps.yaml:4:17 crossAccount names prod, which is no account → there are dev, production",
    ]);
  });
});

function soundAccount(more: string): string {
  return `id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n${more}`;
}
