import { describe, expect, test } from "@jest/globals";
import { Complaint } from "../../src/cli/complaint.ts";
import {
  gather,
  readDurations,
  readEndpoint,
  readPort,
  readTimePast,
  readTimeSpan,
  readTimeToCome,
} from "../../src/cli/readings.ts";

/** The time that was read; `undefined` when it was refused as wrong usage. */
function readOrRefused(read: () => number): number | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Complaint && error.kind === "usage") return undefined;
    throw error;
  }
}

describe("what a command line says", () => {
  test.each([
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["24h", 86_400_000],
  ])("the time %s is %d ms", (text, ms) => {
    expect(readTimeSpan("--timeout", text)).toBe(ms);
  });

  test.each(["", "30", "0s", "1.5h", "-1m", "25h", "1d", "9999999s"])("the time %j is refused", (text) => {
    expect(() => readTimeSpan("--timeout", text)).toThrow("--timeout must be a time like 90s, 30m or 2h");
  });

  test.each([
    ["2h", 7_200_000 + 1000],
    ["1970-01-01T01:00:00+01:00", undefined],
    ["1970-01-01T00:00:02Z", 2000],
    ["1970-01-01T00:00:01Z", undefined],
    ["1970-01-01", undefined],
    ["1970-01-02T00:00:00", undefined],
  ])("the time to come %s is %s, a second after the epoch", (text, at) => {
    expect(readOrRefused(() => readTimeToCome("--until", text, 1000))).toBe(at);
  });

  test.each([
    ["24h", Date.UTC(2026, 10, 22, 12)],
    ["7d", Date.UTC(2026, 10, 16, 12)],
    ["2w", Date.UTC(2026, 10, 9, 12)],
    ["2026-11-23", Date.UTC(2026, 10, 23)],
    ["2026-11-23T12:30:00+01:00", Date.UTC(2026, 10, 23, 11, 30)],
    ["2026-11-23T12:30:00", undefined],
    ["2026-13-40", undefined],
    ["2026-11-24", undefined],
    ["99999w", undefined],
    ["0h", undefined],
    ["yesterday", undefined],
    ["", undefined],
  ])("the time past %j is %s, on 23 November 2026 at noon", (text, at) => {
    expect(readOrRefused(() => readTimePast("--since", text, Date.UTC(2026, 10, 23, 12)))).toBe(at);
  });

  test("ports go from 0 to 65535", () => {
    expect([readPort("--port", "0"), readPort("--port", "65535")]).toEqual([0, 65535]);
    for (const text of ["65536", "-1", "http", ""])
      expect(() => readPort("--port", text)).toThrow("--port must be");
  });

  test("an endpoint is an address of the web, kept without a slash at its end", () => {
    expect(readEndpoint("--endpoint", "http://127.0.0.1:4570/")).toBe("http://127.0.0.1:4570");
    for (const text of ["127.0.0.1:4570", "file:///etc", ""]) {
      expect(() => readEndpoint("--endpoint", text)).toThrow("--endpoint must be an address");
    }
  });

  test("durations are instant or a factor", () => {
    expect([readDurations("--d", "instant"), readDurations("--d", ".5")]).toEqual(["instant", ".5"]);
    for (const text of ["0", "101", "fast", "-1"])
      expect(() => readDurations("--d", text)).toThrow("--d must be");
  });

  test("an option given several times gathers", () => {
    expect(gather("b", gather("a"))).toEqual(["a", "b"]);
  });
});
