import { describe, expect, test } from "@jest/globals";
import type { PassReport } from "../../src/model/report.ts";
import { DEFAULT_PACE, newDeadline, newPacemaker } from "../../src/reconcile/pace.ts";
import { deleteStep } from "../support/facts.ts";
import { memoryClock } from "../support/memory-clock.ts";

const quiet: PassReport = { account: "test", steps: [], outcomes: [], calls: {} };
const failed: PassReport = { ...quiet, failure: { message: "Rate exceeded", mayRetry: true } };
const news: PassReport = { ...quiet, steps: [{ step: deleteStep("report"), refusals: [] }] };

describe("the pace of looking again", () => {
  test("slows down while nothing changes, and is quick again on news", () => {
    const pacemaker = newPacemaker({ ...DEFAULT_PACE, firstMs: 100, growth: 2, longestMs: 400 }, () => 0);
    expect([quiet, quiet, quiet, quiet, news, news].map((report) => pacemaker.next(report))).toEqual([
      200, 400, 400, 400, 100, 200,
    ]);
  });

  test("doubles after each failure, with jitter, and gives up in the end", () => {
    const pace = { ...DEFAULT_PACE, failureMs: 100, longestFailureMs: 300, failures: 4 };
    const most = newPacemaker(pace, () => 1);
    expect([failed, failed, failed, failed].map((report) => most.next(report))).toEqual([
      100,
      200,
      300,
      undefined,
    ]);
    const least = newPacemaker(pace, () => 0);
    expect([failed, failed, failed].map((report) => least.next(report))).toEqual([50, 100, 150]);
  });

  test("counts only failures in a row", () => {
    const pacemaker = newPacemaker({ ...DEFAULT_PACE, failures: 2 }, () => 1);
    expect([failed, quiet, failed, quiet].map((report) => pacemaker.next(report) === undefined)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a deadline", () => {
  test("is over when its time has come, and sleep does not go beyond it", async () => {
    const clock = memoryClock([]);
    const deadline = newDeadline(clock, 1000, undefined);
    await deadline.sleep(600);
    expect(deadline.isOver()).toBe(false);
    await deadline.sleep(600);
    expect(clock.sleeps).toEqual([600, 400]);
    expect(deadline.isOver()).toBe(true);
  });

  test("is over when it is aborted", () => {
    const abort = new AbortController();
    const deadline = newDeadline(memoryClock([]), 1000, abort.signal);
    abort.abort();
    expect(deadline.isOver()).toBe(true);
  });
});
