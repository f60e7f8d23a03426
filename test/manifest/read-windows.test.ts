import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith } from "./fixture.ts";

const DEV =
  'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n';

function withWindows(windows: string) {
  return { "accounts/dev/account.yaml": `${DEV}windows: [${windows}]\n` };
}

describe("windows", () => {
  test("are read with their effect, length, zone and reason", () => {
    const files = withWindows(
      '{ allow: "0 9 * * 1-5", duration: 8h, timezone: Europe/Berlin }, { deny: "0 0 20 12 *", duration: 14d, reason: freeze }',
    );
    expect(accountOf(loadWith(files)).windows).toEqual([
      { effect: "allow", cron: "0 9 * * 1-5", durationMs: 28_800_000, timezone: "Europe/Berlin" },
      { effect: "deny", cron: "0 0 20 12 *", durationMs: 1_209_600_000, timezone: "UTC", reason: "freeze" },
    ]);
  });

  test("of an account replace those of the defaults", () => {
    const mooring =
      'version: 1\nname: acme\ndefaults: { windows: [{ allow: "0 9 * * *", duration: 30m }] }\n';
    const windows = (files: Readonly<Record<string, string>>) =>
      accountOf(loadWith({ "mooring.yaml": mooring, ...files })).windows;
    expect(windows({})).toMatchObject([{ durationMs: 1_800_000 }]);
    expect(windows(withWindows(""))).toEqual([]);
  });

  test.each([
    ['{ allow: "0 9 * * *" }', "windows[0].duration is missing → add it: how long the window stays open"],
    ["{ duration: 8h }", "5:11 windows[0] has neither allow nor deny → give it one of the two"],
    [
      '{ allow: "0 9 * * *", deny: "0 0 1 1 *", duration: 8h }',
      "5:11 windows[0] has both allow and deny → give it one of the two",
    ],
    [
      '{ allow: "0 9 31 2 *", duration: 8h }',
      '5:20 windows[0].allow is "0 9 31 2 *", which never comes → write minute, hour, day, month and weekday',
    ],
    ['{ deny: "60 9 * * *", duration: 8h }', '5:19 windows[0].deny is "60 9 * * *", which never comes'],
    ['{ deny: "noon", duration: 8h }', "has to be a cron expression of five fields such as */5 * * * *"],
    [
      '{ allow: "0 9 * * *", duration: 8h, timezone: Europe/Berlim }',
      '5:57 windows[0].timezone is "Europe/Berlim", which is no time zone → write an IANA name',
    ],
    [
      '{ allow: "0 9 * * *", duration: 32d }',
      "5:43 windows[0].duration is 32d, and a window stays open for 31d",
    ],
    ['{ allow: "0 9 * * *", duration: 0h }', "has to be a time from 1m to 31d such as 8h"],
  ])("with a mistake hold the account: %s", (window, words) => {
    expect(problemsWith(withWindows(window)).join("\n")).toContain(words);
    expect(loadWith(withWindows(window)).repository?.heldAccounts).toEqual(["dev"]);
  });

  test("with a mistake in the defaults hold every account, and the mistake is told once", () => {
    const files = {
      "mooring.yaml":
        'version: 1\nname: acme\ndefaults: { windows: [{ deny: "0 0 30 2 *", duration: 1d }] }\n',
    };
    expect(problemsWith(files)).toHaveLength(1);
    expect(loadWith(files).repository?.heldAccounts).toEqual(["dev"]);
  });
});

describe("schedule", () => {
  const scheduleOf = (line: string) =>
    loadWith({ "mooring.yaml": `version: 1\nname: acme\n${line}\n` }).repository?.schedule;

  test("has defaults, in UTC", () => {
    expect(scheduleOf("")).toEqual({
      sync: { cron: "*/5 * * * *", timezone: "UTC" },
      drift: { cron: "17 * * * *", timezone: "UTC" },
    });
  });

  test("is what the file says, in its time zone", () => {
    expect(scheduleOf('schedule: { drift: "0 3 * * *", timezone: Europe/Berlin }')).toEqual({
      sync: { cron: "*/5 * * * *", timezone: "Europe/Berlin" },
      drift: { cron: "0 3 * * *", timezone: "Europe/Berlin" },
    });
  });

  test.each([
    [
      'schedule: { sync: "*/90 * * * *" }',
      'mooring.yaml:3:19 schedule.sync is "*/90 * * * *", which never comes',
    ],
    ["schedule: { timezone: Mars }", 'mooring.yaml:3:23 schedule.timezone is "Mars", which is no time zone'],
  ])("that is wrong holds the repository, and other problems are told too: %s", (line, words) => {
    const files = {
      "mooring.yaml": `version: 1\nname: acme\n${line}\n`,
      "accounts/dev/apps.yaml": "wbe: 1.0.0\n",
    };
    expect(loadWith(files).repository).toBeUndefined();
    const problems = problemsWith(files);
    expect(problems.join("\n")).toContain(words);
    expect(problems.join("\n")).toContain("there is no apps/wbe.yaml");
  });
});
