import { expect, test } from "@jest/globals";
import { systemClock } from "../../src/clock/system-clock.ts";

const AN_HOUR_MS = 3_600_000;

test("a sleep that is aborted ends at once and without an error", async () => {
  const abort = new AbortController();
  const asleep = systemClock.sleep(AN_HOUR_MS, abort.signal);
  abort.abort();
  await expect(asleep).resolves.toBeUndefined();
});

test("a sleep under a signal that was aborted before does not begin", async () => {
  await expect(systemClock.sleep(AN_HOUR_MS, AbortSignal.abort())).resolves.toBeUndefined();
});

test("a sleep takes its time", async () => {
  const before = systemClock.now();
  await systemClock.sleep(30);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(25);
});
