import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, placementOf, problemsWith, PRODUCTION } from "./fixture.ts";

const DEV =
  'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n';

/** The pauses that the account `dev` has when these files are as they are. */
function pausesWith(files: Readonly<Record<string, string>>, account = "dev") {
  return accountOf(loadWith({ ...PRODUCTION, ...files }), account).pauses;
}

describe("paused", () => {
  test("is nothing where nothing says so", () => {
    expect(pausesWith({})).toEqual([]);
    expect(pausesWith({ "accounts/dev/account.yaml": `${DEV}paused: false\n` })).toEqual([]);
  });

  test("on the repository covers it as a whole, and every account knows", () => {
    const files = { "mooring.yaml": "version: 1\nname: acme\npaused: true\n" };
    const place = { file: "mooring.yaml", line: 3, column: 1 };
    for (const account of ["dev", "production"])
      expect(pausesWith(files, account)).toEqual([{ covers: { kind: "repository" }, place }]);
  });

  test("on an account covers that account, with its reason and its end", () => {
    const files = {
      "accounts/dev/account.yaml": `${DEV}paused: { reason: load test, until: 2026-12-24T18:00+01:00 }\n`,
    };
    expect(pausesWith(files)).toEqual([
      {
        covers: { kind: "account", account: "dev" },
        reason: "load test",
        until: Date.parse("2026-12-24T17:00Z"),
        place: { file: "accounts/dev/account.yaml", line: 5, column: 1 },
      },
    ]);
    expect(pausesWith(files, "production")).toEqual([]);
  });

  test("in the defaults covers every account that does not say otherwise", () => {
    const files = {
      "mooring.yaml": "version: 1\nname: acme\ndefaults: { paused: true }\n",
      "accounts/dev/account.yaml": `${DEV}paused: false\n`,
    };
    expect(pausesWith(files)).toEqual([]);
    expect(pausesWith(files, "production")).toEqual([
      {
        covers: { kind: "account", account: "production" },
        place: { file: "mooring.yaml", line: 3, column: 13 },
      },
    ]);
  });

  test.each([
    [
      "an entry",
      { "accounts/dev/apps.yaml": "web: { version: 1.0.0, paused: { until: 2026-12-24 } }\n" },
      24,
    ],
    [
      "a file of its own",
      {
        "accounts/dev/apps.yaml": "",
        "accounts/dev/apps/web.yaml": "paused: { until: 2026-12-24 }\nversion: 1.0.0\n",
      },
      1,
    ],
  ])("on %s covers that app", (_name, files, column) => {
    expect(pausesWith(files)).toEqual([
      {
        covers: { kind: "app", account: "dev", app: "web" },
        until: Date.parse("2026-12-24T00:00Z"),
        place: { file: Object.keys(files).at(-1), line: 1, column },
      },
    ]);
    expect(placementOf(loadWith(files)).spec).not.toHaveProperty("paused");
  });

  test("may say why in the words of another account: that is no mix-up", () => {
    const files = { "accounts/dev/account.yaml": `${DEV}paused: { reason: see production.acme.example }\n` };
    expect(pausesWith(files)).toHaveLength(1);
  });
});

describe("a pause with a mistake in it", () => {
  test.each([
    [
      "paused: yes",
      'accounts/dev/account.yaml:5:9 paused has to be true or false or a map, but is the text "yes"',
    ],
    [
      "paused: { untill: 2026-12-24 }",
      'accounts/dev/account.yaml:5:11 "untill" is not a field of paused → did you mean until?',
    ],
    [
      "paused: { until: tomorrow }",
      'accounts/dev/account.yaml:5:18 paused.until is "tomorrow", but has to be a date (its beginning in UTC) such as 2026-12-24, or a time with its zone such as 2026-12-24T18:00+01:00 → write it like 2026-12-24',
    ],
    [
      "paused: { until: 2026-02-30 }",
      'accounts/dev/account.yaml:5:18 paused.until is "2026-02-30", which no calendar has → correct the day or the hour',
    ],
    [
      "paused: { until: 2026-02-20T24:30Z }",
      'accounts/dev/account.yaml:5:18 paused.until is "2026-02-20T24:30Z", which no calendar has → correct the day or the hour',
    ],
  ])("holds the account: %s", (line, problem) => {
    const files = { ...PRODUCTION, "accounts/dev/account.yaml": `${DEV}${line}\n` };
    expect(problemsWith(files)).toEqual([problem]);
    expect(loadWith(files).repository?.heldAccounts).toEqual(["dev"]);
  });

  test("holds the app where it stands on an app", () => {
    const files = { "accounts/dev/apps.yaml": "web: { version: 1.0.0, paused: { until: 2026-06-31 } }\n" };
    expect(problemsWith(files)).toEqual([
      'accounts/dev/apps.yaml:1:41 paused.until is "2026-06-31", which no calendar has → correct the day or the hour',
    ]);
    expect(accountOf(loadWith(files)).heldApps).toEqual(["web"]);
  });

  test("holds everything where it stands on the repository", () => {
    const files = { "mooring.yaml": "version: 1\nname: acme\npaused: { until: 2026-13-01 }\n" };
    expect(loadWith(files).repository).toBeUndefined();
    expect(problemsWith(files)).toEqual([
      'mooring.yaml:3:18 paused.until is "2026-13-01", which no calendar has → correct the day or the hour',
    ]);
  });
});
