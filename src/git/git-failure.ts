import { types } from "node:util";
import type { SourceFailure } from "../model/source.ts";
import { GitError, TooMuchOutput } from "./git-error.ts";
import { TookTooLong } from "./deadline.ts";
import { oneLine } from "./one-line.ts";

/** What is said about something that went wrong while the repository was read. */
export interface Explanation {
  readonly failure: SourceFailure;
  /** What went wrong lies outside the clone, so a new clone would not help. */
  readonly isElsewhere: boolean;
}

/**
 * Explains an error of git, the file system or ourselves to a person. `secrets` are taken out of what is quoted.
 */
export function explainGit(error: unknown, secrets: readonly string[] = []): Explanation {
  if (error instanceof TookTooLong) return elsewhere(tooSlow(error.ms));
  if (error instanceof TooMuchOutput) return elsewhere({ message: "git printed more than is ever read" });
  if (isStop(error)) return elsewhere({ message: "it was stopped" });
  const said = wordsOf(error);
  const known = CAUSES.find(({ sign }) => sign.test(said));
  const quote = lastWords(said, secrets);
  if (known === undefined) return { failure: { message: `git: ${quote}`, cause: "git" }, isElsewhere: false };
  const { message, remedy } = known;
  return elsewhere({ message: `${message} (${quote})`, remedy, cause: message });
}

function wordsOf(error: unknown): string {
  if (error instanceof GitError) return error.said;
  return types.isNativeError(error) ? error.message : String(error);
}

/** A quotation without credentials, on one line, and short. */
export function lastWords(said: string, secrets: readonly string[]): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !/^\s+at |^hint:/.test(line));
  const telling = lines.find((line) => /^(fatal|error|remote: error):/.test(line)) ?? lines.at(-1) ?? "";
  return shortened(oneLine(withoutSecrets(telling, secrets), 10_000));
}

/** The end tells why, and a long path in between does not. */
function shortened(line: string): string {
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED / 2)}…${line.slice(-QUOTED / 2)}`;
}

const QUOTED = 240;

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return hidden.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1[redacted]@");
}

function isStop(error: unknown): boolean {
  return typeof error === "object" && error !== null && "name" in error && error.name === "AbortError";
}

function elsewhere(failure: SourceFailure): Explanation {
  return { failure, isElsewhere: true };
}

function tooSlow(ms: number): SourceFailure {
  return {
    message: `it took longer than ${Math.round(ms / 1000)} seconds and was stopped`,
    remedy: "see whether the Git host answers, and whether the repository holds large files",
  };
}

/** What git, ssh and curl say, by cause; the first that fits counts. */
const CAUSES: readonly { readonly sign: RegExp; readonly message: string; readonly remedy: string }[] = [
  {
    sign: /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i,
    message: "the disk is full",
    remedy: "make room where the agent keeps its data (--data)",
  },
  {
    sign: /spawn git ENOENT/,
    message: "git is not installed",
    remedy: "install git 2.34 or newer where the agent runs",
  },
  {
    sign: /cannot run ssh|spawn ssh ENOENT|ssh: not found|ssh: command not found/,
    message: "ssh is not installed",
    remedy: "install openssh-client where the agent runs, or use https",
  },
  {
    sign: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .*host key is known/i,
    message: "the host is not who known_hosts says",
    remedy: "compare the host's key with the one that it publishes, then write it into auth.knownHosts",
  },
  {
    sign: /Load key .*(invalid format|error in libcrypto|incorrect passphrase)/i,
    message: "the SSH key cannot be read",
    remedy: "auth.sshKey has to be a private key without a passphrase",
  },
  {
    sign: /Authentication failed|could not read Username|could not read Password|Permission denied \(|error: (401|403)|HTTP (401|403)|Invalid username or (password|token)|terminal prompts disabled/i,
    message: "the Git host does not accept the credential",
    remedy: "see auth in agent.yaml: the token or key may have expired, or may not read this repository",
  },
  {
    sign: /dubious ownership/,
    message: "the repository belongs to another user of this machine",
    remedy: "let the user that runs the agent own it",
  },
  {
    sign: /repository .*not found|Repository not found|does not appear to be a git repository|error: 404|Could not find repository/i,
    message: "there is no such repository, or the credential may not see it",
    remedy: "check the address of the repository and what the credential may read",
  },
  {
    sign: /couldn't find remote ref|no such ref/i,
    message: "the branch is not there any more",
    remedy: "push the branch again, or name another with --branch",
  },
  {
    sign: /Could not resolve (host|hostname|proxy)|Name or service not known|Temporary failure in name resolution/i,
    message: "the Git host's name is not known",
    remedy: "check the address of the repository and the network; it is tried again",
  },
  {
    sign: /certificate|SSL_ERROR|gnutls|TLS/i,
    message: "the connection to the Git host could not be secured",
    remedy: "check the host's certificate; GIT_SSL_CAINFO names a file of certificates to trust",
  },
  {
    sign: /Failed to connect|Connection refused|Connection timed out|Operation timed out|Network is unreachable|No route to host|Connection reset|port \d+: /i,
    message: "the Git host does not answer",
    remedy: "it is tried again; check the network if that does not help",
  },
  {
    sign: /early EOF|unexpected disconnect|RPC failed|remote end hung up|error: 5\d\d|HTTP 5\d\d|too slow|transfer closed|Empty reply|Could not read from remote/i,
    message: "the connection to the Git host broke off",
    remedy: "it is tried again",
  },
  {
    sign: /\bE(ACCES|PERM|ROFS)\b|Permission denied|Read-only file system/,
    message: "the folder for the clone cannot be written",
    remedy: "let the user that runs the agent write to the folder of --data",
  },
  {
    // As Node says it of the file system.
    sign: /^E[A-Z]{2,}: .*, \w+ '/,
    message: "the folder for the clone cannot be used",
    remedy: "see what is in the way of the folder of --data; it is made again when it is gone",
  },
  {
    // Git does not say why.
    sign: /unable to (write|create) (file|new index)|failed to write/i,
    message: "the files cannot be written",
    remedy: "make room where the agent keeps its data (--data), and see whether it may write there",
  },
];
