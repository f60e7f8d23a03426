import { expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function queue(fields: string): readonly string[] {
  return problemsWith({
    "apps/web.yaml": `kind: Queue\n${fields}\n`,
    "accounts/dev/apps.yaml": "web: {}\n",
  });
}

test("a queue without an order that is to leave out what came twice is refused", () => {
  expect(queue("deduplicate: true")).toEqual([
    "apps/web.yaml:2:14 deduplicate is for FIFO queues, and this is none → add fifo: true, or leave deduplicate out",
  ]);
  expect(queue("fifo: true\ndeduplicate: true")).toEqual([]);
});

test("dead letters that are gone before the living are refused", () => {
  expect(queue("retentionDays: 10\ndeadLetters: { retentionDays: 7 }")).toEqual([
    "apps/web.yaml:3:31 deadLetters.retentionDays is 7, less than retentionDays, which is 10: a message could be gone before it is a dead letter → make it at least 10",
  ]);
  expect(queue("retentionDays: 14")).toEqual([]);
});

test("an alarm that could never be raised is refused", () => {
  expect(queue("retentionDays: 1\nalarms: { oldestSeconds: 86400 }")).toEqual([
    "apps/web.yaml:3:26 alarms.oldestSeconds is 86400, but no message is kept longer than 1 days → make it less than 86400",
  ]);
  expect(queue("alarms: { oldestSeconds: 600 }")).toEqual([]);
});
