import type { Git } from "./bounded-git.ts";
import type { CommitFacts } from "./commit-facts.ts";
import { TooMuchOutput } from "./git-error.ts";
import { oneLine } from "./one-line.ts";
import { Unusable } from "./trouble.ts";

/** How much of a commit is laid out. */
export interface LayoutLimits {
  readonly files: number;
  readonly bytes: number;
}

/** The folder of a commit that is to be laid out. */
export interface CommitTree {
  /** Object id of the folder. */
  readonly id: string;
  /** Where other repositories are mounted; nothing is put there. */
  readonly submodules: readonly string[];
}

/** Looks what a commit would put on the disk, before anything is put there. Throws `Unusable` for what may not be. */
export async function readCommitTree(
  git: Git,
  facts: CommitFacts,
  { path, limits }: { readonly path: string; readonly limits: LayoutLimits },
): Promise<CommitTree> {
  const id = await findTree(git, facts, path);
  const entries = entriesOf(await list(git, id, limits));
  mustBeHarmless(entries, path);
  mustBeSmall(entries, limits);
  return { id, submodules: entries.filter(({ mode }) => mode === SUBMODULE).map((entry) => entry.path) };
}

async function findTree(git: Git, { tree }: CommitFacts, path: string): Promise<string> {
  if (path === ".") return tree;
  const entry = /^040000 tree ([0-9a-f]+)\t/.exec(
    await git("ls-tree", "-z", "--full-tree", tree, "--", path),
  );
  if (entry?.[1] !== undefined) return entry[1];
  throw new Unusable(`has no folder ${path}`, "push it, or name another with --path");
}

async function list(git: Git, id: string, limits: LayoutLimits): Promise<string> {
  try {
    return await git("ls-tree", "-r", "-l", "-z", id);
  } catch (error) {
    throw error instanceof TooMuchOutput ? tooMany(limits) : error;
  }
}

interface Entry {
  readonly mode: string;
  readonly bytes: number;
  readonly path: string;
}

const SUBMODULE = "160000";
const SYMLINK = "120000";

function entriesOf(listing: string): readonly Entry[] {
  return listing.split("\0").flatMap((line) => {
    const [, mode, size, path] = /^(\d{6}) \w+ [0-9a-f]+ +(\d+|-)\t(.+)$/s.exec(line) ?? [];
    return mode && size && path ? [{ mode, path, bytes: size === "-" ? 0 : Number(size) }] : [];
  });
}

function mustBeHarmless(entries: readonly Entry[], path: string): void {
  const link = entries.find(({ mode }) => mode === SYMLINK);
  if (link !== undefined)
    throw new Unusable(
      `holds a symbolic link: ${shown(link.path, path)}`,
      "put the file itself there; links are not followed, because they could leave the repository",
    );
  const odd = entries.find((entry) => entry.path.split("/").some((part) => /^(\.{0,2}|\.git)$/i.test(part)));
  if (odd !== undefined)
    throw new Unusable(`holds a path that leads out of it: ${shown(odd.path, path)}`, "take it away");
}

function mustBeSmall(entries: readonly Entry[], limits: LayoutLimits): void {
  if (entries.length > limits.files) throw tooMany(limits);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= limits.bytes) return;
  const largest = entries.reduce((most, entry) => (entry.bytes > most.bytes ? entry : most));
  throw new Unusable(
    `holds ${megabytes(bytes)} of files, and at most ${megabytes(limits.bytes)} are laid out`,
    `take large files out; the largest is ${oneLine(largest.path, 200)} (${megabytes(largest.bytes)})`,
  );
}

function tooMany(limits: LayoutLimits): Unusable {
  return new Unusable(
    `holds more than ${limits.files} files`,
    "follow only the folder with mooring.yaml (--path), or give it a repository of its own",
  );
}

function shown(file: string, path: string): string {
  return oneLine(path === "." ? file : `${path}/${file}`, 200);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
