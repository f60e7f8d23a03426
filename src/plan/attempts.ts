import { parseChangeSetName, type ChangeSetIdentity } from "../model/change-set-name.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";

/** The attempt that comes after every one of this content on this stack: A, B and A again must not share a token. */
export function nextAttempt(digest: string, operations: readonly Operation[]): number {
  const made = operations
    .map(({ token }) => identityOf(token))
    .filter((identity) => identity?.digest === digest)
    .map((identity) => identity?.attempt ?? 0);
  return 1 + Math.max(0, ...made);
}

/** The newest operation that brought content, whether it succeeded or not: roll-backs and deletions bring none. */
export function newestContentOperation(operations: readonly Operation[]): Operation | undefined {
  return operations.find(({ kind }) => kind !== "rollback" && kind !== "delete");
}

/**
 * Which of our contents was tried last on a stack: what the token of the newest operation says and, only where its
 * events are gone, what the sweep says. `undefined` when somebody else was last.
 */
export function lastTried(
  from: ObservedStack,
  operations: readonly Operation[],
): ChangeSetIdentity | undefined {
  const newest = newestContentOperation(operations);
  return identityOf(newest === undefined ? from.lastChangeSet : newest.token);
}

/** Which of our contents failed last on a stack that was rolled back; `undefined` when it was not ours that failed. */
export function lastFailed(
  from: ObservedStack,
  operations: readonly Operation[],
): ChangeSetIdentity | undefined {
  const hasSucceeded = newestContentOperation(operations)?.outcome === "succeeded";
  return hasSucceeded ? undefined : lastTried(from, operations);
}

function identityOf(token: string | undefined): ChangeSetIdentity | undefined {
  return token === undefined ? undefined : parseChangeSetName(token);
}
