import type { Place } from "./place.ts";
import { isCovered } from "./release.ts";

/** A brake: nothing is written to what it covers, and every look says why. */
export interface Pause {
  readonly covers: PauseScope;
  /** One sentence, as a person wrote it. */
  readonly reason?: string;
  /** Milliseconds since the epoch; it holds until then. Absent: until it is taken away. */
  readonly until?: number;
  /** Where the repository says so; absent for one that a person told the running agent. */
  readonly place?: Place;
  /** Who told the running agent. */
  readonly by?: string;
}

/** What a pause covers. */
export type PauseScope =
  | { readonly kind: "repository" }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "app"; readonly account: string; readonly app: string };

/** Whether a pause holds an app of an account at that time; one of an app holds its release, too. */
export function isPaused(pause: Pause, subject: { account: string; app: string; now: number }): boolean {
  if (pause.until !== undefined && pause.until <= subject.now) return false;
  switch (pause.covers.kind) {
    case "repository":
      return true;
    case "account":
      return pause.covers.account === subject.account;
    case "app":
      return pause.covers.account === subject.account && isCovered(subject.app, [pause.covers.app]);
  }
}
