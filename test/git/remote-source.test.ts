import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { remoteSource, type RemoteSourceOptions } from "../../src/git/remote-source.ts";
import type { RepositorySource } from "../../src/model/source.ts";
import { newRepository, type GitRepository } from "../support/git-repository.ts";

let folder: string;
let remote: GitRepository;
let sources: RepositorySource[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mooring-source-"));
  remote = newRepository(join(folder, "remote"));
  sources = [];
});

afterEach(async () => {
  for (const source of sources) await source.close();
  rmSync(folder, { recursive: true, force: true });
});

function follow(options: Partial<RemoteSourceOptions> = {}): RepositorySource {
  const source = remoteSource({
    url: remote.dir,
    branch: "main",
    path: ".",
    folder: join(folder, "data"),
    auth: {},
    verify: { mode: "off" },
    ...options,
  });
  sources.push(source);
  return source;
}

/** The files that a refresh laid out, by path. */
function filesIn(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(dir.length + 1), readFileSync(path, "utf8")]));
}

/** Refreshes; anything but a new commit fails the test. */
async function next(source: RepositorySource) {
  const refreshed = await source.refresh();
  if (refreshed.kind !== "new") throw new Error(`${refreshed.kind}: ${JSON.stringify(refreshed)}`);
  return refreshed;
}

describe("following a branch", () => {
  test("lays out the newest commit, byte for byte", async () => {
    const files = { "mooring.yaml": "version: 1\r\n", "apps/storefront.yaml": "$Id$\nkind: Service\n" };
    const attributes = "*.yaml text eol=crlf ident working-tree-encoding=UTF-16LE filter=lfs\n";
    mkdirSync(join(remote.dir, ".git/info"), { recursive: true });
    writeFileSync(
      join(remote.dir, ".git/info/attributes"),
      "* -text !eol -ident -filter !working-tree-encoding\n",
    );
    const commit = remote.commit({ ...files, ".gitattributes": attributes });
    const { snapshot, isRewritten } = await next(follow());
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
    remote.commit({ "mooring.yaml": "version: 1\n" });
    const source = follow();
    const first = await next(source);
    expect(await source.refresh()).toEqual({ kind: "same", snapshot: first.snapshot });
    const commit = remote.commit({ "apps/a.yaml": "kind: Service\n", "mooring.yaml": undefined });
    const { snapshot } = await next(source);
    expect(snapshot.revision?.commit).toBe(commit);
    expect(filesIn(snapshot.dir)).toEqual({ "apps/a.yaml": "kind: Service\n" });
    expect(filesIn(first.snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
  });

  test("a folder inside the repository is all that is laid out", async () => {
    remote.commit({ "src/main.c": "", "infra/live/mooring.yaml": "version: 1\n" });
    symlinkSync("/etc/passwd", join(remote.dir, "link"));
    remote.commit({});
    const { snapshot } = await next(follow({ path: "./infra//live/" }));
    expect(filesIn(snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
  });

  test("only the newest commit is fetched, and only of the one branch", async () => {
    remote.commit({ "old.yaml": "old\n" });
    remote.commit({ "old.yaml": undefined, "new.yaml": "new\n" });
    remote.git("tag", "v1");
    remote.git("branch", "other", "HEAD~1");
    await next(follow());
    const [own = ""] = readdirSync(join(folder, "data"));
    const clone = join(folder, "data", own, "clone.git");
    expect(remote.git("--git-dir", clone, "rev-list", "--all", "--count")).toBe("1");
    expect(remote.git("--git-dir", clone, "for-each-ref", "--format=%(refname)")).toBe(
      "refs/mooring/fetched",
    );
  });

  test("a repository with SHA-256 ids is followed like any other", async () => {
    remote = newRepository(join(folder, "sha256"), ["--object-format=sha256"]);
    const commit = remote.commit({ "mooring.yaml": "version: 1\n" });
    expect((await next(follow())).snapshot.revision?.commit).toBe(commit);
    expect(commit).toHaveLength(64);
  });

  test("a shallow repository is followed like any other", async () => {
    remote.commit({ "mooring.yaml": "version: 1\n" });
    const commit = remote.commit({ "mooring.yaml": "version: 2\n" });
    remote.git("clone", "-q", "--depth=1", `file://${remote.dir}`, "../shallow");
    expect((await next(follow({ url: join(folder, "shallow") }))).snapshot.revision?.commit).toBe(commit);
  });

  test("a hundred commits leave two of them on the disk, and a clone that stays small", async () => {
    const source = follow();
    for (let count = 0; count < 100; count += 1) {
      remote.commit({ "mooring.yaml": `# ${count}\n` });
      await next(source);
    }
    const [own = ""] = readdirSync(join(folder, "data"));
    expect(readdirSync(join(folder, "data", own, "commits"))).toHaveLength(2);
    expect(readdirSync(join(folder, "data", own, "clone.git/objects/pack")).length).toBeLessThan(90);
  });
});
