import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { commitChange } from "../../src/git/commit-change.ts";
import type { CommitChange } from "../../src/model/commit-change.ts";
import { newRepository, type GitRepository } from "../support/git-repository.ts";

const FILE = "accounts/test/account.yaml";
const PAUSED = "paused: { reason: payday }\n";
const SURROUNDINGS = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_AUTHOR_NAME"];

let folder: string;
let checkout: GitRepository;
let before: Readonly<Record<string, string | undefined>>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mooring-commit-"));
  before = Object.fromEntries(SURROUNDINGS.map((name) => [name, process.env[name]]));
  process.env["GIT_CONFIG_GLOBAL"] = "/dev/null";
  process.env["GIT_CONFIG_NOSYSTEM"] = "1";
  checkout = newRepository(join(folder, "checkout"));
  checkout.commit({ [FILE]: "id: '111111111111'\n", "mooring.yaml": "version: 1\n" }, "first");
});

afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(folder, { recursive: true, force: true });
});

function change(extra: Partial<CommitChange> = {}): CommitChange {
  const files = new Map([[FILE, PAUSED]]);
  return { dir: checkout.dir, files, message: "test: pause for payday", push: false, ...extra };
}

function withRemote(): GitRepository {
  const remote = newRepository(join(folder, "remote"), ["--bare"]);
  checkout.git("remote", "add", "origin", remote.dir);
  checkout.git("push", "-q", "--set-upstream", "origin", "main");
  return remote;
}

function read(path: string): string {
  return readFileSync(join(checkout.dir, path), "utf8");
}

describe("a change that is committed", () => {
  test("is one commit of these files, in the user's name", async () => {
    const result = await commitChange(change());
    expect(result).toEqual({ kind: "committed", commit: checkout.git("rev-parse", "HEAD") });
    expect(checkout.git("log", "-1", "--format=%an: %s", "--name-only")).toBe(
      `Alice Example: test: pause for payday\n\n${FILE}`,
    );
    expect(checkout.git("status", "--porcelain")).toBe("");
    expect(read(FILE)).toBe(PAUSED);
  });

  test("leaves alone what else is changed and staged", async () => {
    writeFileSync(join(checkout.dir, "staged.yaml"), "");
    checkout.git("add", "staged.yaml");
    writeFileSync(join(checkout.dir, "mooring.yaml"), "version: 2\n");
    await commitChange(change());
    expect(checkout.git("show", "--format=", "--name-only")).toBe(FILE);
    expect(checkout.git("status", "--porcelain").split("\n")).toEqual(["M mooring.yaml", "A  staged.yaml"]);
  });

  test("may be a new file in a new folder, from within a folder of the repository", async () => {
    const files = new Map([["production/account.yaml", PAUSED]]);
    await commitChange(change({ dir: join(checkout.dir, "accounts"), files }));
    expect(checkout.git("show", "HEAD:accounts/production/account.yaml")).toBe(PAUSED.trim());
  });

  test("goes through the user's hooks and environment", async () => {
    writeFileSync(join(checkout.dir, ".git/hooks/commit-msg"), '#!/bin/sh\necho "Change-Id: I1" >> "$1"\n', {
      mode: 0o755,
    });
    process.env["GIT_AUTHOR_NAME"] = "Somebody Else";
    await commitChange(change());
    expect(checkout.git("log", "-1", "--format=%an %B")).toMatch(/^Somebody Else .*Change-Id: I1/s);
  });

  test("is pushed where git push would send it", async () => {
    const remote = withRemote();
    const result = await commitChange(change({ push: true }));
    expect(result).toMatchObject({ kind: "committed", pushedTo: "origin main" });
    expect(remote.git("rev-parse", "main")).toBe(checkout.git("rev-parse", "HEAD"));
  });

  test("is pushed to the only remote when the branch was never pushed", async () => {
    const remote = withRemote();
    checkout.git("switch", "-q", "-c", "pause");
    await commitChange(change({ push: true }));
    expect(remote.git("rev-parse", "pause")).toBe(checkout.git("rev-parse", "HEAD"));
  });

  test("stays when the remote has moved on, and says what to do", async () => {
    const remote = withRemote();
    checkout.git("commit", "-q", "--allow-empty", "-m", "by somebody else");
    checkout.git("push", "-q");
    checkout.git("reset", "-q", "--hard", "HEAD~1");
    const result = await commitChange(change({ push: true }));
    expect(result).toMatchObject({
      kind: "not-pushed",
      commit: checkout.git("rev-parse", "HEAD"),
      why: { remedy: "git pull --rebase, then git push" },
    });
    expect(remote.git("log", "-1", "--format=%s", "main")).toBe("by somebody else");
  });
});

describe("a change that is refused leaves everything as it was:", () => {
  const refusals: readonly (readonly [string, () => unknown, Partial<CommitChange>, RegExp])[] = [
    [
      "the file has changes",
      () => writeFileSync(join(checkout.dir, FILE), "mine\n"),
      {},
      /^accounts\/test\/account.yaml has changes that are not committed$/,
    ],
    [
      "the file has staged changes",
      () => {
        writeFileSync(join(checkout.dir, FILE), "mine\n");
        checkout.git("add", "-A");
      },
      {},
      /has changes that are not committed$/,
    ],
    [
      "the file is there and was never committed",
      () => writeFileSync(join(checkout.dir, "new.yaml"), "mine\n"),
      { files: new Map([["new.yaml", PAUSED]]) },
      /^new.yaml has changes that are not committed$/,
    ],
    [
      "a hook says no",
      () =>
        writeFileSync(join(checkout.dir, ".git/hooks/pre-commit"), "#!/bin/sh\necho no >&2\nexit 1\n", {
          mode: 0o755,
        }),
      {},
      /^git: no$/,
    ],
    [
      "the user has no name",
      () => {
        checkout.git("config", "--unset", "user.name");
        checkout.git("config", "user.useConfigOnly", "true");
      },
      {},
      /^git does not know whose commit it would be$/,
    ],
    [
      "the file is ignored",
      () => writeFileSync(join(checkout.dir, ".git/info/exclude"), "*.new\n"),
      { files: new Map([["a.new", ""]]) },
      /^git ignores the file$/,
    ],
    ["there is no remote", () => undefined, { push: true }, /^there is no remote to push to$/],
    [
      "no branch is checked out",
      () => checkout.git("checkout", "-q", "--detach"),
      { push: true },
      /^no branch/,
    ],
    ["the path leads out", () => undefined, { files: new Map([["../x.yaml", ""]]) }, /leads out of/],
    ["the path is a link", () => link(), { files: new Map([["link.yaml", ""]]) }, /leads out of/],
  ];

  function link(): void {
    symlinkSync("/etc/passwd", join(checkout.dir, "link.yaml"));
    checkout.git("add", "link.yaml");
    checkout.git("commit", "-q", "-m", "a link");
  }

  test.each(refusals)("%s", async (_what, prepare, extra, message) => {
    prepare();
    const there = () => [
      checkout.git("rev-parse", "HEAD"),
      checkout.git("status", "--porcelain"),
      read(FILE),
    ];
    const was = there();
    const result = await commitChange(change(extra));
    expect(result).toMatchObject({ kind: "refused", why: { message: expect.stringMatching(message) } });
    expect(there()).toEqual(was);
    expect(existsSync(join(checkout.dir, "a.new"))).toBe(false);
  });

  test("the folder is not in a repository", async () => {
    const dir = mkdtempSync(join(tmpdir(), "mooring-no-repository-"));
    try {
      expect(await commitChange(change({ dir }))).toMatchObject({
        kind: "refused",
        why: { message: `${dir} is not in a Git repository` },
      });
      expect(existsSync(join(dir, FILE))).toBe(false);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
