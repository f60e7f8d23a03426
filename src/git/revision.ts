import type { Revision } from "../model/report.ts";
import type { Git } from "./bounded-git.ts";
import { within } from "./deadline.ts";
import { oneLine } from "./one-line.ts";
import { underOwnSignal } from "./own-signal.ts";
import { runGit } from "./run-git.ts";

/**
 * The commit that a folder is checked out at. It is for people only, so whatever stands in the way (no repository, no
 * commit yet, somebody else's files, no git) gives `undefined` and never an error.
 *
 * The folder is untrusted: nothing that its git configuration names is run, nothing is fetched and nothing is written.
 */
export async function readRevision(dir: string): Promise<Revision | undefined> {
  try {
    return await within(TIMEOUT_MS, undefined, (signal) => read(dir, signal));
  } catch {
    return undefined;
  }
}

async function read(dir: string, signal: AbortSignal): Promise<Revision | undefined> {
  const git = readingGit(dir, [], signal);
  const commit = await readCommit(git);
  if (commit === undefined) return undefined;
  const unfiltered = readingGit(dir, await filterOverrides(git), signal);
  return { ...commit, isDirty: await hasChanges(unfiltered) };
}

/** Everything with which a repository's own configuration could make git run a program, turned off. */
const HARMLESS = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "log.showSignature=false",
  "safe.bareRepository=explicit",
];

const TIMEOUT_MS = 20_000;

/** Git with the settings of the machine and its user, who may have said whose folders it may read and what it ignores. */
function readingGit(dir: string, config: readonly string[], signal: AbortSignal): Git {
  const env = environment();
  const options = {
    baseDir: dir,
    config: [...HARMLESS, ...config],
    // The values above are ours, and each of them turns something off.
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true, allowUnsafeFilter: true },
    allowEnvironment: Object.keys(env),
  };
  return (...args) => underOwnSignal(signal, (own) => runGit({ args, env, options, own }));
}

/** Of our own environment only what git needs to start: every `GIT_*` could point it elsewhere. */
function environment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return {
    PATH,
    HOME,
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
  };
}

async function readCommit(git: Git): Promise<Omit<Revision, "isDirty"> | undefined> {
  const log = await git("log", "-1", "--no-show-signature", "--format=%H%x00%an%x00%s", "HEAD");
  const [commit = "", author = "", subject = ""] = log.replace(/\n$/, "").split("\0");
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return undefined;
  return { commit, author: oneLine(author, 100), subject: oneLine(subject, 200) };
}

/** `git status` runs clean filters over files that look changed; these settings make each filter do nothing. */
async function filterOverrides(git: Git): Promise<readonly string[]> {
  const keys = (await git("config", "-z", "--name-only", "--list")).split("\0");
  const filters = new Set(keys.flatMap((key) => /^(filter\..*)\.(clean|process)$/s.exec(key)?.[1] ?? []));
  return [...filters].flatMap((filter) => {
    if (filter.includes("=")) throw new Error(`git cannot be told to leave ${filter} out`);
    return [`${filter}.clean=`, `${filter}.process=`, `${filter}.required=false`];
  });
}

/** Whether anything under the folder differs from the commit; our own state beside the repository does not count. */
async function hasChanges(git: Git): Promise<boolean> {
  const status = await git(
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--ignore-submodules=all",
    "--untracked-files=normal",
    "--",
    ".",
    ":(exclude).mooring",
  );
  return status !== "";
}
