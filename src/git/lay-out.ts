import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { gitOnClone } from "./clone.ts";
import type { CommitTree } from "./commit-files.ts";
import { GitError } from "./git-error.ts";
import { lastWords } from "./git-failure.ts";
import type { OwnFolder } from "./own-folder.ts";
import { Unusable } from "./trouble.ts";

/**
 * Puts the files of a commit into a folder of their own and gives its path. It is made beside and then renamed, so a
 * folder under that name is always whole.
 */
export async function layOut(
  commit: string,
  tree: CommitTree,
  at: { readonly own: OwnFolder; readonly signal: AbortSignal },
): Promise<string> {
  const dir = join(at.own.commits, commit);
  if (await isFolder(dir)) return dir;
  const half = await mkdtemp(join(at.own.commits, HALF));
  const index = join(half, ".index");
  const worktree = join(half, "files");
  try {
    const git = gitOnClone(at.own, at.signal, { env: { GIT_INDEX_FILE: index } });
    await git("read-tree", tree.id);
    await mkdir(worktree);
    const there = gitOnClone(at.own, at.signal, {
      dir: worktree,
      env: { GIT_INDEX_FILE: index, GIT_WORK_TREE: worktree },
    });
    await there("checkout-index", "--all", "--quiet");
    for (const path of tree.submodules) await rm(join(worktree, path), { recursive: true, force: true });
    await rename(worktree, dir);
    return dir;
  } catch (error) {
    throw unlayable(error) ?? error;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Removes every laid out commit but one, and what a crash left half made. */
export async function removeLaidOut(own: OwnFolder, keep: string | undefined): Promise<void> {
  for (const name of await readdir(own.commits)) {
    if (name !== keep) await rm(join(own.commits, name), { recursive: true, force: true });
  }
}

/** Whether a folder is there. */
export function isFolder(dir: string): Promise<boolean> {
  return stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

const HALF = "half-";

/** Names that git or the file system do not take are the commit's fault. */
function unlayable(error: unknown): Unusable | undefined {
  if (!(
    error instanceof GitError &&
    /invalid path|File name too long|File exists|already exists/i.test(error.said)
  ))
    return undefined;
  return new Unusable(`cannot be laid out: ${lastWords(error.said, [])}`, "rename the file");
}
