import { writeSync } from "node:fs";
import { Writable } from "node:stream";

/** Where a steady stream writes. */
export interface SteadyStreamOptions {
  /** Writes and returns how many bytes it took. Throws what the system throws. */
  readonly write: (bytes: Uint8Array) => number;
  /** Told when a line is written again after so many were lost. */
  readonly onLost?: (count: number) => void;
  /** Bytes that wait for a slow reader; lines that come on top are lost. */
  readonly waitingBytes?: number;
  /** How long a reader may take nothing before what waits is lost. */
  readonly patienceMs?: number;
}

/** Standard error as a steady stream. */
export function steadyStderr(onLost: (count: number) => void): Writable {
  return new SteadyStream({ write: (bytes) => writeSync(2, bytes), onLost });
}

const WAITING_BYTES = 1_000_000;
const PATIENCE_MS = 5000;
const RETRY_MS = 20;
const NEWLINE = 10;

/**
 * A stream of lines that never fails and never blocks, whatever becomes of its reader. process.stderr would end for good
 * at the first full disk, and keep without bound what a slow reader does not take.
 */
export class SteadyStream extends Writable {
  readonly #options: SteadyStreamOptions;
  /** What the reader has not taken yet. */
  #waiting: Buffer = Buffer.alloc(0);
  /** Set exactly while a busy reader is waited for. */
  #retry: NodeJS.Timeout | undefined;
  #retries = 0;
  /** Lines since the last one that was written. */
  #lost = 0;
  /** The reader has the beginning of a line and not its end. */
  #isMidLine = false;

  constructor(options: SteadyStreamOptions) {
    super();
    this.#options = options;
  }

  override _write(line: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const isFull = this.#waiting.length + line.length > (this.#options.waitingBytes ?? WAITING_BYTES);
    if (isFull) this.#lost += 1;
    else this.#waiting = Buffer.concat([this.#waiting, line]);
    if (this.#retry === undefined) this.#drain();
    done();
  }

  #drain(): void {
    this.#retry = undefined;
    try {
      while (this.#waiting.length > 0) this.#writeSome();
      this.#tellLost();
    } catch (error) {
      if (isBusy(error) && this.#mayRetry()) this.#retry = setTimeout(() => this.#drain(), RETRY_MS);
      else this.#drop();
    }
  }

  #writeSome(): void {
    const taken = this.#options.write(this.#waiting);
    if (taken > 0) this.#isMidLine = this.#waiting[taken - 1] !== NEWLINE;
    this.#waiting = this.#waiting.subarray(taken);
    this.#retries = 0;
  }

  #mayRetry(): boolean {
    this.#retries += 1;
    return this.#retries * RETRY_MS <= (this.#options.patienceMs ?? PATIENCE_MS);
  }

  /** The next line begins on a line of its own. */
  #drop(): void {
    this.#lost += this.#waiting.filter((byte) => byte === NEWLINE).length;
    this.#waiting = Buffer.alloc(this.#isMidLine ? 1 : 0, NEWLINE);
    this.#retries = 0;
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    const count = this.#lost;
    this.#lost = 0;
    this.#options.onLost?.(count);
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "EAGAIN";
}
