import { underOwnSignal } from "./own-signal.ts";

/** The work took longer than it may. */
export class TookTooLong extends Error {
  override readonly name = "TookTooLong";
  readonly ms: number;

  constructor(ms: number) {
    super(`took longer than ${ms} ms`);
    this.ms = ms;
  }
}

/** Does work under a signal that is aborted with `TookTooLong` after a time, or when the caller's is. */
export function within<Result>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return underOwnSignal(outer, async (own) => {
    const timer = setTimeout(() => own.abort(new TookTooLong(ms)), ms);
    try {
      return await work(own.signal);
    } finally {
      clearTimeout(timer);
    }
  });
}
