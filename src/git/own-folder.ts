import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { types } from "node:util";

/** The folder in which one process keeps its clone. */
export interface OwnFolder {
  readonly dir: string;
  /** Bare; only we write it. */
  readonly clone: string;
  /** One folder a commit. */
  readonly commits: string;
  /** An empty home folder for the programs that are run. */
  readonly home: string;
}

/**
 * A folder of this process alone below `folder`, so that two agents on one data folder never meet: named after machine,
 * process and chance. Nothing is made yet.
 */
export function ownFolder(folder: string): OwnFolder {
  const dir = join(folder, `${MACHINE}-${process.pid}-${PROCESS}-${randomBytes(4).toString("hex")}`);
  return { dir, clone: join(dir, "clone.git"), commits: join(dir, "commits"), home: join(dir, "home") };
}

const MACHINE = hostname().replace(/[^A-Za-z0-9.]/g, "_");

/** Tells this process from one that had the same number before, as in a container that was started again. */
const PROCESS = randomBytes(4).toString("hex");

/** Makes what is missing of the folder, and shows others that it is in use. */
export async function makeOwnFolder(own: OwnFolder): Promise<void> {
  await mkdir(own.dir, { recursive: true, mode: 0o700 });
  await mkdir(own.commits, { recursive: true });
  await mkdir(own.home, { recursive: true });
  const now = new Date();
  await utimes(own.dir, now, now);
}

/** Removes the folders of processes that ended without doing so themselves. One removed by mistake is made again. */
export async function removeAbandoned(own: OwnFolder): Promise<void> {
  const folder = dirname(own.dir);
  for (const name of await readdir(folder)) {
    const dir = join(folder, name);
    if (dir !== own.dir && (await isAbandoned(dir, name))) await rm(dir, { recursive: true, force: true });
  }
}

const NAME = /^(.+)-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}$/;

/** Longer than any agent goes without a look. */
const SILENT_MS = 24 * 60 * 60 * 1000;

async function isAbandoned(dir: string, name: string): Promise<boolean> {
  const [, machine, pid, id] = NAME.exec(name) ?? [];
  if (pid === undefined) return false;
  if (machine === MACHINE && !isRunning(Number(pid), id)) return true;
  const { mtimeMs } = await stat(dir).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > SILENT_MS;
}

/** A process that we may not signal runs, too. */
function isRunning(pid: number, id: string | undefined): boolean {
  if (pid === process.pid) return id === PROCESS;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return types.isNativeError(error) && "code" in error && error.code === "EPERM";
  }
}
