import type { FSWatcher } from "chokidar";
import { realpath } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { types } from "node:util";
import type { Refreshed, RepositorySource, Snapshot, SourceFailure } from "../model/source.ts";
import { fingerprint, UNWATCHED } from "./folder-fingerprint.ts";
import { readRevision } from "./revision.ts";
import { Unreadable } from "./trouble.ts";

/** A folder that is followed as it is, committed or not. */
export interface FolderSourceOptions {
  readonly dir: string;
  /** How long it has to be quiet before a change is told; a change is never told later than ten times this. */
  readonly debounceMs?: number;
}

/** Follows the files of a folder, for trying out. */
export function folderSource({ dir, debounceMs = 300 }: FolderSourceOptions): RepositorySource {
  return new FolderSource(resolve(dir), debounceMs);
}

class FolderSource implements RepositorySource {
  readonly description: string;
  readonly #dir: string;
  readonly #debounceMs: number;
  #current: { readonly snapshot: Snapshot; readonly looks: string } | undefined;
  #running: Promise<Refreshed> | undefined;
  #hear: (() => void) | undefined;
  #watcher: Promise<FSWatcher> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the oldest change that was not told yet was seen. */
  #since: number | undefined;
  #isClosed = false;

  constructor(dir: string, debounceMs: number) {
    this.#dir = dir;
    this.#debounceMs = debounceMs;
    this.description = dir;
  }

  refresh(): Promise<Refreshed> {
    this.#running ??= this.#refresh().finally(() => (this.#running = undefined));
    return this.#running;
  }

  onChange(hear: () => void): void {
    this.#hear = hear;
    this.#watcher ??= this.#watch();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#unwatch();
  }

  async #refresh(): Promise<Refreshed> {
    try {
      const revision = await readRevision(this.#dir);
      const looks = `${await fingerprint(this.#dir)} ${revision?.commit} ${revision?.isDirty}`;
      if (this.#current?.looks === looks) return { kind: "same", snapshot: this.#current.snapshot };
      this.#current = { snapshot: { dir: this.#dir, revision }, looks };
      if (this.#hear !== undefined && !this.#isClosed) this.#watcher ??= this.#watch();
      return { kind: "new", snapshot: this.#current.snapshot, isRewritten: false };
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** A folder that comes back is another one: it has no last state, and is watched anew when it is there. */
  async #failed(error: unknown): Promise<Refreshed> {
    this.#current = undefined;
    await this.#unwatch();
    return { kind: "failed", why: whyOf(error, this.#dir) };
  }

  async #watch(): Promise<FSWatcher> {
    const { watch } = await import("chokidar");
    const dir = await realpath(this.#dir).catch(() => this.#dir);
    const ignored = (path: string): boolean => path !== dir && UNWATCHED.has(basename(path));
    const watcher = watch(dir, { ignoreInitial: true, followSymlinks: false, ignored });
    watcher.on("all", () => this.#noticed());
    // Too many files to watch, or one that may not be watched: every refresh looks for itself.
    watcher.on("error", () => this.#noticed());
    return watcher;
  }

  async #unwatch(): Promise<void> {
    const watcher = await this.#watcher;
    this.#watcher = undefined;
    await watcher?.close();
  }

  /** Waits until it is quiet, though not for ever. */
  #noticed(): void {
    if (this.#isClosed) return;
    this.#since ??= performance.now();
    const latest = this.#since + 10 * this.#debounceMs - performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, Math.min(this.#debounceMs, latest)));
  }

  #tell(): void {
    this.#since = undefined;
    this.#hear?.();
  }
}

function whyOf(error: unknown, dir: string): SourceFailure {
  if (error instanceof Unreadable) return error.failure;
  const code = types.isNativeError(error) && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR")
    return { message: `there is no folder ${dir}`, remedy: "bring it back, or follow another" };
  return { message: `${dir} cannot be read: ${String(error)}` };
}
