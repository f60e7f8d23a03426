import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { GitError } from "../../src/git/git-error.ts";
import { explainGit } from "../../src/git/git-failure.ts";

describe("what git says", () => {
  test.each([
    [
      "fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output",
      "the disk is full",
    ],
    [
      "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://gitlab.com/acme/env.git/'",
      "the Git host does not accept the credential",
    ],
    [
      "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
      "the Git host does not accept the credential",
    ],
    [
      "fatal: unable to access 'https://git.acme.example/': Could not resolve host: git.acme.example",
      "the Git host's name is not known",
    ],
    [
      "fatal: unable to access 'https://git.acme.example/': Failed to connect to git.acme.example port 443 after 1 ms: Couldn't connect to server",
      "the Git host does not answer",
    ],
    [
      "fatal: unable to access 'https://git.acme.example/': server certificate verification failed. CAfile: none CRLfile: none",
      "the connection to the Git host could not be secured",
    ],
    [
      "remote: Repository not found.\nfatal: repository 'https://github.com/acme/env/' not found",
      "there is no such repository, or the credential may not see it",
    ],
    [
      "error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF",
      "the connection to the Git host broke off",
    ],
    [
      "fatal: detected dubious ownership in repository at '/srv/env'",
      "the repository belongs to another user of this machine",
    ],
    [
      "fatal: unable to access 'https://git.acme.example/': The requested URL returned error: 503",
      "the connection to the Git host broke off",
    ],
  ])("is told as its cause, with what to do: %s", (said, message) => {
    const { failure, isElsewhere } = explainGit(new GitError(said));
    expect(failure.message.replace(/ \(.*/s, "")).toBe(message);
    expect(failure.remedy).toBeDefined();
    expect(isElsewhere).toBe(true);
  });

  test("of one cause in other words has the same cause", () => {
    const away = (ms: number): string =>
      `fatal: unable to access 'https://git.acme.example/': Failed to connect to git.acme.example port 443 after ${ms} ms: Couldn't connect to server`;
    const [one, two] = [1, 30_001].map((ms) => explainGit(new GitError(away(ms))).failure);
    expect(one?.message).not.toBe(two?.message);
    expect(one?.cause).toBe(two?.cause);
  });

  test("is not what the file system says: that is told with what to do", () => {
    const error = new Error("ENOTDIR: not a directory, mkdir '/var/lib/mooring'");
    expect(explainGit(error).failure).toEqual({
      message: `the folder for the clone cannot be used (${error.message})`,
      remedy: expect.stringContaining("--data"),
      cause: "the folder for the clone cannot be used",
    });
  });

  test("that is about the clone is not blamed on anybody else", () => {
    expect(explainGit(new GitError("fatal: loose object 1234 is corrupt"))).toEqual({
      failure: { message: "git: fatal: loose object 1234 is corrupt", cause: "git" },
      isElsewhere: false,
    });
  });

  test("is quoted on one short line, without a secret or a credential in an address", () => {
    const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => /^[^\s/@]+$/.test(text));
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 600 }),
        secret,
        fc.string(),
        (noise, token, more) => {
          const said = `${noise}\nfatal: ${more}${token} https://alice:${token}@git.acme.example/ ${token}`;
          const { message } = explainGit(new GitError(said), [token]).failure;
          expect(message).not.toContain(token);
          expect(message).not.toContain("alice:");
          expect(message).not.toMatch(/\p{Cc}/u);
          expect(message.length).toBeLessThan(400);
        },
      ),
    );
  });
});
