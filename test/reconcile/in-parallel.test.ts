import { describe, expect, test } from "@jest/globals";
import { inParallel } from "../../src/reconcile/in-parallel.ts";

describe("work on many items at once", () => {
  test("gives the results in the order of the items, whatever ends first", async () => {
    const gates = new Map<number, () => void>();
    const results = inParallel([1, 2, 3], 3, async (item) => {
      await new Promise<void>((resolve) => gates.set(item, resolve));
      return item * 10;
    });
    for (const item of [3, 1, 2]) {
      await untilBegun(() => gates.has(item));
      gates.get(item)?.();
    }
    expect(await results).toEqual([10, 20, 30]);
  });

  test("never has more under way than the limit", async () => {
    let underWay = 0;
    let most = 0;
    await inParallel([...Array(20).keys()], 4, async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
    });
    expect(most).toBe(4);
  });

  test("begins nothing more after a failure, finishes what was begun, and throws the first failure", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error("one");
      await Promise.resolve();
      ended.push(item);
    });
    await expect(work).rejects.toThrow("one");
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });
});

async function untilBegun(isBegun: () => boolean): Promise<void> {
  while (!isBegun()) await new Promise<void>((resolve) => setImmediate(resolve));
}
