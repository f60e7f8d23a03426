import { expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function cache(fields: string): readonly string[] {
  return problemsWith({
    "apps/web.yaml": `kind: Cache\n${fields}\n`,
    "accounts/dev/apps.yaml": "web: {}\n",
  });
}

test("a time that no clock shows is refused", () => {
  expect(cache("snapshotDays: 7\nsnapshotTime: 24:30")).toEqual([
    "apps/web.yaml:3:15 snapshotTime is 24:30, which no clock shows → write it like 03:00, in UTC",
  ]);
});

test("a time for snapshots that nobody makes is refused", () => {
  expect(cache('snapshotTime: "03:00"')).toEqual([
    "apps/web.yaml:2:15 snapshotTime says when a snapshot is made, and snapshotDays is 0: none is made → add snapshotDays, such as 7, or leave snapshotTime out",
  ]);
});

test("a time for snapshots that are made is fine, and so is no time", () => {
  expect(cache('snapshotDays: 7\nsnapshotTime: "03:00"')).toEqual([]);
  expect(cache("snapshotDays: 7")).toEqual([]);
});
