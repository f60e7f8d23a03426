import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import type { RecoverWrite } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { operationToken, roundsOf } from "./operation-token.ts";
import { withOperations, type Ask } from "./question.ts";
import { describeFailure } from "./root-cause.ts";

/** What can be tried to delete a stack. */
export type Deletion =
  | { readonly kind: "try"; readonly write: DeleteWrite; readonly reason?: string }
  /** Tried often enough; `retry` is for when a person asks. */
  | { readonly kind: "give-up"; readonly retry: DeleteWrite; readonly reason: string };

type DeleteWrite = Extract<RecoverWrite, { kind: "delete-stack" }>;

/** A deletion that failed is tried once more: what was in its way is often gone by then. */
const MOST_ROUNDS = 2;

/** The next try at deleting a stack, in any phase but `busy`. */
export function nextDeletion(app: string, from: ObservedStack, details: StackDetails): Deletion | Ask {
  if (from.phase !== "delete-failed") return { kind: "try", write: deleteWrite(from, 1) };
  return withOperations({ app, stack: from, details }, (operations) => deletionAfter(from, operations));
}

function deletionAfter(from: ObservedStack, operations: readonly Operation[]): Deletion {
  const rounds = roundsOf("delete", from.id, operations);
  const write = deleteWrite(from, rounds + 1);
  const failure = describeFailure(operations[0], from);
  return rounds < MOST_ROUNDS
    ? { kind: "try", write, reason: `its deletion failed and is tried once more: ${failure}` }
    : { kind: "give-up", retry: write, reason: `its deletion failed again: ${failure}` };
}

function deleteWrite(from: ObservedStack, round: number): DeleteWrite {
  return { kind: "delete-stack", stackId: from.id, token: operationToken("delete", from.id, round) };
}
