import { describe, expect, test } from "@jest/globals";
import type { Check, Quota } from "../../src/model/preflight.ts";
import { judgeQuota } from "../../src/preflight/judge-quota.ts";
import { withQuotasInSum } from "../../src/preflight/quotas-in-sum.ts";
import { takenBefore } from "../../src/preflight/taken.ts";
import { anAccount } from "../support/placements.ts";
import { whyOf } from "./why-of.ts";

const account = anAccount();

describe("a quota", () => {
  const subject = { kind: "quota", of: { what: "stacks" }, adds: 1 } as const;
  const judge = (used: number, taken: number) =>
    whyOf(judgeQuota(subject, { used, limit: 10 }, { taken, account }));

  test("holds what is there, what others are about to make and this", () => {
    expect([judge(9, 0), judge(8, 1)]).toEqual(["good", "good"]);
    expect(judge(9, 1)).toBe(
      "dev (eu-west-1) may have 10 stacks and has 9 (1 more are about to be made), so 1 more does not fit",
    );
  });

  test("that AWS does not tell is not known", () => {
    expect(judgeQuota(subject, { used: 1, limit: undefined }, { taken: 0, account }).state).toBe("unknown");
  });

  const { place } = account;
  const check = (app: string, of: Quota): Check => ({ app, place, subject: { kind: "quota", of, adds: 2 } });
  const rules = (listener: string): Quota => ({ what: "rules", listener, balancer: "public" });
  const checks = [check("a", rules("x")), check("b", rules("y")), check("c", rules("x"))];

  test("is shared by the stacks of one pass, each listener's on its own", () => {
    const other: Check = { app: "d", place, subject: { kind: "secret", id: "s" } };
    expect(takenBefore([...checks, other, check("e", rules("x"))])).toEqual([0, 0, 2, 0, 4]);
  });

  test("is one line of the account when all stacks are verified", () => {
    expect(withQuotasInSum(checks, account)).toMatchObject([
      { app: "account", subject: { of: { listener: "x" }, adds: 4 } },
      { app: "account", subject: { of: { listener: "y" }, adds: 2 } },
    ]);
  });
});
