import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Refreshed, RepositorySource } from "../../src/model/source.ts";
import { followed, next } from "../support/followed.ts";
import { isInstalled, needing } from "../support/programs.ts";

const given = followed();

/** Makes an SSH key and gives the path of its public half. */
function sshKey(name: string): string {
  const file = join(given.folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
  return `${file}.pub`;
}

/** A file of allowed signers. */
function signers(...keys: readonly string[]): string {
  const file = join(given.folder, "allowed-signers");
  writeFileSync(file, keys.map((key) => `alice@acme.example ${readFileSync(key, "utf8")}`).join(""));
  return file;
}

function fingerprint(key: string): string {
  return execFileSync("ssh-keygen", ["-l", "-f", key], { encoding: "utf8" }).split(" ")[1] ?? "";
}

function commitSigned(key: string, subject = "signed"): string {
  writeFileSync(join(given.remote.dir, "mooring.yaml"), `# ${subject}\n`);
  given.remote.git("add", "-A");
  const config = ["-c", "gpg.format=ssh", "-c", `user.signingkey=${key}`];
  given.remote.git(...config, "commit", "-q", "-S", "--allow-empty", "-m", subject);
  return given.remote.git("rev-parse", "HEAD");
}

function followSigned(allowedSigners: string): RepositorySource {
  return given.follow({ verify: { mode: "required", allowedSigners } });
}

function messageOf(refreshed: Refreshed): string {
  return refreshed.kind === "refused" || refreshed.kind === "failed" ? refreshed.why.message : refreshed.kind;
}

const describeSsh = isInstalled("ssh-keygen") ? describe : describe.skip;
const describeGpg = isInstalled("gpg") ? describe : describe.skip;

describeSsh(needing("ssh-keygen", "a head with an SSH signature"), () => {
  test("of an allowed signer is laid out", async () => {
    const key = sshKey("alice");
    const commit = commitSigned(key);
    const { snapshot } = await next(followSigned(signers(key)));
    expect(snapshot.revision?.commit).toBe(commit);
  });

  test("of somebody else is refused with their key, and nothing is laid out", async () => {
    const [alice, mallory] = [sshKey("alice"), sshKey("mallory")];
    const commit = commitSigned(mallory);
    const refused = await followSigned(signers(alice)).refresh();
    expect(refused).toMatchObject({ kind: "refused", commit });
    expect(messageOf(refused)).toBe(
      `commit ${commit} of Alice Example is signed by somebody who is not among the allowed signers (key ${fingerprint(mallory)})`,
    );
    expect(readdirSync(join(given.own(), "commits"))).toEqual([]);
  });

  test("of somebody whose time is over is refused", async () => {
    const key = sshKey("alice");
    commitSigned(key);
    const file = signers(key);
    writeFileSync(file, readFileSync(file, "utf8").replace(" ssh", ' valid-before="20200101" ssh'));
    expect(messageOf(await followSigned(file).refresh())).toMatch(/not among the allowed signers/);
  });

  test("that was put on another commit is refused", async () => {
    const key = sshKey("alice");
    commitSigned(key);
    const signed = given.remote.git("cat-file", "commit", "HEAD");
    const file = join(given.folder, "forged");
    writeFileSync(file, `${signed.replace("Alice Example <", "Bob Example <")}\n`);
    const forged = given.remote.git("hash-object", "-w", "-t", "commit", file);
    given.remote.git("update-ref", "refs/heads/main", forged);
    const refused = await followSigned(signers(key)).refresh();
    expect(refused).toMatchObject({ kind: "refused", commit: forged });
  });

  test("is laid out as soon as the signer is allowed, without a new commit", async () => {
    const [alice, bob] = [sshKey("alice"), sshKey("bob")];
    commitSigned(bob);
    const source = followSigned(signers(alice));
    expect(await source.refresh()).toMatchObject({ kind: "refused" });
    signers(alice, bob);
    expect(await source.refresh()).toMatchObject({ kind: "new" });
  });

  test("is refused where only OpenPGP signers are allowed", async () => {
    commitSigned(sshKey("alice"));
    const gpgKeys = join(given.folder, "nobody.asc");
    writeFileSync(gpgKeys, "");
    const source = given.follow({ verify: { mode: "required", gpgKeys } });
    expect(await source.refresh()).toMatchObject({ kind: "refused" });
  });

  test("fails, and is not refused, while the file of signers cannot be read", async () => {
    const key = sshKey("alice");
    commitSigned(key);
    const file = signers(key);
    const source = followSigned(file);
    rmSync(file);
    const failed = await source.refresh();
    expect(failed.kind).toBe("failed");
    expect(messageOf(failed)).toContain(file);
  });

  test("is followed by an unsigned one, and stays in use", async () => {
    const key = sshKey("alice");
    commitSigned(key);
    const source = followSigned(signers(key));
    const good = await next(source);
    given.remote.commit({ "mooring.yaml": "version: 2\n" });
    expect(await source.refresh()).toMatchObject({ kind: "refused", last: good.snapshot });
    commitSigned(key, "on top");
    expect(await next(source)).toMatchObject({ snapshot: { revision: { subject: "on top" } } });
  });

  test("is never applied while ssh-keygen is not installed", async () => {
    const key = sshKey("alice");
    commitSigned(key);
    const { PATH } = process.env;
    process.env["PATH"] = pathWithGitOnly();
    try {
      const refused = await followSigned(signers(key)).refresh();
      expect(refused.kind).toBe("refused");
      expect(messageOf(refused)).toMatch(/cannot be checked, because ssh-keygen is not installed/);
    } finally {
      process.env["PATH"] = PATH;
    }
  });

  function pathWithGitOnly(): string {
    const folder = join(given.folder, "bin");
    mkdirSync(folder);
    const core = execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim();
    symlinkSync(join(core, "git"), join(folder, "git"));
    return `${folder}:${core}`;
  }
});

describe("a head without a signature", () => {
  test("is refused, and the last good commit stays", async () => {
    const commit = given.remote.commit({ "mooring.yaml": "version: 1\n" });
    writeFileSync(join(given.folder, "nobody"), "");
    const refused = await followSigned(join(given.folder, "nobody")).refresh();
    expect(refused).toMatchObject({
      kind: "refused",
      commit,
      why: {
        message: `commit ${commit} of Alice Example is not signed`,
        remedy: expect.stringContaining("git commit --amend -S"),
      },
    });
  });

  test("whose message looks like a signature is refused", async () => {
    given.remote.commit({ "mooring.yaml": "" }, "one\n\ngpgsig -----BEGIN SSH SIGNATURE-----\n");
    writeFileSync(join(given.folder, "nobody"), "");
    expect(messageOf(await followSigned(join(given.folder, "nobody")).refresh())).toMatch(/is not signed$/);
  });
});

describeGpg(needing("gpg", "a head with an OpenPGP signature"), () => {
  afterEach(() => {
    execFileSync("gpgconf", ["--homedir", keyring(), "--kill", "all"]);
  });

  /** Short, because an agent's socket lies in it. */
  function keyring(): string {
    const dir = join(given.folder, "gpg");
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return dir;
  }

  function gpg(...args: readonly string[]): string {
    const env = { ...process.env, GNUPGHOME: keyring() };
    return execFileSync("gpg", ["--batch", "--quiet", ...args], { env, encoding: "utf8", stdio: "pipe" });
  }

  function gpgKey(name: string, expires = "never"): string {
    const options = ["--passphrase", "", "--pinentry-mode", "loopback"];
    gpg(...options, "--quick-gen-key", `${name} <${name}@acme.example>`, "ed25519", "sign", expires);
    const listing = gpg("--list-keys", "--with-colons", `${name}@acme.example`);
    return /^fpr:+([0-9A-F]+):/m.exec(listing)?.[1] ?? "";
  }

  function publicKeys(...keys: readonly string[]): string {
    const file = join(given.folder, "keys.asc");
    writeFileSync(file, keys.length === 0 ? "" : gpg("--armor", "--export", ...keys));
    return file;
  }

  function commitWithGpg(key: string): string {
    writeFileSync(join(given.remote.dir, "mooring.yaml"), "version: 1\n");
    const home = keyring();
    const program = join(given.folder, "gpg-of-alice");
    writeFileSync(program, `#!/bin/sh\nGNUPGHOME='${home}' exec gpg "$@"\n`, { mode: 0o755 });
    given.remote.git("add", "-A");
    const config = ["-c", `gpg.program=${program}`, "-c", `user.signingkey=${key}`];
    given.remote.git(...config, "commit", "-q", "-S", "--allow-empty", "-m", "signed");
    return given.remote.git("rev-parse", "HEAD");
  }

  function followWithKeys(gpgKeys: string): RepositorySource {
    return given.follow({ verify: { mode: "required", gpgKeys } });
  }

  test("of an allowed key is laid out, and our keyring is gone", async () => {
    const key = gpgKey("alice");
    const commit = commitWithGpg(key);
    const { snapshot } = await next(followWithKeys(publicKeys(key)));
    expect(snapshot.revision?.commit).toBe(commit);
    expect(readdirSync(given.own()).filter((name) => name.startsWith("keys-"))).toEqual([]);
  });

  test("of another key is refused with that key", async () => {
    const [alice, mallory] = [gpgKey("alice"), gpgKey("mallory")];
    commitWithGpg(mallory);
    const refused = await followWithKeys(publicKeys(alice)).refresh();
    expect(refused.kind).toBe("refused");
    expect(messageOf(refused)).toMatch(/not among the allowed signers/);
    expect(messageOf(refused)).toContain(mallory.slice(-16));
  });

  test("is refused where only SSH signers are allowed", async () => {
    commitWithGpg(gpgKey("alice"));
    writeFileSync(join(given.folder, "nobody"), "");
    expect(await followSigned(join(given.folder, "nobody")).refresh()).toMatchObject({ kind: "refused" });
  });

  test("of a key that was revoked is refused", async () => {
    const key = gpgKey("alice");
    commitWithGpg(key);
    const certificate = join(keyring(), "openpgp-revocs.d", `${key}.rev`);
    cpSync(certificate, join(given.folder, "revoked"));
    const text = readFileSync(join(given.folder, "revoked"), "utf8").replace(/^:-----/m, "-----");
    writeFileSync(join(given.folder, "revoked"), text);
    gpg("--import", join(given.folder, "revoked"));
    expect(messageOf(await followWithKeys(publicKeys(key)).refresh())).toMatch(/key that was revoked/);
  });

  test("fails, and is not refused, while the file of keys is none", async () => {
    commitWithGpg(gpgKey("alice"));
    const file = join(given.folder, "keys.asc");
    writeFileSync(file, "not a key\n");
    const failed = await followWithKeys(file).refresh();
    expect(failed.kind).toBe("failed");
    expect(messageOf(failed)).toContain("gpg cannot import");
  });
});
