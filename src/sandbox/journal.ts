import {
  appendFileSync,
  closeSync,
  fsyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { readLines } from "./journal-lines.ts";
import type { World } from "./world.ts";

/** What keeps a world on disk. */
export interface Journal {
  /** Writes every change since the last call, as one line: all of it survives, or none. Throws the system's error; the changes are then kept for the next call. */
  flush(): void;
  /** Flushes, writes anew what has become wasteful, and gives the file free. Throws the system's error. */
  close(): void;
}

/** A state folder that cannot be read: what is wrong, and what to do. */
export class StateUnreadable extends Error {
  override readonly name = "StateUnreadable";
}

/**
 * Restores a world from the journal in a folder, and writes every later change of it there.
 *
 * The journal is lines of JSON: a header, then one line a request with all of its changes, `[table, key, value]` or `[table, key]` for a deletion.
 * A last line without its end was never answered for and is dropped. What holds more dead records than living ones is written anew at the start,
 * and what holds a few is when it is closed, so that the next start reads little more than what lives.
 * Lines are written, not synced: they survive the end of the process, not of the machine. The caller holds the folder's lock.
 */
export function openJournal(stateDir: string, world: World): Journal {
  const path = join(stateDir, "journal.ndjson");
  const read = restore(path, world);
  if (read.isNew || read.records > 2 * countOf(world) + SLACK) rewrite(path, world);
  else truncateSync(path, read.wholeBytes);
  const fd = openSync(path, "a", 0o600);
  let size = fstatSync(fd).size;
  let { records } = read;
  let pending: Change[] = [];
  const latest = new Map<string, number>();
  world.onChange((table, key, value) => {
    const name = `${table}\n${key}`;
    const at = latest.get(name);
    // A record that is put twice in one request is written once; after a deletion its place in the table is new, so that is written in order.
    if (at !== undefined && value !== undefined && pending[at]?.[2] !== undefined)
      pending[at] = [table, key, value];
    else latest.set(name, pending.push(value === undefined ? [table, key] : [table, key, value]) - 1);
  });
  const flush = (): void => {
    if (pending.length === 0) return;
    size = append(fd, size, pending);
    records += pending.length;
    pending = [];
    latest.clear();
  };
  return {
    flush,
    close() {
      flush();
      world.onChange(() => {});
      closeSync(fd);
      if (records > 1.2 * countOf(world) + SLACK) rewrite(path, world);
    },
  };
}

type Change = readonly [table: string, key: string, value?: unknown];

interface ReadBack {
  readonly isNew: boolean;
  /** Changes read, dead ones included. */
  readonly records: number;
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
}

const HEADER = '{"format":"mooring-sandbox-journal","version":1}';
/** Dead records that are not worth a rewrite. */
const SLACK = 1000;
const RECORDS_PER_LINE = 200;

function restore(path: string, world: World): ReadBack {
  let records = 0;
  let number = 0;
  let wholeBytes = 0;
  for (const line of readLines(path)) {
    number++;
    wholeBytes = line.end;
    if (number === 1) checkHeader(line.text, path);
    else
      for (const [table, key, value] of changesOf(line.text, path, number)) {
        world.load(table, key, value);
        records++;
      }
  }
  return { isNew: number === 0, records, wholeBytes };
}

function checkHeader(line: string, path: string): void {
  if (line === HEADER) return;
  throw new StateUnreadable(
    `${path}:1: this is not a journal of this version of the sandbox; name another folder, or remove this file to begin anew`,
  );
}

function changesOf(line: string, path: string, number: number): readonly Change[] {
  const changes = parse(line);
  if (Array.isArray(changes) && changes.every(isChange)) return changes;
  throw new StateUnreadable(`${path}:${String(number)}: this line is damaged; remove the file to begin anew`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isChange(value: unknown): value is Change {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "string";
}

/** Appends one line. When that fails half-way, the file is cut back, so that the next line does not follow half a one. */
function append(fd: number, size: number, changes: readonly Change[]): number {
  const bytes = Buffer.from(`${JSON.stringify(changes)}\n`, "utf8");
  try {
    appendFileSync(fd, bytes);
  } catch (error) {
    ftruncateSync(fd, size);
    throw error;
  }
  return size + bytes.length;
}

function countOf(world: World): number {
  let count = 0;
  for (const _record of world.snapshot()) count++;
  return count;
}

function rewrite(path: string, world: World): void {
  const fresh = `${path}.new`;
  const fd = openSync(fresh, "w", 0o600);
  appendFileSync(fd, `${HEADER}\n`);
  let batch: (readonly [string, string, unknown])[] = [];
  for (const record of world.snapshot()) {
    if (batch.push(record) < RECORDS_PER_LINE) continue;
    appendFileSync(fd, `${JSON.stringify(batch)}\n`);
    batch = [];
  }
  if (batch.length > 0) appendFileSync(fd, `${JSON.stringify(batch)}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, path);
}
