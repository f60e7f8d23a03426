import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { folderSource } from "../../src/git/folder-source.ts";
import type { RepositorySource } from "../../src/model/source.ts";
import { newRepository } from "../support/git-repository.ts";

let dir: string;
let sources: RepositorySource[];

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "mooring-folder-")), "environments");
  mkdirSync(dir);
  write("mooring.yaml", "version: 1\n");
  sources = [];
});

afterEach(async () => {
  for (const source of sources) await source.close();
  rmSync(join(dir, ".."), { recursive: true, force: true });
});

function write(path: string, text: string): void {
  const file = join(dir, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
}

function follow(debounceMs = 20): RepositorySource {
  const source = folderSource({ dir, debounceMs });
  sources.push(source);
  return source;
}

/** A source that is listened to, and the wait for what it tells next. */
function listened(debounceMs?: number) {
  const source = follow(debounceMs);
  let told = 0;
  let wake: (() => void) | undefined;
  source.onChange(() => {
    told += 1;
    wake?.();
  });
  return {
    source,
    told: () => told,
    /** Makes the change again and again until it is told: watching begins a moment after it was asked for. Gives how often it was told. */
    until: async (change: (count: number) => void): Promise<number> => {
      const before = told;
      for (let count = 0; told === before; count += 1) {
        change(count);
        await new Promise<void>((done) => {
          wake = done;
          setTimeout(done, 200);
        });
      }
      return told - before;
    },
  };
}

describe("a folder", () => {
  test("is new at first, and the same as long as nobody changes it", async () => {
    const source = follow();
    const first = await source.refresh();
    expect(first).toEqual({ kind: "new", snapshot: { dir, revision: undefined }, isRewritten: false });
    expect(await source.refresh()).toEqual({ kind: "same", snapshot: { dir, revision: undefined } });
  });

  test.each([
    ["a changed file", () => write("mooring.yaml", "version: 2\n")],
    ["a new file", () => write("apps/a.yaml", "kind: Service\n")],
    ["a new empty folder", () => mkdirSync(join(dir, "accounts"))],
    ["a deleted file", () => rmSync(join(dir, "mooring.yaml"))],
    ["a renamed file", () => renameSync(join(dir, "mooring.yaml"), join(dir, "mooring.yml"))],
    ["a new link", () => symlinkSync("/etc/passwd", join(dir, "link"))],
  ])("is new with %s, though nobody watched", async (_what, change) => {
    const source = follow();
    await source.refresh();
    change();
    expect(await source.refresh()).toMatchObject({ kind: "new" });
    expect(await source.refresh()).toMatchObject({ kind: "same" });
  });

  test("is the same whatever happens in .git, .mooring and behind a link", async () => {
    const outside = join(dir, "../outside");
    mkdirSync(outside);
    symlinkSync(outside, join(dir, "link"));
    const source = follow();
    mkdirSync(join(dir, ".mooring"));
    await source.refresh();
    write(".mooring/sandbox/journal", "x");
    writeFileSync(join(outside, "file"), "x");
    expect(await source.refresh()).toMatchObject({ kind: "same" });
  });

  test("under git has its commit, and is new when its changes were committed", async () => {
    const repository = newRepository(dir);
    const first = repository.commit({});
    write("mooring.yaml", "version: 2\n");
    const source = follow();
    const dirty = { commit: first, isDirty: true };
    expect(await source.refresh()).toMatchObject({ kind: "new", snapshot: { revision: dirty } });
    const second = repository.commit({}, "version 2");
    const clean = { commit: second, isDirty: false, subject: "version 2" };
    expect(await source.refresh()).toMatchObject({ kind: "new", snapshot: { revision: clean } });
  });

  test("that vanished fails with its name, and is new when it is back", async () => {
    const source = follow();
    await source.refresh();
    rmSync(dir, { recursive: true });
    expect(await source.refresh()).toEqual({
      kind: "failed",
      why: { message: `there is no folder ${dir}`, remedy: expect.any(String) },
    });
    mkdirSync(dir);
    expect(await source.refresh()).toMatchObject({ kind: "new" });
  });

  test("with more files than any environments repository has fails", async () => {
    for (let count = 0; count <= 20_001; count += 1) writeFileSync(join(dir, String(count)), "");
    const failed = await follow().refresh();
    expect(failed).toMatchObject({ why: { message: `${dir} holds more than 20000 files` } });
  });
});

describe("a folder that is watched", () => {
  test("tells of a changed file", async () => {
    const { source, until } = listened();
    await source.refresh();
    await until((count) => write("mooring.yaml", `version: ${count}\n`));
    expect(await source.refresh()).toMatchObject({ kind: "new" });
  });

  test("tells of a file in a folder that was not there before", async () => {
    const { until } = listened();
    expect(await until((count) => write(`accounts/test-${count}/account.yaml`, ""))).toBeGreaterThan(0);
  });

  test("tells while changes never end", async () => {
    const { told, until } = listened(100);
    await until((count) => write("mooring.yaml", `version: ${count}\n`));
    const before = told();
    for (let count = 0; told() === before; count += 1) {
      write("mooring.yaml", `endless: ${count}\n`);
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(told()).toBeGreaterThan(before);
  });

  test("is watched again when it is back", async () => {
    const { source, until } = listened();
    await until((count) => write("mooring.yaml", `version: ${count}\n`));
    rmSync(dir, { recursive: true });
    expect(await source.refresh()).toMatchObject({ kind: "failed" });
    mkdirSync(dir);
    expect(await source.refresh()).toMatchObject({ kind: "new" });
    expect(await until((count) => write("mooring.yaml", `again: ${count}\n`))).toBeGreaterThan(0);
  });

  test("tells nothing any more when it was closed", async () => {
    const { source, told, until } = listened();
    await until((count) => write("mooring.yaml", `version: ${count}\n`));
    await source.close();
    const before = told();
    write("mooring.yaml", "closed: true\n");
    const other = listened();
    await other.until((count) => write("apps/other.yaml", `version: ${count}\n`));
    expect(told()).toBe(before);
  });
});
