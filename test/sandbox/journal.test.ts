import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { openJournal } from "../../src/sandbox/journal.ts";
import type { TableKind, World } from "../../src/sandbox/world.ts";
import { createWorld } from "../../src/sandbox/world.ts";

const numbers: TableKind<number> = { name: "numbers" };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, "journal.ndjson");

const contentOf = (world: World) => [...world.snapshot()];

function reopened(): World {
  const world = createWorld();
  openJournal(folder, world).close();
  return world;
}

describe("the journal", () => {
  test("what was flushed is there again, in the same order; what was not is lost", () => {
    const world = createWorld();
    const journal = openJournal(folder, world);
    const table = world.region("111111111111", "eu-west-1").table(numbers);
    table.put("b", 1);
    table.put("a", 2);
    table.put("b", 3);
    journal.flush();
    table.put("c", 4);
    expect(contentOf(reopened())).toEqual([
      ["region/111111111111/eu-west-1/numbers", "b", 3],
      ["region/111111111111/eu-west-1/numbers", "a", 2],
    ]);
  });

  test("one request's changes survive together or not at all, wherever the last line is torn", () => {
    const world = createWorld();
    const journal = openJournal(folder, world);
    const table = world.table(numbers);
    table.put("first", 1);
    journal.flush();
    const whole = readFileSync(path()).length;
    table.put("x", 1);
    table.put("y", 2);
    table.delete("first");
    journal.flush();
    const full = readFileSync(path());
    for (let length = whole; length < full.length; length++) {
      writeFileSync(path(), full);
      truncateSync(path(), length);
      expect(contentOf(reopened())).toEqual([["world/numbers", "first", 1]]);
    }
    writeFileSync(path(), full);
    expect(contentOf(reopened())).toEqual([
      ["world/numbers", "x", 1],
      ["world/numbers", "y", 2],
    ]);
  });

  test("after a torn line new changes are kept", () => {
    reopened();
    appendFileSync(path(), '[["world/numbers","torn"');
    const world = createWorld();
    const journal = openJournal(folder, world);
    world.table(numbers).put("new", 1);
    journal.flush();
    expect(contentOf(reopened())).toEqual([["world/numbers", "new", 1]]);
  });

  test("a journal of mostly dead records is written anew and smaller", () => {
    const world = createWorld();
    const journal = openJournal(folder, world);
    for (let count = 0; count < 3000; count++) {
      world.table(numbers).put("a", count);
      journal.flush();
    }
    const before = readFileSync(path()).length;
    expect(contentOf(reopened())).toEqual([["world/numbers", "a", 2999]]);
    expect(readFileSync(path()).length).toBeLessThan(before / 100);
    expect(contentOf(reopened())).toEqual([["world/numbers", "a", 2999]]);
  });

  test("a journal with many dead records is written anew when it is closed", () => {
    const world = createWorld();
    const journal = openJournal(folder, world);
    for (let count = 0; count < 3000; count++) {
      world.table(numbers).put(`a${count % 1200}`, count);
      journal.flush();
    }
    const before = readFileSync(path()).length;
    journal.close();
    const after = readFileSync(path());
    expect(after.length).toBeLessThan(before / 2);
    expect(contentOf(reopened())).toEqual(contentOf(world));
    expect(readFileSync(path())).toEqual(after);
  });

  test("a journal of many changes that are all alive is written by table when it is closed", () => {
    const world = createWorld();
    const journal = openJournal(folder, world);
    for (let count = 0; count < 1500; count++) world.table(numbers).put(`n${count}`, count);
    journal.close();
    expect(
      readFileSync(path(), "utf8").match(/^\{"table":"world\/numbers","count":[0-9]+\}$/gm),
    ).toHaveLength(8);
    expect(contentOf(reopened())).toEqual(contentOf(world));
  });

  test.each([
    ["a damaged line in the middle", 'nonsense\n[["world/numbers","a",1]]\n', /:2: this line is damaged/],
    [
      "what should follow a table's name",
      '{"table":"world/numbers","count":1}\n',
      /:2: this line is damaged/,
    ],
    ["a change without a key", '[["world/numbers"]]\n', /:2: this line is damaged/],
  ])("%s is an error with its place, not a world with holes", (_what, lines, message) => {
    reopened();
    appendFileSync(path(), lines);
    expect(() => openJournal(folder, createWorld())).toThrow(message);
  });

  test("what was written anew is not looked at before it is asked for; damage is an error with its place, and is left as it is", () => {
    const world = createWorld();
    for (const name of ["numbers", "others"]) world.table({ name }).put("a", 1);
    openJournal(folder, world).close();
    const fresh = readFileSync(path(), "utf8");
    const damaged = fresh.replace('{"table":"world/others","count":1}\n[["a",1]]', (lines) => `${lines}]`);
    expect(damaged).not.toBe(fresh);
    writeFileSync(path(), damaged);
    const again = createWorld();
    const journal = openJournal(folder, again);
    expect([again.count(), again.table(numbers).get("a")]).toEqual([2, 1]);
    expect(() => again.table({ name: "others" }).get("a")).toThrow(/:5: this line is damaged/);
    journal.close();
    expect(readFileSync(path(), "utf8")).toBe(damaged);
  });

  test("changes of what was written anew survive the next starts", () => {
    const world = createWorld();
    const table = world.table(numbers);
    for (let count = 0; count < 450; count++) table.put(`n${count}`, count);
    openJournal(folder, world).close();
    const second = createWorld();
    const journal = openJournal(folder, second);
    second.table(numbers).put("n7", -7);
    second.table(numbers).delete("n300");
    second.table(numbers).put("new", 1);
    journal.flush();
    const third = reopened();
    expect([third.count(), contentOf(third)]).toEqual([450, contentOf(second)]);
    expect(third.table(numbers).get("n7")).toBe(-7);
  });

  test("a file that is no journal is left alone", () => {
    writeFileSync(path(), "my notes\n");
    expect(() => openJournal(folder, createWorld())).toThrow(/:1: this is not a journal/);
    expect(readFileSync(path(), "utf8")).toBe("my notes\n");
  });

  test("any changes, flushed anyhow, give the same world again", () => {
    const change = fc.record({
      key: fc.constantFrom("a", "b", "c\n", "d|é"),
      value: fc.option(fc.nat(), { nil: undefined }),
      isFlushed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        rmSync(path(), { force: true });
        const world = createWorld();
        const journal = openJournal(folder, world);
        for (const { key, value, isFlushed } of changes) {
          if (value === undefined) world.table(numbers).delete(key);
          else world.table(numbers).put(key, value);
          if (isFlushed) journal.flush();
        }
        journal.close();
        expect(contentOf(reopened())).toEqual(contentOf(world));
      }),
      { numRuns: 50 },
    );
  });
});
