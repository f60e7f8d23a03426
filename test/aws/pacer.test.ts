import { describe, expect, test } from "@jest/globals";
import type { Rate } from "../../src/aws/pacer.ts";
import { createPacer } from "../../src/aws/pacer.ts";

class Throttled extends Error {}

const FAST: Rate = { perSecond: 400, burst: 100 };

async function pacerAt(read: Rate, now: () => number = Date.now) {
  const isThrottle = (error: unknown): boolean => error instanceof Throttled;
  return createPacer({ rates: { read, write: FAST }, isThrottle, now });
}

/** Real time that so many calls, asked for at once, take. */
async function timeOf(count: number, call: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await Promise.all(Array.from({ length: count }, call));
  return performance.now() - before;
}

const done = (): Promise<string> => Promise.resolve("done");
const throttled = (): Promise<never> => Promise.reject(new Throttled());

describe("the pace of calls", () => {
  test("a burst goes out at once, the rest at the rate", async () => {
    const pacer = await pacerAt({ perSecond: 8, burst: 3 });
    const order: number[] = [];
    const numbers = [0, 1, 2, 3, 4];
    const early = Promise.all(
      numbers.map((number) => pacer.pace("read", () => Promise.resolve(order.push(number)))),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(order).toEqual([0, 1, 2]);
    await early;
    expect(order).toEqual(numbers);
  });

  test("reads do not use up what writes may do", async () => {
    const pacer = await pacerAt({ perSecond: 1, burst: 1 });
    await pacer.pace("read", done);
    expect(await pacer.pace("write", done)).toBe("done");
  });

  test("a rate below one call in a refill still lets calls through", async () => {
    const pacer = await pacerAt({ perSecond: 2, burst: 1 });
    expect(await timeOf(2, () => pacer.pace("read", done))).toBeGreaterThan(300);
  });

  test("an error of the call is the caller's", async () => {
    const pacer = await pacerAt(FAST);
    await expect(pacer.pace("read", () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  });
});

describe("throttling", () => {
  /** How far apart calls are kept at the moment. */
  const spacing = async (pacer: Awaited<ReturnType<typeof pacerAt>>): Promise<number> => {
    await pacer.pace("read", done);
    return timeOf(2, () => pacer.pace("read", done));
  };

  test("keeps calls apart, ever further, and success brings the pace back", async () => {
    let now = 0;
    const pacer = await pacerAt({ perSecond: 50, burst: 1000 }, () => (now += 10_000));
    for (let times = 0; times < 3; times += 1)
      await expect(pacer.pace("read", throttled)).rejects.toBeInstanceOf(Throttled);
    expect(await spacing(pacer)).toBeGreaterThan(150);
    await timeOf(60, () => pacer.pace("read", done));
    expect(await spacing(pacer)).toBeLessThan(100);
  });

  test("of calls that were under way together counts once", async () => {
    const together = await pacerAt({ perSecond: 50, burst: 1000 }, () => 0);
    await Promise.allSettled(Array.from({ length: 10 }, () => together.pace("read", throttled)));
    expect(await spacing(together)).toBeLessThan(200);
  });
});
