import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readRevision } from "../../src/git/revision.ts";

let dir: string;
let ran: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mooring-git-"));
  ran = join(dir, "..", `${dir.split("/").at(-1) ?? ""}-ran`);
});

afterEach(() => {
  for (const path of [dir, ran]) rmSync(path, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const env = { PATH: process.env["PATH"], HOME: dir, GIT_CONFIG_NOSYSTEM: "1" };
  const who = ["-c", "user.name=Alice Example", "-c", "user.email=alice@acme.example"];
  return execFileSync("git", [...who, ...args], { cwd: dir, env, encoding: "utf8" }).trim();
}

function write(path: string, text = "text\n"): string {
  const file = join(dir, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function commit(subject = "storefront: 2.7.2"): string {
  write("mooring.yaml", "version: 1\n");
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", subject, "-m", "Body.");
  return git("rev-parse", "HEAD");
}

/** A program that leaves a trace when it is run. */
function trap(path: string): string {
  const file = write(path, `#!/bin/sh\ntouch '${ran}'\ncat\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("the revision of a folder", () => {
  test("is its commit, with author and subject", async () => {
    const id = commit();
    expect(await readRevision(dir)).toEqual({
      commit: id,
      author: "Alice Example",
      subject: "storefront: 2.7.2",
      isDirty: false,
    });
  });

  test.each([
    ["a changed file", () => write("mooring.yaml", "version: 2\n")],
    ["a new file", () => write("apps/new.yaml")],
    ["a deleted file", () => rmSync(join(dir, "mooring.yaml"))],
    ["a staged file", () => git("add", write("apps/new.yaml"))],
  ])("is dirty with %s", async (_what, change) => {
    commit();
    change();
    expect(await readRevision(dir)).toMatchObject({ isDirty: true });
  });

  test("is not dirty because of what is outside the folder, or of Mooring's own state in it", async () => {
    write("environments/mooring.yaml");
    commit();
    write("README.md");
    write("environments/.mooring/sandbox/journal");
    expect(await readRevision(join(dir, "environments"))).toMatchObject({ isDirty: false });
  });

  test("has no control characters, whatever the commit says", async () => {
    commit("red \u001b[31m and \u202ebackwards");
    expect((await readRevision(dir))?.subject).toBe("red  [31m and  backwards");
  });

  test("is that of the folder, whatever the environment says of git", async () => {
    const id = commit();
    process.env["GIT_DIR"] = "/nonexistent";
    try {
      expect((await readRevision(dir))?.commit).toBe(id);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  test.each([
    ["a folder that is no repository", () => undefined],
    ["a repository without a commit", () => git("init", "-q")],
    ["a folder that is not there", () => rmSync(dir, { recursive: true })],
    ["a bare repository, which anybody can hide in a checkout", () => git("init", "-q", "--bare")],
  ])("is undefined for %s", async (_what, prepare) => {
    prepare();
    expect(await readRevision(dir)).toBeUndefined();
  });
});

describe("a repository that wants programs to be run", () => {
  test.each([
    ["a file system monitor", () => git("config", "core.fsmonitor", trap("monitor"))],
    ["a hook", () => trap(".git/hooks/post-index-change")],
    ["hooks elsewhere", () => git("config", "core.hooksPath", join(trap("hooks/post-index-change"), ".."))],
    ["a clean filter", () => git("config", "filter.evil.clean", trap("filter"))],
    ["a filter process", () => git("config", "filter.evil.process", trap("filter"))],
  ])("does not get %s", async (_what, prepare) => {
    write(".gitattributes", "*.yaml filter=evil\n");
    commit();
    prepare();
    // The file's time differs from what git remembers, so its content is looked at.
    write("mooring.yaml", "version: 2\n");
    utimesSync(join(dir, "mooring.yaml"), 1, 1);
    expect(await readRevision(dir)).toMatchObject({ isDirty: true });
    expect(existsSync(ran)).toBe(false);
  });

  test("would have had its filter run by a plain git status", () => {
    write(".gitattributes", "*.yaml filter=evil\n");
    commit();
    git("config", "filter.evil.clean", trap("filter"));
    write("mooring.yaml", "version: 2\n");
    git("status", "--porcelain");
    expect(existsSync(ran)).toBe(true);
  });
});
