import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { DueQueue } from "../../../src/sandbox/cloudformation/due-queue.ts";

test("what is due comes earliest first, and in the order of adding at one time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const queue = new DueQueue();
      const taken: [number, number][] = [];
      times.forEach((at, order) => queue.add({ at, run: () => taken.push([at, order]) }));
      for (let due = queue.take(); due !== undefined; due = queue.take()) due.run();
      const expected = times
        .map((at, order): [number, number] => [at, order])
        .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(taken).toEqual(expected);
    }),
  );
});
