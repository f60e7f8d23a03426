import { mkdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../model/ports.ts";
import type { Parcel } from "./parcel.ts";

/** What every receiver was told already. May forget: then something is told twice. */
export interface Told {
  has(receiver: string, parcel: Parcel): boolean;
  add(receiver: string, parcel: Parcel): void;
  /** Resolves when what was added is written, or could not be. */
  written(): Promise<void>;
}

/** Things remembered for one receiver. */
const MOST = 2000;
/** Bytes of a file that is read: what `MOST` comes to for fifty receivers, and some. */
const MAX_BYTES = 16_000_000;
const FILE = "notified.json";

/** By receiver: content by key, the oldest first. */
type Memory = Map<string, Map<string, string>>;

/** What is remembered in the folder; a file that is missing, broken or too large counts as empty. */
export function openTold({ folder, log }: { readonly folder: string | undefined; readonly log: Log }): Told {
  const memory: Memory = folder === undefined ? new Map() : readMemory(folder, log);
  const save = folder === undefined ? undefined : newSaver(() => writeMemory(folder, memory), log);
  return {
    has: (receiver, { key, content }) => memory.get(receiver)?.get(key) === content,
    add(receiver, { key, content }) {
      const told = memory.get(receiver) ?? new Map<string, string>();
      memory.set(receiver, told);
      told.delete(key);
      told.set(key, content);
      for (const oldest of told.keys()) {
        if (told.size <= MOST) break;
        told.delete(oldest);
      }
      save?.ask();
    },
    written: async () => save?.done(),
  };
}

function readMemory(folder: string, log: Log): Memory {
  try {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return new Map();
    if (stat.size > MAX_BYTES) throw new Error(`it has ${stat.size} bytes`);
    return parseMemory(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    log.warn("what was notified is not remembered, something may be told twice", { why: wordOf(error) });
    return new Map();
  }
}

/** Throws for anything but what `writeMemory` writes. */
function parseMemory(document: unknown): Memory {
  const { told } = document as { readonly told: Record<string, readonly (readonly [string, string])[]> };
  return new Map(Object.entries(told).map(([receiver, pairs]) => [receiver, new Map(pairs.slice(-MOST))]));
}

async function writeMemory(folder: string, memory: Memory): Promise<void> {
  const told = Object.fromEntries([...memory].map(([receiver, pairs]) => [receiver, [...pairs]]));
  await mkdir(folder, { recursive: true });
  const path = join(folder, FILE);
  await writeFile(`${path}.new`, JSON.stringify({ version: 1, told }), { mode: 0o600 });
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
