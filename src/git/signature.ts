import { execFile } from "node:child_process";
import { access, constants, mkdtemp, rm, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SourceError } from "../model/source.ts";
import type { Git } from "./bounded-git.ts";
import { gitOnClone } from "./clone.ts";
import type { CommitFacts } from "./commit-facts.ts";
import { GitError } from "./git-error.ts";
import { oneLine } from "./one-line.ts";
import type { OwnFolder } from "./own-folder.ts";
import { Unreadable, Unusable } from "./trouble.ts";

/** Whose signature a commit needs. Both are paths of files: ssh-keygen's ALLOWED SIGNERS, and armoured OpenPGP keys. */
export type Verification =
  | { readonly mode: "off" }
  | { readonly mode: "required"; readonly allowedSigners?: string; readonly gpgKeys?: string };

/** Throws a `SourceError` when signatures are required and nobody's would do. */
export function checkVerification(verify: Verification): void {
  if (verify.mode === "off" || verify.allowedSigners !== undefined || verify.gpgKeys !== undefined) return;
  throw new SourceError(
    "signatures are required, but no file says whose",
    "name verify.allowedSigners or verify.gpgKeys in agent.yaml, or set verify.mode to off",
  );
}

/** Where a signature is checked, and how long that may take. */
export interface Checking {
  readonly own: OwnFolder;
  readonly signal: AbortSignal;
}

/** Throws `Unusable` unless the commit bears a good signature of an allowed signer. Reads nothing of its files. */
export async function requireSignature(
  facts: CommitFacts,
  verify: Verification,
  at: Checking,
): Promise<void> {
  if (verify.mode === "off") return;
  const { signedWith } = facts;
  if (signedWith === undefined) throw refused("is not signed");
  if (signedWith === "something else") throw refused("is signed neither with SSH nor with OpenPGP");
  const { commit } = facts.revision;
  await withKeys(signedWith, verify, at, async (git) => judge(await readSignature(git, commit)));
}

/** A ref of the clone, and the commit that it led to when it was read. */
export interface ReadTag {
  readonly ref: string;
  readonly commit: string;
}

/**
 * Whether a tag in the clone is an object of its own with a good signature of an allowed signer, and leads to the commit. What
 * was signed says its own name: under another one it is an old version that somebody passes off as a new one. The ref is
 * resolved once: another process may move it at any time.
 */
export async function hasTagSignature(
  { ref, commit }: ReadTag,
  verify: Verification,
  at: Checking,
): Promise<boolean> {
  if (verify.mode === "off") return false;
  const git = gitOnClone(at.own, at.signal);
  const id = (await git("rev-parse", "--verify", ref)).trim();
  if ((await git("cat-file", "-t", id)).trim() !== "tag") return false;
  if ((await git("rev-parse", "--verify", `${id}^{}`)).trim() !== commit) return false;
  const tag = await git("cat-file", "tag", id);
  const kind = /^-----BEGIN (SSH|PGP) (?:SIGNATURE|MESSAGE)-----$/m.exec(tag)?.[1];
  const name = /^object .+\ntype .+\ntag (.+)\n/.exec(tag)?.[1];
  if (kind === undefined || name !== nameOfTag(ref)) return false;
  return withKeys(kind === "SSH" ? "ssh" : "gpg", verify, at, async (checking) => {
    try {
      await checking("verify-tag", id);
      return true;
    } catch (error) {
      if (error instanceof GitError) return false;
      throw error;
    }
  });
}

/** The name that a ref of the clone gives a tag. */
function nameOfTag(ref: string): string {
  return ref.replace(/^refs\/[^/]+\/tags\//, "");
}

/** Lends git that knows the allowed signers, and nobody else, to some work. */
async function withKeys<Result>(
  kind: "ssh" | "gpg",
  { allowedSigners, gpgKeys }: Extract<Verification, { mode: "required" }>,
  at: Checking,
  work: (git: Git) => Promise<Result>,
): Promise<Result> {
  const program = kind === "ssh" ? "ssh-keygen" : "gpg";
  if (!(await isInstalled(program))) throw missing(program);
  const keyring = await mkdtemp(join(at.own.dir, "keys-"));
  try {
    if (gpgKeys !== undefined && program === "gpg") await importKeys(gpgKeys, keyring, at);
    const signers = allowedSigners === undefined ? join(keyring, "nobody") : resolve(allowedSigners);
    if (allowedSigners === undefined) await writeFile(signers, "");
    await mustBeReadable(signers, "verify.allowedSigners");
    const config = [`gpg.ssh.allowedSignersFile=${signers}`, "gpg.minTrustLevel=marginal"];
    return await work(gitOnClone(at.own, at.signal, { env: { GNUPGHOME: keyring }, config }));
  } finally {
    await rm(keyring, { recursive: true, force: true });
  }
}

interface Signature {
  /** git's letter for what it found. */
  readonly state: string;
  /** Fingerprint, or key id where there is no more. */
  readonly key: string;
}

async function readSignature(git: Git, commit: string): Promise<Signature> {
  const format = "--format=%G?%x00%GF%x00%GK";
  const printed = await git("log", "-1", "--no-show-signature", format, commit);
  const [state = "", fingerprint = "", id = ""] = printed.trim().split("\0");
  return { state, key: oneLine(fingerprint === "" ? id : fingerprint, 100) };
}

/** Every key of the file counts as trusted, since whoever runs the agent wrote the file. */
async function importKeys(file: string, keyring: string, { own, signal }: Checking): Promise<void> {
  await mustBeReadable(file, "verify.gpgKeys");
  await writeFile(join(keyring, "gpg.conf"), "trust-model always\n");
  const { PATH = "" } = process.env;
  try {
    await promisify(execFile)(
      "gpg",
      ["--homedir", keyring, "--batch", "--no-autostart", "--quiet", "--import", "--", resolve(file)],
      { env: { PATH, HOME: own.home, LC_ALL: "C" }, signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreadable(`gpg cannot import ${file}: ${oneLine(String(error), 200)}`, "see verify.gpgKeys");
  }
}

async function mustBeReadable(file: string, setting: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch {
    throw new Unreadable(
      `${file} cannot be read, so no signature can be checked`,
      `see ${setting} in agent.yaml`,
    );
  }
}

function judge({ state, key }: Signature): void {
  if (state === "G") return;
  const by = key === "" ? "" : ` (key ${key})`;
  throw refused(`${FINDINGS[state] ?? "has a signature that cannot be checked"}${by}`);
}

/** git-log(1), pretty format `%G?`. */
const FINDINGS: Readonly<Record<string, string>> = {
  B: "has a signature that does not fit its content",
  U: "is signed by somebody who is not among the allowed signers",
  E: "is signed by somebody who is not among the allowed signers",
  X: "has a signature that has expired",
  Y: "is signed with a key that has expired",
  R: "is signed with a key that was revoked",
  N: "has a signature that cannot be checked",
};

function refused(what: string): Unusable {
  return new Unusable(
    what,
    "sign it (git commit --amend -S) with a key in verify.allowedSigners or verify.gpgKeys, or add the signer's key there; " +
      "a merge made on the website of a Git host is signed by the host's own key",
  );
}

function missing(program: string): Unusable {
  return new Unusable(
    `has a signature that cannot be checked, because ${program} is not installed`,
    `install ${program} where the agent runs`,
  );
}

async function isInstalled(program: string): Promise<boolean> {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    if (await isProgram(join(folder, program))) return true;
  }
  return false;
}

function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
