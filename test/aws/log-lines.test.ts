import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readLastLines } from "../../src/aws/log-lines.ts";
import { releaseTask } from "../support/releases.ts";

/** The last lines of a task that wrote so. */
function linesOf(messages: readonly string[]): Promise<readonly string[]> {
  const getLogEvents = () => Promise.resolve({ events: messages.map((message) => ({ message })) });
  return readLastLines({ getLogEvents } as unknown as CloudWatchLogs, releaseTask, "arn:task/1");
}

describe("the last lines of a release", () => {
  test("come without escapes, and blank ones not at all", async () => {
    expect(await linesOf(["\u001b[31mno such table\u001b[0m\r\n", "\n", "\u202egnp.exe"])).toEqual([
      "[31mno such table [0m",
      "gnp.exe",
    ]);
  });

  test.each([
    "cannot connect to postgres://app:hunter2-hunter2@db.example:5432/catalog",
    "PASSWORD=hunter2-hunter2 is wrong",
    "Authorization: Bearer hunter2-hunter2",
    `${"x".repeat(290)} https://app:hunter2-hunter2@db.example/${"y".repeat(290)}`,
    `${"x".repeat(1000)} https://app:hunter2-hunter2@db.example/`,
  ])("come without secrets: %s", async (line) => {
    expect(JSON.stringify(await linesOf([line]))).not.toContain("hunter2");
  });

  test("are of bounded length and fit for a terminal, whatever the task wrote", async () => {
    const anything = fc.array(fc.string({ unit: "binary", maxLength: 2000, size: "max" }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anything, async (messages) => {
        for (const line of await linesOf(messages)) {
          expect(line.length).toBeLessThanOrEqual(301);
          expect(line).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u);
        }
      }),
      { numRuns: 50 },
    );
  });
});
