import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scratch } from "./moor.ts";

/** An environments repository under Git, in a folder of its own. */
export interface Environments {
  readonly dir: string;
  /** What an agent follows: commits, not the working tree. */
  readonly url: string;
  /** Writes and removes files and commits the lot. Gives the commit's id. */
  commit(message: string, change: FileChange): string;
  /** Runs git in it; gives what it says. */
  git(...args: string[]): string;
  remove(): void;
}

/** Files to write by path, and paths to remove. */
export interface FileChange {
  readonly write?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** Who commits, whatever the machine's own settings say. */
const IDENTITY = {
  GIT_AUTHOR_NAME: "Ada Example",
  GIT_AUTHOR_EMAIL: "ada@acme.example",
  GIT_COMMITTER_NAME: "Ada Example",
  GIT_COMMITTER_EMAIL: "ada@acme.example",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

/** Makes a repository with these files as its first commit, on `main`. */
export function environments(files: Readonly<Record<string, string>>): Environments {
  const folder = scratch();
  const { dir } = folder;
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", dir, ...args], {
      env: { ...process.env, ...IDENTITY },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  const commit = (message: string, change: FileChange): string => {
    folder.write(change.write ?? {});
    for (const path of change.remove ?? []) rmSync(join(dir, path), { recursive: true });
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  commit("everything there is", { write: files });
  return { dir, url: pathToFileURL(dir).href, commit, git, remove: () => folder.remove() };
}
