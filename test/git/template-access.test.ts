import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readOwnAddress } from "../../src/git/own-address.ts";
import type { Verification } from "../../src/git/signature.ts";
import { readTemplateFile } from "../../src/git/template-file.ts";
import { templateSite, type TemplateReader, type TemplateTerms } from "../../src/git/template-site.ts";
import { newRepository } from "../support/git-repository.ts";
import { hasHttpBackend, serveGit, type GitHttpServer } from "../support/git-http-server.ts";
import { isInstalled, needing } from "../support/programs.ts";
import { PATH, readAt, templateRepository } from "../support/template-repository.ts";

const given = templateRepository();

const OFF: Verification = { mode: "off" };

function program(neighbours: TemplateTerms): TemplateReader {
  return { kind: "program", neighbours, listed: [] };
}

describe("an agent", () => {
  test.each([
    "https://git.example/acme/search.git",
    "ssh://git@git.example/acme/search.git",
    "git@git.example:acme/search.git",
  ])("does not even ask %s, which nobody listed", async (address) => {
    given.release("one\n", "v1");
    const [answer] = await given.reader().read([{ repository: address, path: PATH, ref: "v1" }]);
    expect(answer).toMatchObject({
      kind: "failed",
      why: {
        message: `the agent may not read ${address}`,
        remedy: expect.stringContaining("templates of agent.yaml"),
      },
    });
  });

  test("that was given an address with a credential in it does not begin", () => {
    const listed = [{ url: "https://me:secret@git.example/acme", auth: {}, verify: OFF }];
    const neighbours = { auth: {}, verify: OFF };
    expect(() => given.reader({ reader: { kind: "program", neighbours, listed } })).toThrow(
      "the address of the repository at git.example holds more than the address",
    );
  });
});

const describeHttp = hasHttpBackend ? describe : describe.skip;

describeHttp(hasHttpBackend ? "over HTTP" : "over HTTP (skipped: no git-http-backend)", () => {
  let server: GitHttpServer;

  beforeEach(async () => {
    given.release("one\n", "v1");
    server = await serveGit(given.folder);
  });

  afterEach(() => server.close());

  function nextTo(reader: TemplateReader) {
    return given.reader({ reader, base: () => Promise.resolve(`${server.url}/environments`) });
  }

  const token = { user: "x", token: () => Promise.resolve("hunter2") };

  test("an agent reads what lies next to the followed repository with the same credential", async () => {
    server.require("x", "hunter2");
    const reader = nextTo(program({ auth: { token }, verify: OFF }));
    expect(await readAt(reader, ["v1"], "../search/.git")).toEqual(["one\n"]);
  });

  test("a listed address comes with a credential of its own", async () => {
    server.require("x", "hunter2");
    const listed = [{ url: `${server.url}/search`, auth: { token }, verify: OFF }];
    const reader = nextTo({ kind: "program", neighbours: { auth: {}, verify: OFF }, listed });
    expect(await readAt(reader, ["v1"], "../search/.git")).toEqual(["one\n"]);
  });

  test("a credential that is not accepted is said, without it", async () => {
    server.require("x", "another");
    const reader = nextTo(program({ auth: { token }, verify: OFF }));
    const [why = ""] = await readAt(reader, ["v1"], "../search/.git");
    expect(why).toMatch(/^the Git host does not accept the credential/);
    expect(why).not.toContain("hunter2");
  });

  test("tags that are there already are asked for by nobody", async () => {
    const reader = nextTo(program({ auth: {}, verify: OFF }));
    await readAt(reader, ["v1"], "../search/.git");
    const before = server.asked.length;
    await readAt(reader, ["v1"], "../search/.git");
    await readAt(nextTo(program({ auth: {}, verify: OFF })), ["v1"], "../search/.git");
    expect(server.asked).toHaveLength(before);
  });

  test("two who read at once fetch one after the other", async () => {
    const reader = nextTo(program({ auth: {}, verify: OFF }));
    const both = await Promise.all([1, 2].map(() => readAt(reader, ["v1"], "../search/.git")));
    expect(both).toEqual([["one\n"], ["one\n"]]);
  });

  test("a broken connection leaves what was there", async () => {
    const reader = nextTo(program({ auth: {}, verify: OFF }));
    await readAt(reader, ["v1"], "../search/.git");
    given.release("two\n", "v2");
    server.breakAfter(10);
    expect(await readAt(reader, ["v1", "v2"], "../search/.git")).toEqual([
      "one\n",
      expect.not.stringContaining("two"),
    ]);
    server.breakAfter(undefined);
    expect(await readAt(reader, ["v1", "v2"], "../search/.git")).toEqual(["one\n", "two\n"]);
  });
});

describe("a person", () => {
  const { GIT_CONFIG_GLOBAL } = process.env;

  afterEach(() => {
    if (GIT_CONFIG_GLOBAL === undefined) delete process.env["GIT_CONFIG_GLOBAL"];
    else process.env["GIT_CONFIG_GLOBAL"] = GIT_CONFIG_GLOBAL;
  });

  test("reads with their own git, whose settings may send an address elsewhere", async () => {
    given.release("one\n", "v1");
    const config = join(given.folder, "gitconfig");
    writeFileSync(config, `[url "${given.folder}/"]\n\tinsteadOf = https://git.example/acme/\n`);
    process.env["GIT_CONFIG_GLOBAL"] = config;
    const reader = given.reader({ reader: { kind: "person" } });
    expect(await readAt(reader, ["v1"], "https://git.example/acme/search")).toEqual(["one\n"]);
  });

  test("is told to look with git on this machine when that fails", async () => {
    const [answer] = await given
      .reader({ reader: { kind: "person" } })
      .read([{ repository: "../nothing", path: PATH, ref: "v1" }]);
    expect(answer).toMatchObject({
      why: { remedy: "see whether git on this machine may read that repository" },
    });
  });
});

describe("the address of a checkout", () => {
  test("is that of its origin, also from a folder in it", async () => {
    const checkout = newRepository(join(given.folder, "checkout"));
    checkout.commit({ "live/mooring.yaml": "version: 1\n" });
    expect(await readOwnAddress(join(checkout.dir, "live"))).toBe(checkout.dir);
    checkout.git("remote", "add", "origin", "git@git.example:acme/environments.git");
    expect(await readOwnAddress(join(checkout.dir, "live"))).toBe("git@git.example:acme/environments.git");
    checkout.git("remote", "set-url", "origin", "../environments");
    expect(await readOwnAddress(join(checkout.dir, "live"))).toBe(join(given.folder, "environments"));
  });

  test("is where the folder lies when it is not under Git", async () => {
    expect(await readOwnAddress(given.folder)).toBe(given.folder);
  });
});

const describeSsh = isInstalled("ssh-keygen") ? describe : describe.skip;

describeSsh(needing("ssh-keygen", "where signatures are required"), () => {
  /** Makes an SSH key and gives the path of its public half. */
  function sshKey(name: string): string {
    const file = join(given.folder, name);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
    return `${file}.pub`;
  }

  function requiring(key: string) {
    return given.reader({ reader: programRequiring(key) });
  }

  function programRequiring(key: string): TemplateReader {
    const allowedSigners = join(given.folder, "allowed-signers");
    writeFileSync(allowedSigners, `alice@acme.example ${readFileSync(key, "utf8")}`);
    return program({ auth: {}, verify: { mode: "required", allowedSigners } });
  }

  function signing(key: string, ...args: readonly string[]): void {
    given.search.git("-c", "gpg.format=ssh", "-c", `user.signingkey=${key}`, ...args);
  }

  test("the tag's signature is good enough, and so is the commit's", async () => {
    const key = sshKey("alice");
    given.release("one\n");
    signing(key, "tag", "-s", "-m", "signed", "v1");
    given.release("two\n");
    signing(key, "commit", "--quiet", "--amend", "-S", "-m", "signed");
    given.search.git("tag", "v2");
    expect(await readAt(requiring(key), ["v1", "v2", "main"])).toEqual(["one\n", "two\n", "two\n"]);
  });

  test("what nobody signed, or somebody else, is not used", async () => {
    const [alice, mallory] = [sshKey("alice"), sshKey("mallory")];
    const first = given.release("one\n", "v1");
    given.search.git("tag", "-a", "-m", "not signed", "v2");
    signing(mallory, "tag", "-s", "-m", "signed", "v3");
    const unsigned = `commit ${first.slice(0, 12)} is not signed`;
    expect(await readAt(requiring(alice), ["v1", "v2", "v3", "main"])).toEqual([
      `${unsigned}, and the tag neither`,
      `${unsigned}, and the tag neither`,
      `${unsigned}, and the tag neither`,
      unsigned,
    ]);
  });

  test("a signed tag under the name of another version is not used", async () => {
    const key = sshKey("alice");
    given.release("one\n");
    signing(key, "tag", "-s", "-m", "signed", "v1");
    given.search.git("update-ref", "refs/tags/v2", "refs/tags/v1");
    expect(await readAt(requiring(key), ["v1", "v2"])).toEqual([
      "one\n",
      expect.stringContaining("is not signed, and the tag neither"),
    ]);
  });

  test("a signed tag makes no branch at the same commit good", async () => {
    const key = sshKey("alice");
    given.release("one\n");
    signing(key, "tag", "-s", "-m", "signed", "v1");
    const reader = requiring(key);
    await readAt(reader, ["v1"]);
    expect(await readAt(reader, ["main", "v1"])).toEqual([expect.stringContaining("is not signed"), "one\n"]);
  });

  test("a tag that is moved between look and check makes no commit good but the one it leads to", async () => {
    const key = sshKey("alice");
    const [first, second] = [given.release("one\n", "old"), given.release("two\n")];
    signing(key, "tag", "-s", "-m", "signed", "v1");
    await readAt(given.reader(), ["old", "v1"]);
    const site = templateSite("../search", {
      folder: join(given.folder, "clones"),
      base: join(given.folder, "environments"),
      reader: programRequiring(key),
    });
    const readAs = (commit: string) =>
      readTemplateFile(
        site,
        { repository: "../search", path: PATH, ref: "v1" },
        { kind: "found", ref: "refs/mooring/tags/v1", commit, notes: [] },
        new AbortController().signal,
      );
    expect(await readAs(second)).toBe("two\n");
    await expect(readAs(first)).rejects.toThrow("is not signed, and the tag neither");
  });
});
