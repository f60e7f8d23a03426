import type { SimpleGit } from "simple-git";
import type { Revision } from "../model/report.ts";
import { oneLine } from "./one-line.ts";

/**
 * The commit that a folder is checked out at. It is for people only, so whatever stands in the way (no repository, no
 * commit yet, somebody else's files, no git) gives `undefined` and never an error.
 *
 * The folder is untrusted: nothing that its git configuration names is run, nothing is fetched and nothing is written.
 */
export async function readRevision(dir: string): Promise<Revision | undefined> {
  try {
    const git = await openGit(dir, []);
    const commit = await readCommit(git);
    if (commit === undefined) return undefined;
    return { ...commit, isDirty: await hasChanges(await openGit(dir, await filterOverrides(git))) };
  } catch {
    return undefined;
  }
}

/** Everything with which a repository's own configuration could make git run a program, turned off. */
const HARMLESS = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "log.showSignature=false",
  "safe.bareRepository=explicit",
];

const TIMEOUT_MS = 20_000;

async function openGit(dir: string, config: readonly string[]): Promise<SimpleGit> {
  const { simpleGit } = await import("simple-git");
  const options = {
    baseDir: dir,
    config: [...HARMLESS, ...config],
    timeout: { block: TIMEOUT_MS },
    // The values above are ours, and each of them turns something off.
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true, allowUnsafeFilter: true },
    allowEnvironment: ["GIT_ALLOW_PROTOCOL", "GIT_OPTIONAL_LOCKS", "GIT_TERMINAL_PROMPT"],
  };
  return simpleGit(options).env(environment());
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

async function readCommit(git: SimpleGit): Promise<Omit<Revision, "isDirty"> | undefined> {
  const log = await git.raw(["log", "-1", "--no-show-signature", "--format=%H%x00%an%x00%s", "HEAD"]);
  const [commit = "", author = "", subject = ""] = log.replace(/\n$/, "").split("\0");
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return undefined;
  return { commit, author: oneLine(author, 100), subject: oneLine(subject, 200) };
}

/** `git status` runs clean filters over files that look changed; these settings make each filter do nothing. */
async function filterOverrides(git: SimpleGit): Promise<readonly string[]> {
  const keys = await git.raw([
    "config",
    "-z",
    "--name-only",
    "--get-regexp",
    "^filter\\..*\\.(clean|process)$",
  ]);
  const filters = new Set(keys.split("\0").map((key) => key.replace(/\.(clean|process)$/, "")));
  filters.delete("");
  return [...filters].flatMap((filter) => {
    if (filter.includes("=")) throw new Error(`git cannot be told to leave ${filter} out`);
    return [`${filter}.clean=`, `${filter}.process=`, `${filter}.required=false`];
  });
}

/** Whether anything under the folder differs from the commit; our own state beside the repository does not count. */
async function hasChanges(git: SimpleGit): Promise<boolean> {
  const status = await git.raw([
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--ignore-submodules=all",
    "--untracked-files=normal",
    "--",
    ".",
    ":(exclude).mooring",
  ]);
  return status !== "";
}
