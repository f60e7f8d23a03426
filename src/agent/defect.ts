import type { Log } from "../model/ports.ts";

/** What a thrown thing says, for a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A defect of ours in the work on one account: it is said, and other accounts go on. */
export function logDefect(
  log: Log,
  { account, what, error }: { readonly account: string; readonly what: string; readonly error: unknown },
): void {
  const where = error instanceof Error ? error.stack?.split("\n")[1]?.trim() : undefined;
  log.error("a defect of Mooring; other accounts go on", { account, what, why: messageOf(error), where });
}
