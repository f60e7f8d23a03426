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
 * What was written anew comes first, by table: a line that says how many records of which table the next one holds, which is read when they are asked for.
 * A last line without its end was never answered for and is dropped. What holds more dead records than living ones is written anew at the start,
 * and what holds many loose changes is when it is closed, so that the next start reads few.
 * Lines are written, not synced: they survive the end of the process, not of the machine. The caller holds the folder's lock.
 */
export function openJournal(stateDir: string, world: World): Journal {
  const path = join(stateDir, "journal.ndjson");
  const read = restore(path, world);
  const isWasteful = read.records > 2 * world.count() + SLACK;
  if (read.isNew || isWasteful) rewrite(path, world);
  else truncateSync(path, read.wholeBytes);
  const fd = openSync(path, "a", 0o600);
  let size = fstatSync(fd).size;
  let loose = isWasteful ? 0 : read.loose;
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
    loose += pending.length;
    pending = [];
    latest.clear();
  };
  return {
    flush,
    close() {
      flush();
      world.onChange(() => {});
      closeSync(fd);
      if (loose > 0.2 * world.count() + SLACK) rewrite(path, world);
    },
  };
}

type Change = readonly [table: string, key: string, value?: unknown];

/** What the next line holds. */
interface Heading {
  readonly table: string;
  readonly count: number;
}

type StoredRecord = readonly [key: string, value: unknown];

interface ReadBack {
  readonly isNew: boolean;
  /** Records in the file, dead ones included. */
  readonly records: number;
  /** Those of them that are not stored by table, and so are read at every start. */
  readonly loose: number;
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
}

const HEADER = '{"format":"mooring-sandbox-journal","version":2}';
/** Dead or loose records that are not worth a rewrite. */
const SLACK = 1000;
const RECORDS_PER_LINE = 200;

function restore(path: string, world: World): ReadBack {
  let stored = 0;
  let loose = 0;
  let number = 0;
  let wholeBytes = 0;
  let heading: Heading | undefined;
  for (const { bytes, end } of readLines(path)) {
    number++;
    wholeBytes = end;
    const place = `${path}:${String(number)}`;
    if (number === 1) checkHeader(bytes.toString(), place);
    else if (heading !== undefined) {
      const { table, count } = heading;
      world.loadLater(table, { count, read: () => recordsOf(bytes, count, place) });
      stored += count;
      heading = undefined;
    } else {
      const line = parse(bytes);
      if (isHeading(line)) heading = line;
      else loose += loadChanges(line, world, place);
    }
  }
  if (heading !== undefined) throw damaged(`${path}:${String(number)}`);
  return { isNew: number === 0, records: stored + loose, loose, wholeBytes };
}

function checkHeader(line: string, place: string): void {
  if (line === HEADER) return;
  throw new StateUnreadable(
    `${place}: this is not a journal of this version of the sandbox; name another folder, or remove this file to begin anew`,
  );
}

function recordsOf(bytes: Buffer, count: number, place: string): readonly StoredRecord[] {
  const records = parse(bytes);
  if (Array.isArray(records) && records.length === count && records.every(isRecord)) return records;
  throw damaged(place);
}

/** Answers how many there were. */
function loadChanges(changes: unknown, world: World, place: string): number {
  if (!Array.isArray(changes) || !changes.every(isChange)) throw damaged(place);
  for (const [table, key, value] of changes) world.load(table, key, value);
  return changes.length;
}

function damaged(place: string): StateUnreadable {
  return new StateUnreadable(`${place}: this line is damaged; remove the file to begin anew`);
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}

function isHeading(line: unknown): line is Heading {
  return (
    typeof line === "object" &&
    line !== null &&
    "table" in line &&
    typeof line.table === "string" &&
    "count" in line &&
    typeof line.count === "number"
  );
}

function isRecord(value: unknown): value is StoredRecord {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
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

function rewrite(path: string, world: World): void {
  const fresh = `${path}.new`;
  const fd = openSync(fresh, "w", 0o600);
  appendFileSync(fd, `${HEADER}\n`);
  let table = "";
  let batch: StoredRecord[] = [];
  const writeBatch = (): void => {
    if (batch.length === 0) return;
    const heading: Heading = { table, count: batch.length };
    appendFileSync(fd, `${JSON.stringify(heading)}\n${JSON.stringify(batch)}\n`);
    batch = [];
  };
  for (const [of, key, value] of world.snapshot()) {
    if (of !== table || batch.length === RECORDS_PER_LINE) writeBatch();
    table = of;
    batch.push([key, value]);
  }
  writeBatch();
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, path);
}
