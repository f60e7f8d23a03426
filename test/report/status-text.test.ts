import { describe, expect, test } from "@jest/globals";
import { callsText, statusText, syncText } from "../../src/report/status-text.ts";
import { golden } from "../support/golden.ts";
import { account, allowed, observed, report, steps } from "./sample-report.ts";

const plain = { colour: false, isVerbose: false };
const end = { elapsedMs: 192_000, isTimeout: false, isInterrupted: false };
const settled = {
  ...report,
  problems: [],
  heldAccounts: [],
  accounts: [
    {
      ...account([
        allowed({ kind: "keep", app: "zone", stack: "acme-zone", reason: "in sync", from: observed("zone") }),
      ]),
      standing: "settled" as const,
    },
  ],
};

describe("a status for people", () => {
  test("a day with a bit of everything reads like the kept text", () => {
    const text = statusText(report, plain);
    expect(text).toBe(golden(new URL("golden/status.txt", import.meta.url), text));
  });

  test("in a narrow terminal the reasons are broken between words, and no line is longer than it", () => {
    const long = { ...report, problems: [], accounts: [account(steps)] };
    const lines = statusText(long, { ...plain, columns: 100 }).split("\n");
    const table = lines.filter((line) => /^ {2}\w/.test(line) || /^ {50}/.test(line));
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(table.length).toBeGreaterThan(steps.length + 1);
  });

  test("verbose, what was asked of AWS is counted", () => {
    expect(statusText(report, { ...plain, isVerbose: true })).toContain(
      "AWS calls: 2 DescribeStacks, 1 GetCallerIdentity",
    );
    expect(callsText({})).toBe("none");
  });
});

describe("the end of a sync", () => {
  test("with trouble, what failed stands below the table with its cause and what to do", () => {
    const text = syncText(report, end, plain);
    expect(text).toBe(golden(new URL("golden/sync.txt", import.meta.url), text));
  });

  test("with everything in sync, the last line says so and how long it took", () => {
    expect(syncText(settled, end, plain)).toMatch(
      /\nSettled in 3m 12s: 1 stack in 1 account: 1 in sync\.\n$/,
    );
  });

  test.each([
    [{ ...end, isTimeout: true }, "Time is up after 3m 12s"],
    [{ ...end, isInterrupted: true }, "Stopped after 3m 12s"],
    [end, "Not settled after 3m 12s"],
  ])("unsettled, the last line says why it ended: %j", (how, words) => {
    expect(syncText(report, how, plain).split("\n").at(-2)).toContain(words);
  });

  test("a step that AWS rejected is a failure with AWS's words", () => {
    const rejected = account([steps[2]!], {
      outcomes: [
        {
          app: "mailer",
          stack: "acme-mailer",
          step: "create",
          result: { kind: "rejected", message: "Template error: x" },
        },
      ],
    });
    expect(syncText({ ...settled, accounts: [rejected] }, end, plain)).toContain(
      "! production/mailer failed: Template error: x",
    );
  });
});
