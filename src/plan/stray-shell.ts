import { parseChangeSetName } from "../model/change-set-name.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import { isDescribedAs, readOwnership, stackName } from "../model/ownership.ts";
import type { DeleteStep } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { operationToken } from "./operation-token.ts";
import { withChangeSet, withChangeSetNames, type Decision } from "./question.ts";

/**
 * Whether a stack may be a shell that a killed pass left for an app which the repository has dropped since. A shell gets
 * its tags only when it becomes a stack, so its name and its change sets have to tell.
 */
export function mayBeStrayShell(stack: ObservedStack, repository: string): boolean {
  return (
    stack.phase === "shell" &&
    !stack.isNested &&
    readOwnership(stack.tags) === undefined &&
    stack.name.startsWith(stackName(repository, ""))
  );
}

/**
 * Deletes the shell when it is ours: it has a change set of ours that names the app, and none of anybody else. One that
 * is not gets no step at all.
 */
export function planStrayShell(
  from: ObservedStack,
  details: StackDetails,
  repository: string,
): Decision | undefined {
  const app = from.name.slice(stackName(repository, "").length);
  const asked = { app, stack: from, details };
  return withChangeSetNames(asked, (names) => {
    const [first] = names;
    if (first === undefined || names.some((name) => parseChangeSetName(name) === undefined)) return undefined;
    return withChangeSet(asked, first, (changeSet) =>
      isDescribedAs(changeSet?.description, repository, app) ? deletionOf(from, app) : undefined,
    );
  });
}

function deletionOf(from: ObservedStack, app: string): DeleteStep {
  return {
    kind: "delete",
    app,
    stack: from.name,
    reason: "a change set that was never executed left it, and the repository no longer mentions it",
    from,
    write: { kind: "delete-stack", stackId: from.id, token: operationToken("delete", from.id, 1) },
    stateful: [],
    changes: [],
  };
}
