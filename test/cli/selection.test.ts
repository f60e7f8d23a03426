import { describe, expect, test } from "@jest/globals";
import { concerning, selectIn } from "../../src/cli/selection.ts";
import { load } from "../../src/manifest/load.ts";
import type { Held, Problem } from "../../src/model/problem.ts";
import type { Repository } from "../../src/model/repository.ts";

const files = new Map([
  ["mooring.yaml", "version: 1\nname: acme\ndefaults: { region: eu-west-1 }\n"],
  ["apps/shop.yaml", "kind: Service\nimage: example.org/shop\nport: 80\n"],
  [
    "accounts/production/account.yaml",
    'id: "111111111111"\nzone: p.example.org\nnetwork: { cidr: 10.1.0.0/16 }\n',
  ],
  ["accounts/production/apps.yaml", "shop: 1.0.0\n"],
  ["accounts/production/removed.yaml", "- gone\n"],
  ["accounts/dev/account.yaml", 'id: "222222222222"\nzone: d.example.org\nnetwork: { cidr: 10.2.0.0/16 }\n'],
  ["accounts/dev/apps.yaml", "{}\n"],
]);

function repository(): Repository {
  const loaded = load({ files, refused: [] });
  expect(loaded.problems).toEqual([]);
  return loaded.repository!;
}

function problem(holds: Held): Problem {
  return { place: { file: "f", line: 1, column: 1 }, message: holds.kind, holds };
}

describe("a selection", () => {
  test("without names, everything is selected", () => {
    expect(selectIn(repository(), {})).toEqual({});
  });

  test("accounts, apps, removed apps and the two stacks of every account are known", () => {
    expect(
      selectIn(repository(), { account: ["production"], app: ["shop", "gone", "zone", "network"] }),
    ).toEqual({
      accounts: ["production"],
      apps: ["shop", "gone", "zone", "network"],
    });
  });

  test.each([
    [
      { account: ["prodution"] },
      'there is no account "prodution" in the repository; did you mean production?',
    ],
    [{ account: ["prod"] }, 'there is no account "prod" in the repository; did you mean production?'],
    [{ account: ["x"] }, 'there is no account "x" in the repository'],
    [{ app: ["shp"] }, 'there is no app "shp" in the repository; did you mean shop?'],
    [{ account: ["dev"], app: ["shop"] }, 'there is no app "shop" in the repository'],
  ])("%j names nothing that is there, and what was meant is said", (options, message) => {
    expect(() => selectIn(repository(), options)).toThrow(message);
  });

  test("problems elsewhere do not concern it, those of everything do", () => {
    const problems = [
      problem({ kind: "repository" }),
      problem({ kind: "account", account: "production" }),
      problem({ kind: "account", account: "dev" }),
      problem({ kind: "app", account: "production", app: "shop" }),
      problem({ kind: "app", account: "production", app: "other" }),
      problem({ kind: "app-everywhere", app: "shop" }),
      problem({ kind: "app-everywhere", app: "other" }),
    ];
    const told = concerning(problems, { accounts: ["production"], apps: ["shop"] });
    expect(told).toEqual([problems[0], problems[1], problems[3], problems[5]]);
    expect(concerning(problems, {})).toEqual(problems);
  });

  test.each([
    ["shop-release", "shop"],
    ["shop", "shop-release"],
  ])("problems that hold %s concern %s as well", (held, app) => {
    const problems = [problem({ kind: "app", account: "production", app: held })];
    expect(concerning(problems, { apps: [app] })).toEqual(problems);
  });
});
