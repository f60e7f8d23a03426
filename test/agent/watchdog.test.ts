import { describe, expect, test } from "@jest/globals";
import { newWatchdog } from "../../src/agent/watchdog.ts";
import { virtualClock } from "../support/virtual-clock.ts";

const MINUTE_MS = 60_000;

describe("a watchdog", () => {
  test("says what has not ended for twenty minutes, until it has", async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const watchdog = newWatchdog(clock);
    const run = watchdog.run(abort.signal);
    const work = watchdog.during("a pass of dev", () => clock.sleep(30 * MINUTE_MS));
    await clock.pass(19 * MINUTE_MS);
    expect(watchdog.unwell()).toEqual([]);
    await clock.pass(2 * MINUTE_MS);
    expect(watchdog.unwell()).toEqual(["a pass of dev has not ended for 20 minutes"]);
    await clock.pass(10 * MINUTE_MS);
    await work;
    expect(watchdog.unwell()).toEqual([]);
    abort.abort();
    await run;
  });

  test("accuses nobody when the clock is set forward", async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const watchdog = newWatchdog(clock);
    const run = watchdog.run(abort.signal);
    const work = watchdog.during("a pass of dev", () => clock.sleep(2 * MINUTE_MS));
    await clock.pass(MINUTE_MS);
    clock.jump(86_400_000);
    await clock.pass(MINUTE_MS / 2);
    expect(watchdog.unwell()).toEqual([]);
    abort.abort();
    await clock.pass(MINUTE_MS);
    await Promise.all([run, work]);
  });

  test("lets go of work that throws", async () => {
    const watchdog = newWatchdog(virtualClock());
    await expect(watchdog.during("a pass of dev", () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(watchdog.unwell()).toEqual([]);
  });
});
