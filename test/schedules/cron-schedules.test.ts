import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { cronSchedules } from "../../src/schedules/cron-schedules.ts";
import { memoryLog } from "../support/memory-log.ts";

/** node-cron reads the machine's clock and timers: these are jest's. */
beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse("2026-03-10T00:30:00Z"), doNotFake: ["setImmediate", "nextTick"] });
});

afterEach(() => {
  jest.useRealTimers();
});

const MINUTE_MS = 60_000;

async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    await settle();
  }
}

describe("a schedule", () => {
  test("calls back at every match, and no more once it is stopped", async () => {
    let heard = 0;
    const stop = cronSchedules(memoryLog()).every(
      { cron: "*/5 * * * *", timezone: "UTC" },
      () => (heard += 1),
    );
    await passMinutes(11);
    expect(heard).toBe(2);
    stop();
    await passMinutes(11);
    expect(heard).toBe(2);
  });

  test("goes by its time zone", async () => {
    const heard: string[] = [];
    const schedules = cronSchedules(memoryLog());
    const stops = ["UTC", "Europe/Berlin", "America/New_York"].map((timezone) =>
      schedules.every({ cron: "0 2 * * *", timezone }, () => void heard.push(timezone)),
    );
    await passMinutes(60);
    expect(heard).toEqual(["Europe/Berlin"]);
    await passMinutes(60);
    expect(heard).toEqual(["Europe/Berlin", "UTC"]);
    stops.forEach((stop) => stop());
  });

  test("whose times passed while the machine slept calls back once", async () => {
    let heard = 0;
    const stop = cronSchedules(memoryLog()).every({ cron: "* * * * *", timezone: "UTC" }, () => (heard += 1));
    jest.setSystemTime(Date.parse("2026-03-10T06:30:20Z"));
    await passMinutes(1);
    expect(heard).toBe(1);
    stop();
  });

  test.each([
    ["six fields", "* * * * * *", "UTC"],
    ["no expression at all", "sometimes", "UTC"],
    ["an unknown time zone", "* * * * *", "Mars/Olympus"],
  ])("is refused for %s", (_name, cron, timezone) => {
    expect(() => cronSchedules(memoryLog()).every({ cron, timezone }, () => undefined)).toThrow(RangeError);
  });
});
