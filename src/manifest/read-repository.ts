import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { roleOf } from "./layout.ts";
import type { RefusedFile, RepositoryFiles } from "./repository-files.ts";

/** What one read of a repository may cost. */
const MAX_FILE_BYTES = 256 * 1024;
/** What CloudFormation takes; blanks and comments count here, too. */
const MAX_TEMPLATE_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 20_000;
const MAX_DEPTH = 8;

/** What belongs to the format; nothing else in the folder is looked at. */
const ROOTS: readonly string[] = ["mooring.yaml", "mooring.yml", "apps", "templates", "accounts"];

/** A file that became a link, or a pipe, since it was looked at is refused and never waited for. */
const NO_FOLLOW = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** How many files are open at once. */
const CONCURRENCY = 32;

interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

/** What one walk has met so far; lives for one read. */
interface Walk {
  readonly dir: string;
  readonly found: FoundFile[];
  readonly refused: RefusedFile[];
  /** Files and folders looked at, whether or not they belong to the format. */
  visited: number;
}

/**
 * Reads the files of an environments repository from a folder. Symbolic links, devices and sockets are never followed
 * or opened; sizes, number and depth are bounded. What was left out is said in `refused`: a file that is there but not
 * read must not look like one that was removed.
 */
export async function readRepository(dir: string): Promise<RepositoryFiles> {
  const walk: Walk = { dir, found: [], refused: [], visited: 0 };
  for (const root of ROOTS) await visit(root, 1, walk);
  if (walk.visited > MAX_FILES) return { files: new Map(), refused: walk.refused };
  const total = walk.found.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MAX_TOTAL_BYTES) {
    const remedy = "split the repository, or remove what does not belong there";
    const why = `makes the repository larger than ${MAX_TOTAL_BYTES / 1024 / 1024} MB`;
    return { files: new Map(), refused: [...walk.refused, { path: "mooring.yaml", why, remedy }] };
  }
  const files = new Map<string, Uint8Array>();
  for (let index = 0; index < walk.found.length; index += CONCURRENCY) {
    const batch = walk.found.slice(index, index + CONCURRENCY);
    const read = await Promise.all(batch.map((file) => readFile(file, walk)));
    for (const [offset, bytes] of read.entries()) {
      const path = batch[offset]?.path;
      if (bytes !== undefined && path !== undefined) files.set(path, bytes);
    }
  }
  return { files, refused: walk.refused };
}

async function visit(path: string, depth: number, walk: Walk): Promise<void> {
  if (walk.visited > MAX_FILES) return;
  walk.visited += 1;
  if (walk.visited > MAX_FILES) {
    refuse(
      walk,
      "mooring.yaml",
      `belongs to a repository of more than ${MAX_FILES} files`,
      "split the repository",
    );
    return;
  }
  try {
    const stat = await lstat(join(walk.dir, path));
    if (stat.isSymbolicLink())
      refuse(walk, path, "is a symbolic link", "put a real file or folder in its place");
    else if (stat.isDirectory()) await visitFolder(path, depth, walk);
    else if (!stat.isFile()) refuse(walk, path, "is neither a file nor a folder", "remove it");
    else if (roleOf(path).kind !== "other") found(path, stat.size, walk);
  } catch (error) {
    if (depth === 1 && codeOf(error) === "ENOENT") return;
    refuse(walk, path, `cannot be read (${codeOf(error)})`, "check its permissions");
  }
}

async function visitFolder(path: string, depth: number, walk: Walk): Promise<void> {
  if (depth >= MAX_DEPTH) {
    refuse(walk, path, `is deeper than ${MAX_DEPTH} folders`, "move it up");
    return;
  }
  const names = (await readdir(join(walk.dir, path))).toSorted();
  for (const name of names) {
    if (name !== ".git" && name !== ".mooring") await visit(`${path}/${name}`, depth + 1, walk);
  }
}

function found(path: string, bytes: number, walk: Walk): void {
  const most = roleOf(path).kind === "template" ? MAX_TEMPLATE_BYTES : MAX_FILE_BYTES;
  if (bytes > most) {
    refuse(walk, path, `is larger than ${most / 1024} KB`, "split it, or remove what does not belong there");
    return;
  }
  walk.found.push({ path, bytes });
}

/** Reads a file that is as long as it was when it was looked at; `undefined` when it cannot be read or is not. */
async function readFile({ path, bytes }: FoundFile, walk: Walk): Promise<Uint8Array | undefined> {
  try {
    const file = await open(join(walk.dir, path), NO_FOLLOW);
    try {
      const buffer = new Uint8Array(bytes + 1);
      let length = 0;
      for (let read = 1; read > 0 && length < buffer.length; length += read) {
        ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length, null));
      }
      if (length === bytes) return buffer.subarray(0, length);
      refuse(walk, path, "changed while it was read", "run this again");
    } finally {
      await file.close();
    }
  } catch (error) {
    refuse(walk, path, `cannot be read (${codeOf(error)})`, "check its permissions");
  }
  return undefined;
}

function refuse(walk: Walk, path: string, why: string, remedy: string): void {
  walk.refused.push({ path, why, remedy });
}

/** The system's own word for what went wrong; anything else is no answer of the file system and goes on up. */
function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  throw error;
}
