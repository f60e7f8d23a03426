import type { ObservedStack } from "../model/observed-stack.ts";
import { readOwnership } from "../model/ownership.ts";

/** Whose stacks are meant. */
export interface Owner {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  /** Account folder name. */
  readonly account: string;
}

/**
 * The app of a stack that carries our tags, `undefined` for every other stack. Nested stacks inherit the tags of their
 * parent, and are never ours by themselves.
 */
export function appOfOwned(stack: ObservedStack, owner: Owner): string | undefined {
  const found = readOwnership(stack.tags);
  const isOurs = found?.repository === owner.repository && found.account === owner.account;
  return isOurs && !stack.isNested ? found.app : undefined;
}
