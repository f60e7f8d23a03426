import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Pacer, Rate } from "../../src/aws/pacer.ts";
import { createPacer } from "../../src/aws/pacer.ts";

class Throttled extends Error {}

const PLENTY: Rate = { perSecond: 400, burst: 1000 };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

async function pacerAt(read: Rate): Promise<Pacer> {
  const isThrottle = (error: unknown): boolean => error instanceof Throttled;
  return createPacer({ rates: { read, write: PLENTY }, isThrottle, now: Date.now });
}

/** The limiter takes some turns of the event loop, each a millisecond here; steps of 50 ms hide them. */
const inSteps = (ms: number): number => Math.round(ms / 50) * 50;

/** Asks for so many reads at once; the milliseconds after which each of them went out. */
async function departures(pacer: Pacer, count: number): Promise<readonly number[]> {
  const asked = Date.now();
  const times: number[] = [];
  const call = (): Promise<number> => Promise.resolve(times.push(inSteps(Date.now() - asked)));
  const all = Promise.all(Array.from({ length: count }, () => pacer.pace("read", call)));
  await jest.advanceTimersByTimeAsync(120_000);
  await all;
  return times;
}

/** A call that AWS turns away after a while. */
async function turnedAway(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  throw new Throttled();
}

/** Lets so many reads that are under way together be throttled. */
async function throttle(pacer: Pacer, count: number): Promise<void> {
  const calls = Promise.allSettled(Array.from({ length: count }, () => pacer.pace("read", turnedAway)));
  await jest.advanceTimersByTimeAsync(15_000);
  expect((await calls).map((call) => call.status)).toEqual(Array.from({ length: count }, () => "rejected"));
}

/** How far apart two reads are kept at the moment. */
async function spacing(pacer: Pacer): Promise<number> {
  const [first = Number.NaN, second = Number.NaN] = await departures(pacer, 2);
  return second - first;
}

describe("the pace of calls", () => {
  test("a burst goes out at once, the rest at the rate", async () => {
    const times = await departures(await pacerAt({ perSecond: 4, burst: 3 }), 7);
    expect(times.slice(0, 3)).toEqual([0, 0, 0]);
    expect(times.slice(3)).toEqual([250, 500, 750, 1000]);
  });

  test("a rate below one call in a refill still lets calls through", async () => {
    expect(await departures(await pacerAt({ perSecond: 1, burst: 1 }), 3)).toEqual([0, 1000, 2000]);
  });

  test("reads do not use up what writes may do", async () => {
    const pacer = await pacerAt({ perSecond: 1, burst: 1 });
    await departures(pacer, 1);
    const asked = Date.now();
    const written = pacer.pace("write", () => Promise.resolve(inSteps(Date.now() - asked)));
    await jest.advanceTimersByTimeAsync(100);
    expect(await written).toBe(0);
  });

  test("at most ten calls of a kind are under way at once", async () => {
    const pacer = await pacerAt(PLENTY);
    let underWay = 0;
    let most = 0;
    const call = async (): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      underWay -= 1;
    };
    const all = Promise.all(Array.from({ length: 25 }, () => pacer.pace("read", call)));
    await jest.advanceTimersByTimeAsync(10_000);
    await all;
    expect(most).toBe(10);
  });

  test("an error of the call is the caller's", async () => {
    const failing = (await pacerAt(PLENTY)).pace("read", () => Promise.reject(new Error("mine")));
    const settled = Promise.allSettled([failing]);
    await jest.advanceTimersByTimeAsync(100);
    expect(await settled).toEqual([{ status: "rejected", reason: new Error("mine") }]);
  });
});

describe("throttling", () => {
  const rate: Rate = { perSecond: 4, burst: 1000 };

  test.each([
    [0, 0],
    [1, 500],
    [2, 1000],
    [3, 2000],
    [20, 10_000],
  ])("after %p throttled calls in a row, calls are about %p ms apart", async (count, apartMs) => {
    const pacer = await pacerAt(rate);
    for (let number = 0; number < count; number += 1) await throttle(pacer, 1);
    const apart = await spacing(pacer);
    expect(apart).toBeGreaterThanOrEqual(apartMs * 0.8);
    expect(apart).toBeLessThanOrEqual(apartMs);
  });

  test("success brings the pace back, little by little", async () => {
    const pacer = await pacerAt(rate);
    await throttle(pacer, 1);
    await throttle(pacer, 1);
    const slow = await spacing(pacer);
    await departures(pacer, 10);
    const better = await spacing(pacer);
    await departures(pacer, 40);
    expect(better).toBeLessThan(slow);
    expect(better).toBeGreaterThan(0);
    expect(await spacing(pacer)).toBe(0);
  });

  test("of calls that were under way together counts once", async () => {
    const pacer = await pacerAt(rate);
    await throttle(pacer, 5);
    expect(await spacing(pacer)).toBeLessThanOrEqual(500);
  });
});
