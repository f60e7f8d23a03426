import { closeSync, openSync, readSync } from "node:fs";
import { hasCode } from "./system-error.ts";

/** A line that is whole: its UTF-8 text, and how many bytes of the file end with it. */
export interface Line {
  readonly bytes: Buffer;
  readonly end: number;
}

/** Reads the whole lines of a file, a piece at a time; what follows the last line end is not a line. A file that does not exist has none. */
export function* readLines(path: string): Generator<Line> {
  const fd = openIfThere(path);
  if (fd === undefined) return;
  try {
    yield* linesOf(fd);
  } finally {
    closeSync(fd);
  }
}

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function* linesOf(fd: number): Generator<Line> {
  let end = 0;
  let started: Buffer[] = [];
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const length = readSync(fd, chunk, 0, CHUNK_BYTES, null);
    if (length === 0) return;
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1 && at < length; at = chunk.indexOf(LINE_FEED, from)) {
      const bytes = Buffer.concat([...started, chunk.subarray(from, at)]);
      started = [];
      from = at + 1;
      end += bytes.length + 1;
      yield { bytes, end };
    }
    started.push(Buffer.from(chunk.subarray(from, length)));
  }
}
