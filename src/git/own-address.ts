import { resolve } from "node:path";
import type { Git } from "./bounded-git.ts";
import { GitError } from "./git-error.ts";
import { usersGit } from "./users-git.ts";

/**
 * The address of the repository that a folder is checked out from: its `origin`, or where it lies on this machine when it has
 * none or is not under Git. May hold a credential of the user.
 */
export async function readOwnAddress(dir: string): Promise<string> {
  const git = usersGit(dir);
  const root = (await said(git, "rev-parse", "--show-toplevel")) ?? resolve(dir);
  const origin = await said(git, "config", "--get", "remote.origin.url");
  if (origin === undefined) return root;
  return isPath(origin) ? resolve(root, origin) : origin;
}

function isPath(address: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(address) && !/^[^/:]+:/.test(address);
}

async function said(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const line = (await git(...args)).replace(/\n$/, "");
    return line === "" ? undefined : line;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
