import { mkdir, open, readdir, readFile, stat, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

/** How much a folio keeps. */
export interface FolioLimits {
  /** Of all files together. */
  readonly bytes: number;
  /** Of one file, after which the next is begun. */
  readonly fileBytes: number;
  /** A file that was not written for so long goes. */
  readonly ageMs: number;
}

/** Lines in numbered files of bounded size. */
export interface Folio {
  /** Writes whole lines behind the others. Throws what the file system throws; then some of it may be written. */
  append(lines: readonly string[]): Promise<void>;
  /** The lines of each file, the newest file first. What cannot be read is left out. */
  newestFirst(): AsyncGenerator<readonly string[]>;
}

/** `events-00000001.jsonl`: sorted by name is sorted by age, whatever the clock does. */
const NAME = /^events-(\d{8})\.jsonl$/;
/** Our files are smaller; what is larger is not ours to load. */
const MAX_READ_BYTES = 16_000_000;

/** The files in that folder, made when the first line comes and made again when it vanishes. */
export function newFolio(folder: string, limits: FolioLimits): Folio {
  return {
    async append(lines) {
      await mkdir(folder, { recursive: true });
      const name = await fileToWrite(folder, limits);
      await appendWhole(join(folder, name), `${lines.join("\n")}\n`);
    },
    async *newestFirst() {
      for (const name of (await namesIn(folder)).toReversed()) yield await linesOf(join(folder, name));
    },
  };
}

/** The newest file, or the one after it when that is full; what is too old or too much goes before a file is begun. */
async function fileToWrite(folder: string, limits: FolioLimits): Promise<string> {
  const names = await namesIn(folder);
  const newest = names.at(-1);
  if (newest === undefined) return nameOf(1);
  const { size } = await stat(join(folder, newest));
  if (size < limits.fileBytes) return newest;
  await prune(folder, names, limits);
  return nameOf(Number(NAME.exec(newest)?.[1]) + 1);
}

function nameOf(number: number): string {
  return `events-${String(number).padStart(8, "0")}.jsonl`;
}

/** Oldest first; none when there is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  } catch {
    return [];
  }
}

async function prune(folder: string, names: readonly string[], limits: FolioLimits): Promise<void> {
  let bytes = limits.fileBytes;
  for (const name of names.toReversed()) {
    const path = join(folder, name);
    const { size, mtimeMs } = await stat(path);
    bytes += size;
    if (bytes > limits.bytes || Date.now() - mtimeMs > limits.ageMs) await unlink(path);
  }
}

/** One write behind the end. After a line that was torn by a crash or a full disk, on a line of its own. */
async function appendWhole(path: string, text: string): Promise<void> {
  const file = await open(path, "a+", 0o600);
  try {
    const start = (await isTorn(file)) ? "\n" : "";
    await file.appendFile(start + text);
  } finally {
    await file.close();
  }
}

async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}

const NEWLINE = 10;

async function linesOf(path: string): Promise<readonly string[]> {
  try {
    const { size } = await stat(path);
    if (size > MAX_READ_BYTES) return [];
    return (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}
