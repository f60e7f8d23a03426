import { changeSetName, isPreviewChangeSet, parseChangeSetName } from "../model/change-set-name.ts";
import { lastFailed, newestContentOperation } from "./attempts.ts";
import { holdFor } from "./blocker.ts";
import { followChangeSet } from "./change-set-path.ts";
import { operationToken } from "./operation-token.ts";
import { withChangeSetNames, withOperations, type Decision } from "./question.ts";
import { describeFailure } from "./root-cause.ts";
import { aboutWanted, hold, permissionsOf, type Deployed, type Situation } from "./situation.ts";

const FIRST_ATTEMPT = 1;

/** Nothing of that name is there. */
export function planFirstCreation({ to, blockers }: Omit<Situation, "from">): Decision {
  if (blockers.length > 0) return hold(to, undefined, { ...holdFor(blockers), next: "create", to });
  const name = changeSetName({ digest: to.digest, attempt: FIRST_ATTEMPT });
  return {
    kind: "create",
    ...aboutWanted(to, "not deployed yet"),
    to,
    write: { kind: "create-change-set", type: "CREATE", name },
  };
}

/**
 * A change set of type CREATE reserved the name, and was never executed. Ours is used if it is for this content, of
 * whatever attempt: a shell has no events that would tell the attempts.
 */
export function planShell(deployed: Deployed): Decision {
  const { to, from, details, blockers } = deployed;
  if (blockers.length > 0) return hold(to, from, { ...holdFor(blockers), next: "create", to });
  return withChangeSetNames({ app: to.app, stack: from, details }, (names) => {
    const decision = followChangeSet(deployed, attemptOn(to.digest, names));
    const foreign = names.filter((name) => !isOurs(name)).toSorted();
    return decision.kind === "create" && foreign.length > 0
      ? { ...decision, foreignChangeSets: foreign }
      : decision;
  });
}

function attemptOn(digest: string, names: readonly string[]): number {
  const attempts = names
    .map(parseChangeSetName)
    .filter((identity) => identity?.digest === digest)
    .map((identity) => identity?.attempt ?? FIRST_ATTEMPT);
  return Math.max(FIRST_ATTEMPT, ...attempts);
}

function isOurs(name: string): boolean {
  return isPreviewChangeSet(name) || parseChangeSetName(name) !== undefined;
}

/**
 * The first creation failed and was undone. Such a stack can only be deleted, which is done for other content only: the
 * dead stack is the memory that this content failed (for that reason creations do not ask CloudFormation to delete a
 * stack that fails).
 */
export function planDead(deployed: Deployed): Decision {
  const { to, from, details, blockers } = deployed;
  return withOperations({ app: to.app, stack: from, details }, (operations) => {
    const write = {
      kind: "delete-stack",
      stackId: from.id,
      token: operationToken("delete", from.id, 1),
    } as const;
    const last = lastFailed(from, operations);
    const why = describeFailure(newestContentOperation(operations), from);
    if (last?.digest === to.digest) {
      const quarantine = { digest: to.digest, attempt: last.attempt, why };
      const reason = `its first creation failed with this content: ${why}`;
      return { kind: "recover", ...aboutWanted(to, reason), from, write, quarantine, ...permissionsOf(to) };
    }
    if (blockers.length > 0) return hold(to, from, { ...holdFor(blockers), next: "create", to });
    const reason = "its first creation failed; it is deleted to be created with other content";
    return { kind: "recover", ...aboutWanted(to, reason), from, write, ...permissionsOf(to) };
  });
}
