import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RemoteAuth } from "../../src/git/remote-access.ts";
import type { RepositorySource } from "../../src/model/source.ts";
import { hasHttpBackend, serveGit, type GitHttpServer } from "../support/git-http-server.ts";
import { filesIn, followed, next } from "../support/followed.ts";
import { standIns } from "../support/stand-in.ts";

const given = followed();

const TOKEN = "hunter2-$`'\"-token";

const standIn = standIns();

beforeEach(() => {
  given.remote.commit({ "mooring.yaml": "version: 1\n" });
});

function putFirst(name: string, script: string): void {
  standIn(given.folder, name, script);
}

/** Everything that any git was started with, its children included. */
function recordArguments(): () => string {
  const record = join(given.folder, "arguments");
  const git = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  putFirst("git", `printf '%s\\n' "$@" >> '${record}'\nexec '${git}' "$@"`);
  return () => readFileSync(record, "utf8");
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

const describeHttp = hasHttpBackend ? describe : describe.skip;

describeHttp(
  hasHttpBackend ? "a Git host over HTTP" : "a Git host over HTTP (skipped: no git-http-backend)",
  () => {
    let server: GitHttpServer;

    beforeEach(async () => {
      server = await serveGit(given.folder);
    });

    afterEach(() => server.close());

    function followHttp(auth: RemoteAuth = {}, url = server.url): RepositorySource {
      return given.follow({ url: `${url}/remote/.git`, auth });
    }

    function tokenAuth(token = TOKEN): RemoteAuth {
      return { token: { user: "x-access-token", token: () => Promise.resolve(`${token}\n`) } };
    }

    test("that lets everybody read needs no credential", async () => {
      expect(filesIn((await next(followHttp())).snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
    });

    test("gets the token, which stands in no argument, file or message", async () => {
      server.require("x-access-token", TOKEN);
      const argumentsOfGit = recordArguments();
      const source = followHttp(tokenAuth());
      await next(source);
      expect(argumentsOfGit()).toContain("ls-remote");
      expect(argumentsOfGit()).not.toContain("hunter2");
      expect(textOf(filesIn(given.own()))).not.toContain("hunter2");
      expect(source.description).not.toContain("hunter2");
    });

    test("is asked once when there is nothing new", async () => {
      const source = followHttp();
      await next(source);
      const before = server.asked.length;
      await source.refresh();
      expect(server.asked.slice(before)).toEqual([
        "GET /remote/.git/info/refs?service=git-upload-pack 200",
        "POST /remote/.git/git-upload-pack 200",
      ]);
    });

    test("that does not accept the token is told without it", async () => {
      server.require("x-access-token", "another");
      const failed = await followHttp(tokenAuth()).refresh();
      expect(failed).toMatchObject({
        kind: "failed",
        why: {
          message: expect.stringMatching(/^the Git host does not accept the credential/),
          remedy: expect.stringContaining("auth in agent.yaml"),
        },
      });
      expect(textOf(failed)).not.toContain("hunter2");
    });

    test("gets the token of the day", async () => {
      let token = "first";
      server.require("x-access-token", "first");
      const source = followHttp({ token: { user: "x-access-token", token: () => Promise.resolve(token) } });
      await next(source);
      server.require("x-access-token", "second");
      expect(await source.refresh()).toMatchObject({ kind: "failed" });
      token = "second";
      expect(await source.refresh()).toMatchObject({ kind: "same" });
    });

    test("is not asked when the token cannot be read, and the place of the token is told", async () => {
      const token = () => Promise.reject(new Error("env:GIT_TOKEN is not set"));
      const failed = await followHttp({ token: { user: "x", token } }).refresh();
      expect(failed).toMatchObject({ kind: "failed", why: { message: "env:GIT_TOKEN is not set" } });
      expect(server.asked).toEqual([]);
    });

    test("that sends us to another host does not get us to show it the token", async () => {
      const other = await serveGit(given.folder);
      try {
        other.require("x-access-token", TOKEN);
        server.redirectTo(other.url);
        expect(await followHttp(tokenAuth()).refresh()).toMatchObject({ kind: "failed" });
        expect(other.asked.filter((line) => line.endsWith(" 200"))).toEqual([]);
      } finally {
        await other.close();
      }
    });

    test.each([0, 30, 5000])(
      "that breaks off after %i bytes changes nothing, and is followed again",
      async (bytes) => {
        const source = followHttp();
        const { snapshot } = await next(source);
        given.remote.commit({
          "large.bin": randomBytes(50_000).toString("hex"),
          "apps/a.yaml": "kind: Service\n",
        });
        server.breakAfter(bytes);
        expect(await source.refresh()).toMatchObject({
          kind: "failed",
          last: snapshot,
          why: { remedy: expect.any(String) },
        });
        server.breakAfter(undefined);
        expect(Object.keys(filesIn((await next(source)).snapshot.dir))).toContain("apps/a.yaml");
      },
    );

    test("that is not there is told as that", async () => {
      const source = followHttp();
      await server.close();
      expect(await source.refresh()).toMatchObject({
        kind: "failed",
        why: { message: expect.stringMatching(/^the Git host does not answer/) },
      });
    });

    test("without the repository is told as that", async () => {
      const source = given.follow({ url: `${server.url}/nothing/.git` });
      expect(await source.refresh()).toMatchObject({
        kind: "failed",
        why: { message: expect.stringMatching(/^there is no such repository/) },
      });
    });
  },
);

describe("a Git host over SSH", () => {
  const KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----";

  /** Behaves as ssh to this machine does, and leaves what it was given. */
  function localSsh(): { readonly args: () => readonly string[]; readonly key: () => string } {
    const record = join(given.folder, "ssh");
    putFirst(
      "ssh",
      `printf '%s\\n' "$@" > '${record}-args'
while [ $# -gt 1 ]; do [ "$1" = -i ] && { cat "$2" > '${record}-key'; stat -c %a "$2" >> '${record}-key'; }; shift; done
exec sh -c "$1"
`,
    );
    return {
      args: () => readFileSync(`${record}-args`, "utf8").trim().split("\n"),
      key: () => readFileSync(`${record}-key`, "utf8"),
    };
  }

  function followSsh(auth: RemoteAuth): RepositorySource {
    return given.follow({ url: `git@git.acme.example:${given.remote.dir}`, auth });
  }

  test("gets the key from a file that only we can read, and that is gone afterwards", async () => {
    const ssh = localSsh();
    const hosts = join(given.folder, "known hosts");
    await next(followSsh({ ssh: { key: () => Promise.resolve(KEY), knownHosts: hosts } }));
    expect(ssh.key()).toBe(`${KEY}\n600\n`);
    expect(readdirSync(given.own()).filter((name) => name.startsWith("key-"))).toEqual([]);
    expect(ssh.args()).toEqual(
      expect.arrayContaining([
        "-oBatchMode=yes",
        "-oStrictHostKeyChecking=yes",
        "-oIdentitiesOnly=yes",
        `-oUserKnownHostsFile="${hosts}"`,
      ]),
    );
    expect(ssh.args().join(" ")).not.toContain("hunter2");
  });

  test("without a key of ours is reached as its user reaches it", async () => {
    const ssh = localSsh();
    await next(followSsh({}));
    expect(ssh.args()).not.toContain("-i");
    expect(ssh.args()).toContain("-oStrictHostKeyChecking=yes");
  });

  test.each([
    ["Host key verification failed.", /^the host is not who known_hosts says/],
    ["git@git.acme.example: Permission denied (publickey).", /^the Git host does not accept the credential/],
    ["ssh: Could not resolve hostname git.acme.example: Name or service not known", /name is not known/],
    ["ssh: connect to host git.acme.example port 22: Connection timed out", /does not answer/],
    ['Load key "/x/key": invalid format', /^the SSH key cannot be read/],
  ])("that ends with %s is told as that", async (said, message) => {
    putFirst("ssh", `echo '${said}' >&2\nexit 255\n`);
    const failed = await followSsh({}).refresh();
    expect(failed).toMatchObject({
      why: { message: expect.stringMatching(message), remedy: expect.any(String) },
    });
  });

  test("that hangs is left when the source is closed", async () => {
    const begun = join(given.folder, "begun");
    putFirst("ssh", `touch '${begun}'\ncat > /dev/null\n`);
    const source = given.follow({ url: `git@h:${given.remote.dir}` });
    const running = source.refresh();
    while (!existsSync(begun)) await new Promise((done) => setTimeout(done, 20));
    await source.close();
    expect(await running).toEqual({ kind: "failed", why: { message: "it was stopped" } });
  });

  test("that hangs is left after the time, with all it started", async () => {
    const left = join(given.folder, "left");
    putFirst("ssh", `trap "touch '${left}'" EXIT\ncat > /dev/null\n`);
    const source = given.follow({ url: `git@h:${given.remote.dir}`, limits: { timeoutMs: 500 } });
    expect(await source.refresh()).toMatchObject({
      kind: "failed",
      why: { message: expect.stringMatching(/took longer than/) },
    });
    while (!existsSync(left)) await new Promise((done) => setTimeout(done, 20));
  });
});
