import { describe, expect, test } from "@jest/globals";
import { happeningsIn } from "../../src/agent/happenings.ts";
import type { PassReport } from "../../src/model/report.ts";
import { releaseTask, releasing } from "../support/releases.ts";
import { deployedStack } from "../support/stacks.ts";

const to = releasing();

function failedAt(attempt: number): PassReport {
  const { taskDefinition } = releaseTask;
  const step = {
    kind: "hold",
    app: to.app,
    stack: to.name,
    from: deployedStack(to),
    reason: "its release failed: exit code 1",
    because: { kind: "release", taskDefinition, attempt },
    remedy: "correct the content",
    lines: ["no such table"],
  } as const;
  return { account: "test", steps: [{ step, refusals: [] }], outcomes: [], calls: {} };
}

describe("a release that failed", () => {
  test("is told as a failure, without what it wrote", () => {
    const told = happeningsIn(failedAt(1), []);
    expect(told).toMatchObject([
      {
        kind: "failed",
        app: "storefront",
        message: "its release failed: exit code 1",
        remedy: "correct the content",
      },
    ]);
    expect(JSON.stringify(told)).not.toContain("no such table");
  });

  test("is told again only for another attempt", () => {
    const keyOf = (attempt: number) => happeningsIn(failedAt(attempt), [])[0]?.key;
    expect(keyOf(1)).toEqual(keyOf(1));
    expect(keyOf(2)).not.toEqual(keyOf(1));
  });
});
