import type { AccountDrift } from "../model/drift.ts";
import type { LogFields } from "../model/ports.ts";

/** One line of the drift report. */
export interface DriftLine {
  readonly level: "info" | "warn";
  readonly message: string;
  readonly fields: LogFields;
}

/** What to log of the drift of an account. */
export function driftLogLines(_drift: AccountDrift, _before: AccountDrift | undefined): readonly DriftLine[] {
  return [];
}
