import { existsSync } from "node:fs";
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { folderHistory, type HistoryLimits } from "../../src/history/folder-history.ts";
import { eventDocument } from "../../src/model/event-document.ts";
import { agentEvent } from "../support/events.ts";
import { memoryLog } from "../support/memory-log.ts";

let root = "";
let folder = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mooring-history-"));
  folder = join(root, "history");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const FIRST = "events-00000001.jsonl";
const ALL = { limit: 10_000 };

function open(limits: Partial<HistoryLimits> = {}) {
  const log = memoryLog();
  return { log, history: folderHistory({ folder, log, limits }) };
}

/** Keeps these events and closes. */
async function keep(numbers: readonly number[], limits: Partial<HistoryLimits> = {}): Promise<void> {
  const { history } = open(limits);
  for (const number of numbers) {
    history.add(agentEvent(number));
    await history.close();
  }
}

async function numbersRead(filter: Parameters<ReturnType<typeof folderHistory>["read"]>[0] = ALL) {
  const events = await open().history.read(filter);
  return events.map(({ id }) => Number.parseInt(id, 16));
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

describe("a history in a folder", () => {
  test("is there for the next process, newest first", async () => {
    await keep([1, 2, 3]);
    expect(await open().history.read(ALL)).toEqual([agentEvent(3), agentEvent(2), agentEvent(1)]);
  });

  test("shows what was added a moment ago", async () => {
    const { history } = open();
    history.add(agentEvent(1));
    expect(await history.read(ALL)).toEqual([agentEvent(1)]);
  });

  test("that was never written is empty, and reading makes no folder", async () => {
    expect(await numbersRead()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test("shows an event that was told twice once", async () => {
    await keep([1, 2, 1]);
    expect(await numbersRead()).toEqual([2, 1]);
  });

  test("begins a new file when one is full", async () => {
    await keep(upTo(30), { fileBytes: 1000 });
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(2000);
    expect(await numbersRead()).toEqual(upTo(30).toReversed());
  });

  test("drops its oldest files when there is too much, and keeps the newest events", async () => {
    await keep(upTo(60), { fileBytes: 1000, bytes: 5000 });
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6500);
    const kept = await numbersRead();
    expect(kept.length).toBeGreaterThan(5);
    expect(kept).toEqual(upTo(60).slice(-kept.length).toReversed());
  });

  test("drops files that are too old", async () => {
    const limits = { fileBytes: 100, ageMs: 3_600_000 };
    await keep([1, 2], limits);
    await utimes(join(folder, FIRST), new Date(0), new Date(0));
    await keep([3], limits);
    expect(await numbersRead()).toEqual([3, 2]);
  });

  test("writes many events of one moment at once, and none is lost", async () => {
    const { history } = open();
    for (const number of upTo(2000)) history.add(agentEvent(number));
    await history.close();
    expect(await numbersRead()).toEqual(upTo(2000).toReversed());
  });
});

describe("a filter", () => {
  beforeEach(async () => {
    const { history } = open({ fileBytes: 1000 });
    for (const number of upTo(20)) {
      history.add(
        agentEvent(number, {
          account: number % 2 === 0 ? "dev" : "production",
          app: number % 3 === 0 ? "catalog" : "storefront",
        }),
      );
      await history.close();
    }
  });

  test.each([
    ["a limit", { limit: 3 }, [19, 18, 17]],
    ["nothing wanted", { limit: 0 }, []],
    ["an account", { account: "dev", limit: 3 }, [18, 16, 14]],
    ["an app", { app: "catalog", limit: 3 }, [18, 15, 12]],
    ["an app in an account", { account: "dev", app: "catalog", limit: 9 }, [18, 12, 6, 0]],
    ["a time", { since: agentEvent(17).at, limit: 9 }, [19, 18, 17]],
    ["an account that is not there", { account: "test", limit: 9 }, []],
  ])("by %s", async (_what, filter, expected) => {
    expect(await numbersRead(filter)).toEqual(expected);
  });

  test("by an app tells of its release as well, and by the release only of that", async () => {
    const { history } = open();
    history.add(agentEvent(30, { app: "catalog-release" }));
    await history.close();
    expect(await numbersRead({ app: "catalog", limit: 2 })).toEqual([30, 18]);
    expect(await numbersRead({ app: "catalog-release", limit: 2 })).toEqual([30]);
  });

  test("does not load files that are older than the time asked for", async () => {
    const day = 24 * 60;
    await keep([5 * day, 5 * day + 1], { fileBytes: 1 });
    const names = (await readdir(folder)).toSorted();
    await writeFile(
      join(folder, names[0] ?? ""),
      `${JSON.stringify(eventDocument(agentEvent(5 * day + 9)))}\n`,
    );
    expect(await numbersRead({ since: agentEvent(5 * day).at, limit: 9 })).toEqual([5 * day + 1, 5 * day]);
  });
});

describe("what goes wrong", () => {
  test("a last line that was torn by a crash is left out, and the next event stands on its own line", async () => {
    await keep([1]);
    await appendFile(join(folder, FIRST), '{"id":"00000000');
    await keep([2]);
    expect(await numbersRead()).toEqual([2, 1]);
  });

  test.each([
    ["garbage", "\u0000\u0000garbage\n"],
    ["an event of a newer version", '{"id":"x","kind":"paused","at":"2026-11-23T00:00:00Z"}\n'],
    ["JSON that is no event", "[]\n42\nnull\n{}\n"],
    ["empty lines", "\n\n\n"],
  ])("%s between the lines is left out", async (_what, text) => {
    await keep([1]);
    await appendFile(join(folder, FIRST), text);
    await keep([2]);
    expect(await numbersRead()).toEqual([2, 1]);
  });

  test("files of others in the folder stay, and are not read", async () => {
    await keep([1]);
    await writeFile(join(folder, "notes.txt"), "mine");
    await keep(upTo(50), { fileBytes: 500, bytes: 1000 });
    expect(await readFile(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });

  test("a folder that vanished is made again", async () => {
    const { history, log } = open();
    history.add(agentEvent(1));
    await history.close();
    await rm(folder, { recursive: true });
    history.add(agentEvent(2));
    await history.close();
    expect([await numbersRead(), log.lines]).toEqual([[2], []]);
  });

  test("a folder that cannot be made is told once, and what waits is written when it can", async () => {
    await writeFile(folder, "in the way");
    const { history, log } = open();
    for (const number of [1, 2, 3]) {
      history.add(agentEvent(number));
      await history.close();
    }
    expect(await history.read(ALL)).toHaveLength(3);
    await rm(folder);
    history.add(agentEvent(4));
    await history.close();
    expect(await numbersRead()).toEqual([4, 3, 2, 1]);
    expect(log.lines.map(({ message }) => message)).toEqual([
      "history cannot be written",
      "history is written again",
    ]);
  });

  test("while it cannot be written, a bounded number waits", async () => {
    await writeFile(folder, "in the way");
    const { history } = open({ waiting: 5 });
    for (const number of upTo(20)) history.add(agentEvent(number));
    await history.close();
    expect((await history.read(ALL)).map(({ id }) => Number.parseInt(id, 16))).toEqual([19, 18, 17, 16, 15]);
  });
});

(existsSync("/dev/full") ? describe : describe.skip)("a full disk (needs /dev/full)", () => {
  test("is told once, and what waits is written when there is room", async () => {
    await keep([1]);
    await rm(join(folder, FIRST));
    await symlink("/dev/full", join(folder, FIRST));
    const { history, log } = open();
    for (const number of [2, 3]) {
      history.add(agentEvent(number));
      await history.close();
    }
    await rm(join(folder, FIRST));
    history.add(agentEvent(4));
    await history.close();
    expect(await numbersRead()).toEqual([4, 3, 2]);
    expect(log.lines).toMatchObject([
      { message: "history cannot be written", fields: { why: expect.stringContaining("ENOSPC") } },
      { message: "history is written again" },
    ]);
  });
});
