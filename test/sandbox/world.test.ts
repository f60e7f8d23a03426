import { expect, test } from "@jest/globals";
import { advanceClock, durationsOf, sandboxClock, setDurations, stepMs } from "../../src/sandbox/clock.ts";
import type { Table, TableKind } from "../../src/sandbox/world.ts";
import { createWorld } from "../../src/sandbox/world.ts";

interface Pet {
  readonly name: string;
  readonly owner: string;
}

const pets: TableKind<Pet> = { name: "pets", groupBy: (pet) => pet.owner };
const names = (found: readonly Pet[]) => found.map((pet) => pet.name);

test("records are found by key and by group, and a record that changes its group leaves the old one", () => {
  const table = createWorld().region("1", "r").table(pets);
  table.put("a", { name: "a", owner: "x" });
  table.put("b", { name: "b", owner: "x" });
  table.put("a", { name: "a", owner: "y" });
  expect(table.get("a")?.owner).toBe("y");
  expect([names(table.inGroup("x")), names(table.inGroup("y"))]).toEqual([["b"], ["a"]]);
  table.delete("b");
  expect([table.countInGroup("x"), table.countInGroup("y"), table.size]).toEqual([0, 1, 1]);
});

test("places do not share tables of one name", () => {
  const world = createWorld();
  world.region("1", "r").table(pets).put("a", { name: "a", owner: "x" });
  expect(
    [world.region("1", "s"), world.region("2", "r"), world.account("1")].map(
      (place) => place.table(pets).size,
    ),
  ).toEqual([0, 0, 0]);
});

test("a loaded record is grouped, whether the table was open before or not", () => {
  const world = createWorld();
  world.load("region/1/r/pets", "a", { name: "a", owner: "x" });
  const table = world.region("1", "r").table(pets);
  world.load("region/1/r/pets", "b", { name: "b", owner: "x" });
  expect(names(table.inGroup("x"))).toEqual(["a", "b"]);
  expect([...world.regions()].map(({ account, region }) => [account, region])).toEqual([["1", "r"]]);
});

test("stored records are counted unread, and are there in their order as soon as one is asked for", () => {
  const world = createWorld();
  let reads = 0;
  const store = (...pets: readonly Pet[]) => ({
    count: pets.length,
    read() {
      reads++;
      return pets.map((pet) => [pet.name, pet] as const);
    },
  });
  world.loadLater("region/1/r/pets", store({ name: "a", owner: "x" }, { name: "b", owner: "x" }));
  world.loadLater("region/1/r/pets", store({ name: "c", owner: "x" }));
  const table = world.region("1", "r").table(pets);
  expect([table.size, world.count(), reads]).toEqual([3, 3, 0]);
  expect(names(table.inGroup("x"))).toEqual(["a", "b", "c"]);
  expect([table.size, world.count(), reads]).toEqual([3, 3, 2]);
});

test.each([
  ["put", (table: Table<Pet>) => table.put("b", { name: "b", owner: "y" }), ["a x", "b y", "c x"]],
  ["deleted", (table: Table<Pet>) => table.delete("b"), ["a x", "c x"]],
])("a stored record that is %s unread is changed like any other", (_what, change, left) => {
  const world = createWorld();
  const stored = ["a", "b"].map((name) => [name, { name, owner: "x" }] as const);
  world.loadLater("world/pets", { count: 2, read: () => stored });
  world.load("world/pets", "c", { name: "c", owner: "x" });
  const table = world.table(pets);
  change(table);
  expect([...table.values()].map(({ name, owner }) => `${name} ${owner}`)).toEqual(left);
  expect(["x", "y"].flatMap((owner) => names(table.inGroup(owner))).toSorted()).toEqual(
    left.map((text) => text.slice(0, 1)),
  );
});

test("stored records that cannot be read stay unread, and say so to everyone who asks", () => {
  const world = createWorld();
  const read = () => {
    throw new Error("damaged");
  };
  world.loadLater("world/pets", { count: 1, read });
  const table = world.table(pets);
  for (const ask of [() => table.get("a"), () => table.inGroup("x"), () => [...world.snapshot()]])
    expect(ask).toThrow("damaged");
  expect(table.size).toBe(1);
});

test("the listener hears puts, deletions of what was there, and the reset; not what is loaded", () => {
  const world = createWorld();
  const heard: unknown[] = [];
  world.onChange((...change) => heard.push(change));
  const table = world.table(pets);
  world.load("world/pets", "z", { name: "z", owner: "x" });
  table.put("a", { name: "a", owner: "x" });
  table.delete("nobody");
  world.reset();
  expect(heard).toEqual([
    ["world/pets", "a", { name: "a", owner: "x" }],
    ["world/pets", "z", undefined],
    ["world/pets", "a", undefined],
  ]);
  expect([...world.snapshot()]).toEqual([]);
});

test("a reset keeps the world-level tables it is told to keep", () => {
  const world = createWorld();
  world.table(pets).put("a", { name: "a", owner: "x" });
  world.account("1").table(pets).put("b", { name: "b", owner: "x" });
  world.reset(["pets"]);
  expect([...world.snapshot()].map(([, key]) => key)).toEqual(["a"]);
});

test("time is real time plus what it was moved forward, and never runs backwards", () => {
  const world = createWorld();
  let real = 1000;
  const clock = sandboxClock(world, () => real);
  expect(clock.now()).toBe(1000);
  advanceClock(world, 500);
  expect(clock.now()).toBe(1500);
  real = 900;
  expect(clock.now()).toBe(1500);
});

test("durations are instant until they are scaled", () => {
  const world = createWorld();
  expect([durationsOf(world), stepMs(world, 60)]).toEqual(["instant", 0]);
  setDurations(world, { scale: 0.1 });
  expect([durationsOf(world), stepMs(world, 60)]).toEqual([{ scale: 0.1 }, 6000]);
  setDurations(world, "instant");
  expect(durationsOf(world)).toBe("instant");
});
