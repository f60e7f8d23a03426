import type { ChangeSet } from "./change-set.ts";
import type { Operation } from "./observed-stack.ts";
import type { ReleaseState } from "./release.ts";

/** What the pass learned about one stack beyond the sweep; asked for only where the plan needs it. */
export interface StackDetails {
  /** Newest first. */
  readonly operations?: readonly Operation[];
  /** The deployed template as it was submitted; `body` is `undefined` for a stack without one. */
  readonly template?: { readonly body: string | undefined };
  /** Change sets that were looked for, by name; `undefined` for one that is not there. */
  readonly changeSets?: ReadonlyMap<string, ChangeSet | undefined>;
  /** Names of all change sets; asked for shells only. */
  readonly changeSetNames?: readonly string[];
  /** How the releases stand that were asked for, by the ARN of their task definition. */
  readonly releases?: ReadonlyMap<string, ReleaseState>;
}
