import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { remoteSource } from "../../src/git/remote-source.ts";
import { filesIn, followed, next } from "../support/followed.ts";
import { newRepository } from "../support/git-repository.ts";

const given = followed();

describe("following a branch", () => {
  test("lays out the newest commit, byte for byte", async () => {
    const files = { "mooring.yaml": "version: 1\r\n", "apps/storefront.yaml": "$Id$\nkind: Service\n" };
    const attributes = "*.yaml text eol=crlf ident working-tree-encoding=UTF-16LE filter=lfs\n";
    mkdirSync(join(given.remote.dir, ".git/info"), { recursive: true });
    writeFileSync(
      join(given.remote.dir, ".git/info/attributes"),
      "* -text !eol -ident -filter !working-tree-encoding\n",
    );
    const commit = given.remote.commit({ ...files, ".gitattributes": attributes });
    const { snapshot, isRewritten } = await next(given.follow());
    expect(filesIn(snapshot.dir)).toEqual({ ...files, ".gitattributes": attributes });
    expect(isRewritten).toBe(false);
    expect(snapshot.revision).toEqual({
      commit,
      author: "Alice Example",
      subject: "storefront: 2.7.2",
      isDirty: false,
    });
  });

  test("an unchanged branch is the same, and a new commit is new", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    const first = await next(source);
    expect(await source.refresh()).toEqual({ kind: "same", snapshot: first.snapshot });
    const commit = given.remote.commit({ "apps/a.yaml": "kind: Service\n", "mooring.yaml": undefined });
    const { snapshot } = await next(source);
    expect(snapshot.revision?.commit).toBe(commit);
    expect(filesIn(snapshot.dir)).toEqual({ "apps/a.yaml": "kind: Service\n" });
    expect(filesIn(first.snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
  });

  test("a folder inside the repository is all that is laid out", async () => {
    given.remote.commit({ "src/main.c": "", "infra/live/mooring.yaml": "version: 1\n" });
    symlinkSync("/etc/passwd", join(given.remote.dir, "link"));
    given.remote.commit({});
    const { snapshot } = await next(given.follow({ path: "./infra//live/" }));
    expect(filesIn(snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
  });

  test("only the newest commit is fetched, and only of the one branch", async () => {
    given.remote.commit({ "old.yaml": "old\n" });
    given.remote.commit({ "old.yaml": undefined, "new.yaml": "new\n" });
    given.remote.git("tag", "v1");
    given.remote.git("branch", "other", "HEAD~1");
    await next(given.follow());
    const clone = join(given.own(), "clone.git");
    expect(given.remote.git("--git-dir", clone, "rev-list", "--all", "--count")).toBe("1");
    expect(given.remote.git("--git-dir", clone, "for-each-ref", "--format=%(refname)")).toBe(
      "refs/mooring/fetched",
    );
  });

  test("a repository with SHA-256 ids is followed like any other", async () => {
    const sha256 = newRepository(join(given.folder, "sha256"), ["--object-format=sha256"]);
    const commit = sha256.commit({ "mooring.yaml": "version: 1\n" });
    expect((await next(given.follow({ url: sha256.dir }))).snapshot.revision?.commit).toBe(commit);
    expect(commit).toHaveLength(64);
  });

  test("a shallow repository is followed like any other", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const commit = given.remote.commit({ "mooring.yaml": "version: 2\n" });
    given.remote.git("clone", "-q", "--depth=1", `file://${given.remote.dir}`, "../shallow");
    expect((await next(given.follow({ url: join(given.folder, "shallow") }))).snapshot.revision?.commit).toBe(
      commit,
    );
  });

  test("many commits leave two of them on the disk", async () => {
    const source = given.follow();
    for (const version of [1, 2, 3, 4]) {
      given.remote.commit({ "mooring.yaml": `version: ${version}\n` });
      await next(source);
    }
    expect(readdirSync(join(given.own(), "commits"))).toHaveLength(2);
  });

  test("a clone that has gathered many packs is made anew", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    const packs = join(given.own(), "clone.git/objects/pack");
    for (let count = 0; count < 60; count += 1) writeFileSync(join(packs, `pack-${count}.keep`), "");
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    expect(filesIn((await next(source)).snapshot.dir)).toEqual({ "mooring.yaml": "version: 2\n" });
    expect(readdirSync(packs).length).toBeLessThan(5);
  });
});

describe("a rewritten branch", () => {
  test("is followed, and called rewritten, when its last commit was amended", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    const source = given.follow();
    await next(source);
    given.remote.git("commit", "-q", "--amend", "-m", "amended");
    expect(await next(source)).toMatchObject({
      isRewritten: true,
      snapshot: { revision: { subject: "amended" } },
    });
  });

  test("is followed when it was set back", async () => {
    const first = given.remote.commit({ "mooring.yaml": "version: 1\n" });
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    const source = given.follow();
    await next(source);
    given.remote.git("reset", "-q", "--hard", first);
    expect(await next(source)).toMatchObject({
      isRewritten: true,
      snapshot: { revision: { commit: first } },
    });
  });

  test("is followed when it has nothing in common with what it was", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    given.remote.git("checkout", "-q", "--orphan", "new");
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    given.remote.git("branch", "-f", "main", "new");
    const { isRewritten, snapshot } = await next(source);
    expect(isRewritten).toBe(true);
    expect(filesIn(snapshot.dir)).toEqual({ "mooring.yaml": "version: 2\n" });
  });

  test.each([
    ["one commit", () => given.remote.commit({})],
    ["many commits", () => Array.from({ length: 5 }, () => given.remote.commit({}))],
    [
      "the merge of an old branch",
      () => {
        given.remote.git("checkout", "-q", "-b", "old", "HEAD~1");
        process.env["GIT_COMMITTER_DATE"] = "2020-01-01T00:00:00Z";
        given.remote.commit({ "old.yaml": "" });
        delete process.env["GIT_COMMITTER_DATE"];
        given.remote.git("checkout", "-q", "main");
        given.remote.git("merge", "-q", "--no-edit", "old");
        given.remote.commit({});
      },
    ],
  ])("is not what %s makes", async (_what, move) => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    const source = given.follow();
    await next(source);
    move();
    expect(await next(source)).toMatchObject({ isRewritten: false });
  });
});

describe("a commit that may not be laid out", () => {
  const refusals: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "a symbolic link",
      () => symlinkSync("/etc/passwd", join(given.remote.dir, "apps-link")),
      /^commit [0-9a-f]{40} of Alice Example holds a symbolic link: apps-link$/,
    ],
    [
      "too many files",
      () =>
        Array.from({ length: 11 }, (_, count) => writeFileSync(join(given.remote.dir, `${count}.yaml`), "")),
      /holds more than 10 files/,
    ],
    [
      "files that are too large",
      () => writeFileSync(join(given.remote.dir, "large.bin"), "x".repeat(2_000_000)),
      /holds 2.0 MB of files, and at most 1.0 MB are laid out/,
    ],
    [
      "a file name that no file system takes",
      () => addEntry("100644", `${"long".repeat(80)}.yaml`),
      /cannot be laid out: .*File name too long/,
    ],
    [
      "a path that leads out of it",
      () => addEntry("100644", ".."),
      /holds a path that leads out of it: \.\./,
    ],
    ["a path into .git", () => addTree(".GIT"), /holds a path that leads out of it: \.GIT/],
  ];

  /** A tree that the git command line would not make. */
  function addEntry(mode: string, name: string): void {
    const blob = given.remote.git("rev-parse", "HEAD:mooring.yaml");
    commitTree(`${mode} ${name}\0`, blob);
  }

  function addTree(name: string): void {
    commitTree(`40000 ${name}\0`, given.remote.git("rev-parse", "HEAD^{tree}"));
  }

  function commitTree(entry: string, id: string): void {
    const file = join(given.folder, "tree");
    writeFileSync(file, Buffer.concat([Buffer.from(entry), Buffer.from(id, "hex")]));
    const tree = given.remote.git("hash-object", "-w", "-t", "tree", "--literally", file);
    const commit = given.remote.git("commit-tree", "-p", "HEAD", "-m", "odd", tree);
    given.remote.git("update-ref", "refs/heads/main", commit);
  }

  test.each(refusals)("%s is refused, and the last good commit stays", async (what, change, message) => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow({ limits: { files: 10, bytes: 1e6 } });
    const good = await next(source);
    change();
    if (!what.includes("path") && !what.includes("name")) given.remote.commit({});
    const commit = given.remote.git("rev-parse", "main");
    const refused = await source.refresh();
    expect(refused).toMatchObject({ kind: "refused", commit, last: good.snapshot });
    expect(refused.kind === "refused" && refused.why.message).toMatch(message);
    expect(filesIn(good.snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
    expect(await source.refresh()).toEqual(refused);
    given.remote.git("reset", "-q", "--hard", good.snapshot.revision?.commit ?? "");
    expect(await source.refresh()).toMatchObject({ kind: "same" });
  });

  test("a commit without the folder is refused", async () => {
    given.remote.commit({ "infra/mooring.yaml": "version: 1\n" });
    const source = given.follow({ path: "infra" });
    await next(source);
    given.remote.commit({ infra: undefined, "a.yaml": "" });
    expect(await source.refresh()).toMatchObject({
      kind: "refused",
      why: { message: expect.stringMatching(/has no folder infra$/) },
    });
    given.remote.commit({ infra: "a file now\n" });
    expect(await source.refresh()).toMatchObject({ kind: "refused" });
  });

  test("a submodule is not there at all", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const commit = given.remote.git("rev-parse", "HEAD");
    given.remote.git("update-index", "--add", "--cacheinfo", `160000,${commit},vendor/module`);
    given.remote.git("commit", "-q", "-m", "with a submodule");
    const { snapshot } = await next(given.follow());
    expect(existsSync(join(snapshot.dir, "vendor/module"))).toBe(false);
  });

  test("a repository that is larger than may be fetched is refused, and not fetched again", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow({ limits: { fetchBytes: 100_000 } });
    const { snapshot } = await next(source);
    const noise = Array.from({ length: 300_000 }, (_, at) => Math.imul(at, 2654435761) >>> 7).join(",");
    const commit = given.remote.commit({ "large.bin": noise });
    const refused = await source.refresh();
    expect(refused).toMatchObject({ kind: "refused", commit, last: snapshot });
    expect(existsSync(join(given.own(), "clone.git"))).toBe(false);
    expect(await source.refresh()).toEqual(refused);
    expect(existsSync(join(given.own(), "clone.git"))).toBe(false);
    given.remote.commit({ "large.bin": undefined });
    expect(await source.refresh()).toMatchObject({ kind: "new" });
  });
});

describe("a repository that cannot be read", () => {
  const failures: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["whose branch vanished", () => given.remote.git("branch", "-m", "main", "trunk"), /has no branch main/],
    ["that vanished", () => rmSync(given.remote.dir, { recursive: true }), /there is no such repository/],
    ["that is empty", () => emptied(), /the repository is empty/],
  ];

  function emptied(): void {
    rmSync(given.remote.dir, { recursive: true });
    newRepository(given.remote.dir);
  }

  test.each(failures)("%s keeps the last good commit and says so", async (_what, change, message) => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    const { snapshot } = await next(source);
    change();
    const failed = await source.refresh();
    expect(failed).toMatchObject({ kind: "failed", last: snapshot, why: { remedy: expect.any(String) } });
    expect(failed.kind === "failed" && failed.why.message).toMatch(message);
  });

  test("without any good commit yet there is none to keep", async () => {
    expect(await given.follow().refresh()).toEqual({
      kind: "failed",
      why: { message: "the repository is empty", remedy: "push a first commit to its branch main" },
    });
  });

  test("that comes back is the same as before", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    const { snapshot } = await next(source);
    given.remote.git("branch", "-m", "main", "trunk");
    await source.refresh();
    given.remote.git("branch", "-m", "trunk", "main");
    expect(await source.refresh()).toEqual({ kind: "same", snapshot });
  });

  test("because git is not installed is told as that", async () => {
    const { PATH } = process.env;
    process.env["PATH"] = "/nonexistent";
    try {
      expect(await given.follow().refresh()).toMatchObject({
        why: { message: expect.stringMatching(/^git is not installed/) },
      });
    } finally {
      process.env["PATH"] = PATH;
    }
  });

  test("in time is left, and the next refresh goes on", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow({ limits: { timeoutMs: 1 } });
    expect(await source.refresh()).toMatchObject({
      kind: "failed",
      why: { message: expect.stringMatching(/took longer than/) },
    });
    expect(await given.follow().refresh()).toMatchObject({ kind: "new" });
  });

  test("because it was stopped is no error", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const stop = new AbortController();
    stop.abort();
    const source = given.follow();
    expect(await source.refresh(stop.signal)).toEqual({ kind: "failed", why: { message: "it was stopped" } });
    expect(await source.refresh()).toMatchObject({ kind: "new" });
  });
});

describe("the folder of the clone", () => {
  test("that was deleted is made again, with the files of the same commit", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    rmSync(join(given.folder, "data"), { recursive: true });
    expect(filesIn((await next(source)).snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
  });

  test("that was deleted while the remote is away leaves no last commit", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    rmSync(join(given.folder, "data"), { recursive: true });
    rmSync(given.remote.dir, { recursive: true });
    const failed = await source.refresh();
    expect(failed.kind).toBe("failed");
    expect(failed).not.toHaveProperty("last");
  });

  test.each([
    ["its HEAD", () => writeFileSync(join(given.own(), "clone.git/HEAD"), "nonsense")],
    ["a pack", () => breakPacks()],
    ["its objects", () => rmSync(join(given.own(), "clone.git/objects"), { recursive: true })],
    [
      "its list of shallow commits",
      () => writeFileSync(join(given.own(), "clone.git/shallow"), "nonsense\n"),
    ],
  ])("that lost %s is made again", async (_what, damage) => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    damage();
    given.remote.commit({ "apps/a.yaml": "kind: Service\n" });
    expect(Object.keys(filesIn((await next(source)).snapshot.dir))).toContain("apps/a.yaml");
  });

  function breakPacks(): void {
    const packs = join(given.own(), "clone.git/objects/pack");
    for (const name of readdirSync(packs)) {
      chmodSync(join(packs, name), 0o600);
      truncateSync(join(packs, name), 10);
    }
  }

  test("that cannot be made is told with its place", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    writeFileSync(join(given.folder, "in-the-way"), "");
    const source = given.follow({ folder: join(given.folder, "in-the-way") });
    expect(await source.refresh()).toMatchObject({
      kind: "failed",
      why: { message: expect.stringMatching(/in-the-way/) },
    });
  });

  test("is shared by two agents that never meet", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const [one, other] = [given.follow(), given.follow()];
    const [first, second] = await Promise.all([next(one), next(other)]);
    expect(first.snapshot.dir).not.toBe(second.snapshot.dir);
    await other.close();
    expect(filesIn(first.snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
    expect(await one.refresh()).toMatchObject({ kind: "same" });
  });

  test("is empty when the source was closed", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = given.follow();
    await next(source);
    await source.close();
    expect(readdirSync(join(given.folder, "data"))).toEqual([]);
  });

  test("loses what an agent left that was killed", async () => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const left = await abandonedFolder();
    await next(given.follow());
    expect(existsSync(left)).toBe(false);
    expect(given.own()).not.toBe(left);
  });

  /** As a process leaves it that has ended since. */
  async function abandonedFolder(): Promise<string> {
    const source = given.follow();
    await next(source);
    const pid = await new Promise<number | undefined>((done) => {
      const child = execFile("true", () => done(child.pid));
    });
    const left = join(
      given.folder,
      "data",
      `${given.own().replace(/^.*\/|-\d+-[0-9a-f]+-[0-9a-f]+$/g, "")}-${pid}-0a0b0c0d-0a0b0c0d`,
    );
    mkdirSync(join(left, "commits/half-x"), { recursive: true });
    await source.close();
    return left;
  }
});

test("two refreshes at once share one", async () => {
  given.remote.commit({ "mooring.yaml": "version: 1\n" });
  const source = given.follow();
  const [first, second] = await Promise.all([source.refresh(), source.refresh()]);
  expect(first).toBe(second);
});

test("a commit that says strange things is shown without them", async () => {
  given.remote.git("config", "user.name", "Mallory \u001b[31m");
  given.remote.commit(
    { "mooring.yaml": "version: 1\n" },
    "red \u001b[31m and \u202ebackwards\nsecond line\n\nbody",
  );
  const { snapshot } = await next(given.follow());
  expect(snapshot.revision).toMatchObject({
    author: "Mallory  [31m",
    subject: "red  [31m and  backwards second line",
  });
});

describe("options that no repository could fulfil", () => {
  test.each([
    ["a path that leaves the repository", { path: "../other" }],
    ["an absolute path", { path: "/etc" }],
    ["a branch that is an option", { branch: "--upload-pack=evil" }],
    ["a branch that is a pattern", { branch: "ma*n" }],
    ["no branch", { branch: "" }],
    ["required signatures of nobody", { verify: { mode: "required" } as const }],
    ["a password in the address", { url: "https://alice:hunter2@git.acme.example/env.git" }],
    ["a token in the address", { url: "https://hunter2@git.acme.example/env.git" }],
    ["a query in the address", { url: "https://git.acme.example/env.git?private_token=hunter2" }],
    ["a password in an ssh address", { url: "ssh://git:hunter2@git.acme.example/env.git" }],
    ["a password before the host", { url: "git:hunter2@git.acme.example:env.git" }],
    ["plain http", { url: "http://git.acme.example/env.git" }],
    ["the git protocol", { url: "git://git.acme.example/env.git" }],
    ["a program as transport", { url: "ext::sh -c hunter2" }],
    ["no address", { url: "" }],
  ])("%s is a usage error that quotes no credential", (_what, options) => {
    const make = () =>
      remoteSource({
        url: "https://git.acme.example/env.git",
        branch: "main",
        path: ".",
        folder: given.folder,
        auth: {},
        verify: { mode: "off" },
        ...options,
      });
    expect(make).toThrow(expect.objectContaining({ name: "SourceError" }));
    expect(make).not.toThrow(/hunter2/);
  });

  test.each([
    ["git@github.com:acme/environments.git", "git@github.com:acme/environments.git (main)"],
    ["ssh://git@git.acme.example:2222/env", "ssh://git@git.acme.example:2222/env (main)"],
    ["https://github.com/acme/environments", "https://github.com/acme/environments (main)"],
    ["file:///srv/git/env%20ironments", "/srv/git/env ironments (main)"],
    ["/srv/git/environments", "/srv/git/environments (main)"],
  ])("%s is described as %s", (url, description) => {
    expect(given.follow({ url }).description).toBe(description);
  });
});
