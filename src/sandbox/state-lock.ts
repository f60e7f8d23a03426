import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "./system-error.ts";

/** A state folder that is ours alone until it is released. */
export interface StateLock {
  /** Tells others where this sandbox answers. */
  publish(url: string): void;
  release(): void;
}

/** Another sandbox is up on the state folder: use that one. */
export class StateInUse extends Error {
  override readonly name = "StateInUse";
  readonly url: string;

  constructor(stateDir: string, url: string) {
    super(`${stateDir} is in use by the sandbox at ${url}; use that one, stop it, or name another folder`);
    this.url = url;
  }
}

/**
 * Takes a state folder, making it (readable for its owner only) when it is not there.
 *
 * The lock is a file with the owner's process id and address. The lock of a process that has ended, or that is some other program that got its
 * number, is taken over. Throws StateInUse when its owner answers.
 */
export async function lockState(stateDir: string): Promise<StateLock> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, "lock.json");
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (create(path)) return lockAt(path);
    const owner = readOwner(path);
    if (owner === undefined) continue;
    const url = await urlOfLive(path, owner);
    if (url !== undefined) throw new StateInUse(stateDir, url);
    takeAway(path, owner);
  }
  throw new Error(`${path} changes hands all the time: too many sandboxes are being started on one folder`);
}

interface Owner {
  readonly text: string;
  readonly pid: number;
  readonly url: string | undefined;
}

const MAX_ATTEMPTS = 20;
/** How long the owner may take from locking to answering: a large journal takes its time. */
const START_WITHIN_MS = 20_000;
/** How long it may take from its last answer to its end. */
const END_WITHIN_MS = 2000;
const ANSWER_WITHIN_MS = 3000;
const POLL_MS = 50;

/** A lock appears whole or not at all: it is written beside, then linked into place. */
function create(path: string): boolean {
  const own = `${path}.${String(process.pid)}`;
  writeFileSync(own, written({ pid: process.pid }), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function lockAt(path: string): StateLock {
  let mine = written({ pid: process.pid });
  return {
    publish(url) {
      const own = `${path}.${String(process.pid)}`;
      mine = written({ pid: process.pid, url });
      writeFileSync(own, mine, { mode: 0o600 });
      renameSync(own, path);
    },
    release() {
      if (readOwner(path)?.text === mine) rmSync(path, { force: true });
    },
  };
}

function written(owner: { readonly pid: number; readonly url?: string }): string {
  return JSON.stringify(owner);
}

function readOwner(path: string): Owner | undefined {
  try {
    return ownerOf(readFileSync(path, "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** A lock that cannot be read belongs to nobody. */
function ownerOf(text: string): Owner {
  const match = /^\{"pid":(?<pid>[0-9]{1,9})(?:,"url":"(?<url>http:\/\/127\.0\.0\.1:[0-9]{1,5})")?\}$/.exec(
    text,
  );
  return { text, pid: Number(match?.groups?.["pid"] ?? 0), url: match?.groups?.["url"] };
}

/** Where the owner answers, once it does; nothing when it is gone. It may be starting still, or ending. */
async function urlOfLive(path: string, owner: Owner): Promise<string | undefined> {
  const deadline = Date.now() + (owner.url === undefined ? START_WITHIN_MS : END_WITHIN_MS);
  for (let current: Owner | undefined = owner; current?.pid === owner.pid; current = readOwner(path)) {
    if (!isAlive(owner.pid)) return undefined;
    if (current.url !== undefined && (await answers(current.url, owner.pid))) return current.url;
    if (Date.now() > deadline) return undefined;
    await sleep(POLL_MS);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** Whether a sandbox with that process id answers there. */
async function answers(url: string, pid: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_sandbox/health`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const health: unknown = await response.json();
    return typeof health === "object" && health !== null && "pid" in health && health.pid === pid;
  } catch (error) {
    // A sandbox that is stopped or very busy still owns its folder; only one that refuses to connect is gone.
    return hasCode(error, "TimeoutError");
  }
}

/** Removes the lock of an owner that is gone, unless somebody else has taken it meanwhile. */
function takeAway(path: string, owner: Owner): void {
  const aside = `${path}.gone.${String(process.pid)}`;
  try {
    renameSync(path, aside);
    if (readOwner(aside)?.text !== owner.text) linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
