import { mkdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentEvent } from "../model/agent-event.ts";
import { eventDocument, readEventDocument } from "../model/event-document.ts";
import type { Log } from "../model/ports.ts";
import type { Parcel } from "./parcel.ts";

/** What every receiver was told already, and what it still has to be told. May forget: then something is told twice or not. */
export interface Told {
  /** It outlives the process. */
  readonly isLasting: boolean;
  has(receiver: string, parcel: Parcel): boolean;
  add(receiver: string, parcel: Parcel): void;
  /** What waited for that receiver when it was asked to keep it last, the oldest first. */
  waiting(receiver: string): readonly AgentEvent[];
  /** Replaces what waits for that receiver. */
  keep(receiver: string, events: readonly AgentEvent[]): void;
  /** Resolves when what was added and kept is written, or could not be. */
  written(): Promise<void>;
}

/** Things remembered for one receiver. */
const MOST = 2000;
/** Bytes of a file that is read; an ordinary one has some ten thousand. */
const MAX_BYTES = 64_000_000;
const FILE = "notified.json";

/** By receiver, the oldest first. */
interface Memory {
  /** Content by key. */
  readonly told: Map<string, Map<string, string>>;
  readonly waiting: Map<string, readonly AgentEvent[]>;
}

/** What is remembered in the folder; a file that is missing, broken or too large counts as empty. */
export function openTold({ folder, log }: { readonly folder: string | undefined; readonly log: Log }): Told {
  const memory = folder === undefined ? nothing() : readMemory(folder, log);
  const save = folder === undefined ? undefined : newSaver(() => writeMemory(folder, memory), log);
  return {
    isLasting: folder !== undefined,
    has: (receiver, { key, content }) => memory.told.get(receiver)?.get(key) === content,
    add(receiver, parcel) {
      remember(memory, receiver, parcel);
      save?.ask();
    },
    waiting: (receiver) => memory.waiting.get(receiver) ?? [],
    keep(receiver, events) {
      memory.waiting.set(receiver, events);
      save?.ask();
    },
    written: async () => save?.done(),
  };
}

function nothing(): Memory {
  return { told: new Map(), waiting: new Map() };
}

function remember(memory: Memory, receiver: string, { key, content }: Parcel): void {
  const told = memory.told.get(receiver) ?? new Map<string, string>();
  memory.told.set(receiver, told);
  told.delete(key);
  told.set(key, content);
  for (const oldest of told.keys()) {
    if (told.size <= MOST) break;
    told.delete(oldest);
  }
}

function readMemory(folder: string, log: Log): Memory {
  try {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return nothing();
    if (stat.size > MAX_BYTES) throw new Error(`it has ${stat.size} bytes`);
    return parseMemory(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    log.warn("what was notified is not remembered, something may be told twice", { why: wordOf(error) });
    return nothing();
  }
}

/** As `writeMemory` writes it. */
interface MemoryDocument {
  readonly told: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly waiting: Readonly<Record<string, readonly unknown[]>>;
}

/** Throws for anything but what `writeMemory` writes. */
function parseMemory(document: unknown): Memory {
  const { told, waiting } = document as MemoryDocument;
  return {
    told: mapOf(told, (pairs) => new Map(pairs.slice(-MOST))),
    waiting: mapOf(waiting, (events) => events.map(readEventDocument).filter((event) => event !== undefined)),
  };
}

function mapOf<From, To>(record: Readonly<Record<string, From>>, each: (from: From) => To): Map<string, To> {
  return new Map(Object.entries(record).map(([name, value]) => [name, each(value)]));
}

async function writeMemory(folder: string, memory: Memory): Promise<void> {
  const document: MemoryDocument = {
    told: Object.fromEntries([...memory.told].map(([receiver, pairs]) => [receiver, [...pairs]])),
    waiting: Object.fromEntries(
      [...memory.waiting].map(([receiver, events]) => [receiver, events.map(eventDocument)]),
    ),
  };
  await mkdir(folder, { recursive: true });
  const path = join(folder, FILE);
  await writeFile(`${path}.new`, JSON.stringify({ version: 1, ...document }), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

interface Saver {
  /** Asks for a write of the latest state; one at a time, and those asked for meanwhile fold into one. */
  ask(): void;
  done(): Promise<void>;
}

function newSaver(write: () => Promise<void>, log: Log): Saver {
  let isAsked = false;
  let isFailing = false;
  let run: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      try {
        await write();
        if (isFailing) log.info("what was notified is remembered again");
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn("what was notified cannot be written", { why: wordOf(error) });
        isFailing = true;
      }
    }
    run = undefined;
  };
  return {
    ask() {
      isAsked = true;
      run ??= work();
    },
    done: async () => run,
  };
}

function wordOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
