import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { boundedGit, type Git } from "./bounded-git.ts";
import type { OwnFolder } from "./own-folder.ts";
import { underOwnSignal } from "./own-signal.ts";
import type { Access } from "./remote-access.ts";
import type { Remote } from "./remote-url.ts";
import { Unusable } from "./trouble.ts";

/** What is needed to fetch into the clone. */
export interface Fetching {
  readonly own: OwnFolder;
  readonly remote: Remote;
  readonly branch: string;
  readonly access: Access;
  /** How much one fetch may bring. */
  readonly bytes: number;
  readonly signal: AbortSignal;
}

/** Git on the clone's objects, without access to any remote. */
export function gitOnClone(
  own: OwnFolder,
  signal: AbortSignal,
  extra: {
    readonly dir?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly config?: readonly string[];
  } = {},
): Git {
  const env = { ...extra.env, GIT_DIR: own.clone };
  return boundedGit({ dir: extra.dir ?? own.dir, home: own.home, env, config: extra.config ?? [], signal });
}

/**
 * Makes the clone where it is missing, or where it has gathered so many packs that fetching the one commit again costs
 * less than cleaning up. `format` follows from a commit id of the remote.
 */
export async function makeClone(own: OwnFolder, head: string, signal: AbortSignal): Promise<void> {
  const packs = await packsOf(own);
  if (packs !== undefined && packs.length <= MOST_FILES) return;
  await removeClone(own);
  const git = boundedGit({ dir: own.dir, home: own.home, signal });
  const format = head.length === 64 ? "sha256" : "sha1";
  await git("init", "--quiet", "--bare", "--template=", `--object-format=${format}`, "--", own.clone);
  await mkdir(join(own.clone, "info"), { recursive: true });
  await writeFile(join(own.clone, "info/attributes"), AS_COMMITTED);
}

/** Removes the clone; the next look makes it again. */
export async function removeClone(own: OwnFolder): Promise<void> {
  await rm(own.clone, { recursive: true, force: true });
}

/** Whether the clone has a commit, without asking anybody. */
export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  try {
    return (await git("cat-file", "-t", commit)).trim() === "commit";
  } catch {
    return false;
  }
}

/** Fetches the branch's newest commit, without its history, and gives its id. Throws `Unusable` when it is too large. */
export async function fetchHead(fetching: Fetching): Promise<string> {
  await fetchBranch(fetching, "--depth=1");
  const git = gitOnClone(fetching.own, fetching.signal);
  return (await git("rev-parse", "--verify", `${FETCHED}^{commit}`)).trim();
}

/**
 * Fetches the branch as far back as `depth` says: `--depth=…` or `--shallow-since=…`. When that fails the clone goes, since
 * git leaves half a pack behind each time, which would fill the disk.
 */
export async function fetchBranch(fetching: Fetching, depth: string): Promise<void> {
  const { own, remote, branch, access, bytes, signal } = fetching;
  const reach = (ended: AbortSignal): Git => gitOnClone(own, ended, access);
  const refspecs = [`+refs/heads/${branch}:${FETCHED}`];
  try {
    await fetchInto({ own, url: remote.url, refspecs, depth, bytes, tooLarge, signal }, reach);
  } catch (error) {
    await removeClone(own);
    throw error;
  }
}

/** One fetch into a clone. */
export interface Fetch {
  readonly own: OwnFolder;
  readonly url: string;
  readonly refspecs: readonly string[];
  /** `--depth=…` or `--shallow-since=…` */
  readonly depth: string;
  /** How much it may bring. */
  readonly bytes: number;
  /** What is thrown when it brings more. */
  readonly tooLarge: (bytes: number) => Error;
  readonly signal: AbortSignal;
}

/** Fetches with git that may reach the remote, and ends it when it brings too much. A failure leaves half a pack behind. */
export function fetchInto(fetch: Fetch, reach: (signal: AbortSignal) => Git): Promise<void> {
  const { own, url, refspecs, depth, bytes, tooLarge: excess, signal } = fetch;
  return underOwnSignal(signal, async (ended) => {
    const git = reach(ended.signal);
    const before = await sizeOf(own);
    const watch = async (): Promise<void> => {
      if ((await sizeOf(own)) - before > bytes) ended.abort(excess(bytes));
    };
    const timer = setInterval(() => void watch(), 200);
    try {
      await git(...FETCH, depth, "--", url, ...refspecs);
      await watch();
      ended.signal.throwIfAborted();
    } finally {
      clearInterval(timer);
    }
  });
}

/** Removes the packs that have come since, whole or half: what a fetch that failed has left behind. */
export async function removePacks(own: OwnFolder, since: readonly string[] = []): Promise<void> {
  const fresh = ((await packsOf(own)) ?? []).filter((file) => !since.includes(file));
  await Promise.all(fresh.map((file) => rm(file, { force: true })));
}

const FETCHED = "refs/mooring/fetched";

const FETCH = [
  "fetch",
  "--force",
  "--no-tags",
  "--no-recurse-submodules",
  "--no-write-fetch-head",
  "--no-auto-maintenance",
  "--update-shallow",
];

/** Stronger than any attribute of the repository: every file is laid out byte for byte as it was committed. */
const AS_COMMITTED = "* -text !eol -filter -ident !working-tree-encoding\n";

/** Each fetch leaves a pack and its index. */
const MOST_FILES = 60;

/** Files of the clone's packs; `undefined` while there is no clone. */
export async function packsOf(own: OwnFolder): Promise<readonly string[] | undefined> {
  try {
    const names = await readdir(join(own.clone, "objects/pack"));
    return names.map((name) => join(own.clone, "objects/pack", name));
  } catch {
    return undefined;
  }
}

/** Bytes of the clone's packs. */
export async function sizeOf(own: OwnFolder): Promise<number> {
  const packs = (await packsOf(own)) ?? [];
  const sizes = await Promise.all(
    packs.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function tooLarge(bytes: number): Unusable {
  const megabytes = Math.round(bytes / 1e6);
  return new Unusable(
    `is larger than ${megabytes} MB`,
    "take large files out of the environments repository; templates and settings need none",
  );
}
