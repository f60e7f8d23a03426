import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { newRepository } from "../support/git-repository.ts";
import { PATH, readAt, shortly, templateRepository } from "../support/template-repository.ts";

const given = templateRepository();

const ALWAYS = { freshMs: 0 };

function clones(): readonly string[] {
  return readdirSync(join(given.folder, "clones"));
}

/** As if the Git host were gone. */
function takeAway(): void {
  renameSync(given.search.dir, `${given.search.dir}-gone`);
}

describe("a template in another repository", () => {
  test("is read at a tag, a branch and a commit, each as it is there", async () => {
    const first = given.release("one\n", "v1.2.0");
    given.release("two\n", "v1.3.0");
    given.release("three\n");
    expect(await readAt(given.reader(), ["v1.2.0", "main", first, "v1.3.0"])).toEqual([
      "one\n",
      "three\n",
      "one\n",
      "two\n",
    ]);
  });

  test("says which commit it was read from, also behind a tag with a message", async () => {
    const commit = given.release("one\n");
    given.search.git("tag", "-a", "-m", "the first", "v1.2.0");
    const [answer] = await given.reader().read([{ repository: "../search", path: PATH, ref: "v1.2.0" }]);
    expect(answer).toMatchObject({ kind: "found", commit, notes: [] });
  });

  test("comes from the tag where a branch has the same name", async () => {
    given.release("tagged\n", "stable");
    given.search.git("branch", "other");
    given.release("branched\n");
    given.search.git("branch", "stable");
    expect(await readAt(given.reader(), ["stable"])).toEqual(["tagged\n"]);
  });

  test("is read from one clone a repository, without its history", async () => {
    for (const version of ["v1", "v2", "v3"]) given.release(`${version}\n`, version);
    const reader = given.reader();
    await readAt(reader, ["v1"]);
    expect(await readAt(reader, ["v1", "v3"])).toEqual(["v1\n", "v3\n"]);
    expect(clones()).toHaveLength(1);
    const clone = join(given.folder, "clones", clones()[0] ?? "", "clone.git");
    expect(given.search.git("--git-dir", clone, "rev-list", "--all", "--count")).toBe("2");
  });

  test("of a repository with SHA-256 ids is read like any other", async () => {
    const other = newRepository(join(given.folder, "other"), ["--object-format=sha256"]);
    const commit = other.commit({ [PATH]: "sha256\n" });
    expect(await readAt(given.reader(), ["main", commit], "../other")).toEqual(["sha256\n", "sha256\n"]);
  });

  test("holds up no other when it is not there", async () => {
    given.release("one\n", "v1");
    const answers = await given.reader().read([
      { repository: "../nothing", path: PATH, ref: "v1" },
      { repository: "../search", path: PATH, ref: "v1" },
      { repository: "../search", path: "deploy/other.yaml", ref: "v1" },
      { repository: "../search", path: PATH, ref: "v9" },
    ]);
    expect(answers.map(shortly)).toEqual([
      expect.stringMatching(/^there is no such repository, or the credential may not see it/),
      "one\n",
      "it has no file deploy/other.yaml at v1",
      "the repository has no tag or branch v9",
    ]);
  });
});

describe("what was read once", () => {
  test("needs nobody for a tag or a commit, also for the next process", async () => {
    const commit = given.release("one\n", "v1");
    await readAt(given.reader(), ["v1", commit]);
    takeAway();
    expect(await readAt(given.reader(), ["v1", commit])).toEqual(["one\n", "one\n"]);
  });

  test("is used when the repository does not answer, and that is said", async () => {
    given.release("one\n", "v1");
    await readAt(given.reader(), ["v1", "main"]);
    takeAway();
    const wanted = ["v1", "main"].map((ref) => ({ repository: "../search", path: PATH, ref }));
    const answers = await given.reader({ limits: ALWAYS }).read(wanted);
    expect(answers.map(shortly)).toEqual(["one\n", "one\n"]);
    for (const answer of answers)
      expect(answer).toMatchObject({
        notes: [
          { message: expect.stringMatching(/^what was read before is used: there is no such repository/) },
        ],
      });
  });

  test("is told when the tag has moved, once, and the tag is followed", async () => {
    const before = given.release("one\n", "v1");
    await readAt(given.reader(), ["v1"]);
    const after = given.release("two\n");
    given.search.git("tag", "--force", "v1");
    const reader = given.reader({ limits: ALWAYS });
    const wanted = [{ repository: "../search", path: PATH, ref: "v1" }];
    const message = `the tag v1 has moved from ${before.slice(0, 12)} to ${after.slice(0, 12)}`;
    expect(await reader.read(wanted)).toMatchObject([{ text: "two\n", notes: [{ message }] }]);
    expect(await reader.read(wanted)).toMatchObject([{ text: "two\n", notes: [] }]);
  });

  test("is not used when the repository says that the tag is gone", async () => {
    given.release("one\n", "v1");
    await readAt(given.reader(), ["v1"]);
    given.search.git("tag", "--delete", "v1");
    const gone = ["the repository has no tag or branch v1"];
    expect(await readAt(given.reader({ limits: ALWAYS }), ["v1"])).toEqual(gone);
    expect(await readAt(given.reader(), ["v1"])).toEqual(gone);
  });

  test("of a branch is read anew each time", async () => {
    given.release("one\n");
    const reader = given.reader();
    await readAt(reader, ["main"]);
    given.release("two\n");
    expect(await readAt(reader, ["main"])).toEqual(["two\n"]);
  });

  test("is fetched again when the clone is broken", async () => {
    given.release("one\n", "v1");
    await readAt(given.reader(), ["v1"]);
    rmSync(join(given.folder, "clones", clones()[0] ?? "", "clone.git/objects"), { recursive: true });
    expect(await readAt(given.reader(), ["v1"])).toEqual(["one\n"]);
  });

  test("goes when nobody has asked for it in a month, and what is no clone stays", async () => {
    const old = join(given.folder, "clones/old-0123456789abcdef");
    const others = join(given.folder, "clones/photographs");
    for (const dir of [old, others]) {
      mkdirSync(dir, { recursive: true });
      utimesSync(dir, 0, 0);
    }
    given.release("one\n", "v1");
    await readAt(given.reader(), ["v1"]);
    expect([old, others].map((dir) => existsSync(dir))).toEqual([false, true]);
  });
});

describe("a file that is no template", () => {
  test.each([
    ["a folder", () => mkdirSync(join(given.search.dir, PATH), { recursive: true }), "is a folder there"],
    [
      "a symbolic link",
      () => symlinkSync("/etc/passwd", join(given.search.dir, PATH)),
      "is a symbolic link there",
    ],
    [
      "too large",
      () => writeFileSync(join(given.search.dir, PATH), "#".repeat(1_048_577)),
      "at most 1048576",
    ],
    [
      "not text",
      () => writeFileSync(join(given.search.dir, PATH), Buffer.from([0xff, 0xfe, 0x41])),
      "is not UTF-8 text",
    ],
  ])("because it is %s is not used", async (_, make, why) => {
    mkdirSync(join(given.search.dir, "deploy"), { recursive: true });
    make();
    if (why.includes("folder")) writeFileSync(join(given.search.dir, PATH, "file"), "");
    given.search.commit({});
    expect(await readAt(given.reader(), ["main"])).toEqual([expect.stringContaining(why)]);
  });

  test("lies below a folder that is a link", async () => {
    symlinkSync("/etc", join(given.search.dir, "deploy"));
    given.search.commit({});
    expect(await readAt(given.reader(), ["main"])).toEqual([`it has no file ${PATH} at main`]);
  });
});

describe("limits", () => {
  test("a version that is too large holds up no other, leaves nothing behind and is not fetched again", async () => {
    given.release("one\n", "v1");
    writeFileSync(join(given.search.dir, "large"), randomText());
    given.release("two\n", "v2");
    const reader = given.reader({ limits: { fetchBytes: 100_000, ...ALWAYS } });
    const expected = ["one\n", "it is larger than 0.1 MB"];
    expect(await readAt(reader, ["v1", "v2"])).toEqual(expected);
    const packs = readdirSync(join(given.folder, "clones", clones()[0] ?? "", "clone.git/objects/pack"));
    expect(await readAt(reader, ["v1", "v2"])).toEqual(expected);
    expect(readdirSync(join(given.folder, "clones", clones()[0] ?? "", "clone.git/objects/pack"))).toEqual(
      packs,
    );
    expect(packs.filter((name) => name.endsWith(".pack"))).toHaveLength(1);
  });

  test("what is stopped says so, and comes to an end", async () => {
    given.release("one\n", "v1");
    const answers = await given
      .reader()
      .read([{ repository: "../search", path: PATH, ref: "v1" }], AbortSignal.abort());
    expect(answers.map(shortly)).toEqual(["it was stopped"]);
  });

  test.each(["v1..v2", "a b", "x.lock"])("the ref %s is no name of anything", async (ref) => {
    given.release("one\n");
    expect(await readAt(given.reader(), [ref])).toEqual(["it is the name of no tag or branch"]);
  });

  test("a short commit id is refused with what to write", async () => {
    const commit = given.release("one\n").slice(0, 10);
    const [answer] = await given.reader().read([{ repository: "../search", path: PATH, ref: commit }]);
    expect(answer).toMatchObject({ why: { remedy: "a commit is named by all of its digits" } });
  });
});

/** Nothing that could be packed into less. */
function randomText(): string {
  return Array.from({ length: 30_000 }, (_, index) => (index * 2654435761).toString(36)).join("\n");
}
