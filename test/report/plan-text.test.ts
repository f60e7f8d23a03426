import { describe, expect, test } from "@jest/globals";
import { planText } from "../../src/report/plan-text.ts";
import { golden } from "../support/golden.ts";
import { account, allowed, bound, change, observed, property, report } from "./sample-report.ts";

const plain = { colour: false, isVerbose: false };

describe("a plan for people", () => {
  test("a day with a bit of everything reads like the kept text", () => {
    const text = planText(report, plain);
    expect(text).toBe(golden(new URL("golden/plan.txt", import.meta.url), text));
  });

  test("verbose, every added resource is listed", () => {
    const text = planText(report, { colour: false, isVerbose: true });
    expect(text).toContain("+ Part11 (AWS::EC2::Thing11)");
    expect(planText(report, plain)).not.toContain("Part11");
  });

  test("without colour there is no escape sequence, with colour data loss is red and bold", () => {
    expect(planText(report, plain)).not.toContain("\u001b");
    expect(planText(report, { ...plain, colour: true })).toContain(
      "\u001b[1m\u001b[31m! DATA LOSS: replaces Database (AWS::RDS::DBInstance)",
    );
  });

  test("with everything in sync, one sentence says so", () => {
    const keep = allowed({
      kind: "keep",
      app: "zone",
      stack: "acme-zone",
      reason: "in sync",
      from: observed("zone"),
    });
    const quiet = { ...report, problems: [], heldAccounts: [], accounts: [account([keep])] };
    expect(planText(quiet, plain)).toContain("Plan: Nothing to do: 1 stack in sync.\n");
  });

  test("data loss that a person allowed is still said, at the stack and in the sum", () => {
    const judged = {
      ...allowed({
        kind: "delete",
        app: "old",
        stack: "acme-old",
        reason: "the repository no longer mentions it",
        from: observed("old"),
        write: { kind: "delete-stack", stackId: "arn", token: "t" },
        stateful: [],
      }),
      losses: ["deletes Files (AWS::S3::Bucket)"],
    };
    const text = planText({ ...report, accounts: [account([judged])] }, plain);
    expect(text).toContain("! DATA LOSS: deletes Files (AWS::S3::Bucket) (allowed)");
    expect(text).toContain("DATA LOSS: 1 of the changes above would delete data, or leave it behind.");
  });

  test("text from a template or from AWS cannot steer the terminal or hide anything", () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2J\u202eevil\nrm -rf\u0000\u0085";
    const step = allowed({
      kind: "update",
      app: "shop",
      stack: "acme-shop",
      reason: hostile,
      version: hostile,
      from: observed("shop", undefined, { description: `acme/shop ${hostile}` }),
      to: bound("shop"),
      write: { kind: "create-change-set", type: "UPDATE", name: "n" },
      changes: [
        change(hostile, hostile, { properties: [property(hostile, hostile, hostile)], scope: [hostile] }),
      ],
    });
    const text = planText(
      {
        ...report,
        repository: hostile,
        revision: { commit: hostile, author: hostile, subject: hostile, isDirty: false },
        problems: [
          {
            place: { file: hostile, line: 1, column: 1 },
            message: hostile,
            frame: hostile,
            remedy: hostile,
            holds: { kind: "account", account: hostile },
          },
        ],
        heldAccounts: [hostile],
        accounts: [
          {
            ...account([step], { failure: { message: hostile, remedy: hostile, mayRetry: true } }),
            account: hostile,
          },
        ],
      },
      plain,
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("\\u{1b}[2J\\u{202e}evil");
  });
});
