import type { Held } from "../model/problem.ts";
import type { Origin } from "./source-file.ts";

/** What is wrong at a place, before it is known what that holds up. */
export interface Flaw {
  readonly origin: Origin;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly remedy?: string;
}

/** A flaw, and what it holds. */
export interface Finding extends Flaw {
  readonly holds: Held;
}

/** A value that could be read, or not, and what was wrong with it. */
export interface Read<T> {
  readonly value?: T;
  readonly flaws: readonly Flaw[];
}

/** Says of flaws what they hold. */
export function holding(flaws: readonly Flaw[], holds: Held): readonly Finding[] {
  return flaws.map((flaw) => ({ ...flaw, holds }));
}
