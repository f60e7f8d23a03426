import { lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { types } from "node:util";
import type { CommitChange, CommitResult } from "../model/commit-change.ts";
import type { SourceFailure } from "../model/source.ts";
import { GitError } from "./git-error.ts";
import { lastWords } from "./git-failure.ts";
import { usersGit } from "./users-git.ts";

/**
 * Commits a change in the user's checkout as they would: their name, their hooks, their signature. Nothing else that is
 * changed or staged gets into the commit.
 */
export async function commitChange(change: CommitChange): Promise<CommitResult> {
  const git = usersGit(change.dir);
  const paths = [...change.files.keys()];
  try {
    await mustBeOurs(git, change);
    const target = change.push ? await pushTarget(git) : undefined;
    await commit(git, change, paths);
    const id = (await git("rev-parse", "--verify", "HEAD")).trim();
    return target === undefined ? { kind: "committed", commit: id } : await push(git, id, target);
  } catch (error) {
    return { kind: "refused", why: whyOf(error) };
  }
}

type UsersGit = ReturnType<typeof usersGit>;

/** Why a change is not made. */
class NotNow extends Error {
  override readonly name = "NotNow";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

async function mustBeOurs(git: UsersGit, { dir, files }: CommitChange): Promise<void> {
  for (const path of files.keys()) await mustBeInside(dir, path);
  await inRepository(git, dir);
  const changed = await git("status", "--porcelain", "-z", "--untracked-files=all", "--", ...files.keys());
  const [first] = changed.split("\0");
  if (first !== undefined && first !== "")
    throw new NotNow(
      `${first.slice(3)} has changes that are not committed`,
      "commit them, or take them back, and try again",
    );
  await mustHaveName(git);
}

async function mustBeInside(dir: string, path: string): Promise<void> {
  const isBelow = !isAbsolute(path) && !normalize(path).startsWith("..");
  const isLink = isBelow && (await lstat(join(dir, path)).catch(() => undefined))?.isSymbolicLink() === true;
  if (!isBelow || isLink) throw new NotNow(`${path} leads out of ${dir}`, "write into the repository only");
}

async function inRepository(git: UsersGit, dir: string): Promise<void> {
  try {
    await git("rev-parse", "--show-toplevel");
  } catch (error) {
    if (!isSaid(error, /not a git repository/)) throw error;
    throw new NotNow(`${dir} is not in a Git repository`, "use a clone of the environments repository");
  }
}

async function mustHaveName(git: UsersGit): Promise<void> {
  try {
    await git("var", "GIT_COMMITTER_IDENT");
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new NotNow(
      "git does not know whose commit it would be",
      "git config --global user.name and user.email",
    );
  }
}

interface PushTarget {
  readonly remote: string;
  readonly ref: string;
}

/** Where `git push` would send the current branch; for one that was never pushed, the only remote. */
async function pushTarget(git: UsersGit): Promise<PushTarget> {
  const branch = (await git("branch", "--show-current")).trim();
  if (branch === "")
    throw new NotNow(
      "no branch is checked out, so there is none to push",
      "git switch to the branch that is followed",
    );
  const format = "--format=%(push:remotename)%00%(push:remoteref)";
  const [remote = "", ref = ""] = (await git("for-each-ref", format, `refs/heads/${branch}`))
    .trim()
    .split("\0");
  const target = remote === "" ? await onlyRemote(git) : remote;
  return { remote: target, ref: ref === "" ? `refs/heads/${branch}` : ref };
}

async function onlyRemote(git: UsersGit): Promise<string> {
  const [only, ...others] = (await git("remote")).split("\n").filter((name) => name !== "");
  if (only !== undefined && others.length === 0) return only;
  throw new NotNow(
    only === undefined ? "there is no remote to push to" : "it is not clear which remote to push to",
    "git push --set-upstream <remote> <branch> once",
  );
}

async function commit(git: UsersGit, change: CommitChange, paths: readonly string[]): Promise<void> {
  const before = new Map(await Promise.all(paths.map((path) => contentOf(change.dir, path))));
  try {
    for (const [path, text] of change.files) await write(join(change.dir, path), text);
    await git("add", "--", ...paths);
    await git("commit", "--quiet", "--only", "--message", change.message, "--", ...paths);
  } catch (error) {
    for (const [path, text] of before) await write(join(change.dir, path), text);
    await git("reset", "--quiet", "--", ...paths);
    throw error;
  }
}

async function contentOf(dir: string, path: string): Promise<readonly [string, Buffer | undefined]> {
  try {
    return [path, await readFile(join(dir, path))];
  } catch (error) {
    if (types.isNativeError(error) && "code" in error && error.code === "ENOENT") return [path, undefined];
    throw error;
  }
}

async function write(file: string, content: string | Buffer | undefined): Promise<void> {
  if (content === undefined) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function push(git: UsersGit, id: string, { remote, ref }: PushTarget): Promise<CommitResult> {
  try {
    await git("push", "--quiet", "--", remote, `HEAD:${ref}`);
    return { kind: "committed", commit: id, pushedTo: `${remote} ${ref.replace("refs/heads/", "")}` };
  } catch (error) {
    const why = whyOf(error);
    return { kind: "not-pushed", commit: id, why: { ...why, remedy: "git pull --rebase, then git push" } };
  }
}

function whyOf(error: unknown): SourceFailure {
  if (error instanceof NotNow) return { message: error.message, remedy: error.remedy };
  if (isSaid(error, /are ignored by one of your/))
    return { message: "git ignores the file", remedy: "take it out of .gitignore" };
  if (error instanceof GitError) return { message: `git: ${lastWords(error.said, [])}` };
  return { message: types.isNativeError(error) ? error.message : String(error) };
}

function isSaid(error: unknown, sign: RegExp): boolean {
  return error instanceof GitError && sign.test(error.said);
}
