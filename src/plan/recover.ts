import type { BoundStack, DesiredStack } from "../model/desired-stack.ts";
import { describeResource, isStateful, isStoreLeftBehind } from "../model/stateful-types.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import type { RecoverStep, RecoverWrite } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { newestContentOperation } from "./attempts.ts";
import { nextDeletion } from "./deletion.ts";
import { parseTemplate, removalsOf } from "./deployed-template.ts";
import { operationToken, roundsOf } from "./operation-token.ts";
import { withOperations, withTemplate, type Asked, type Decision } from "./question.ts";
import { describeFailure } from "./root-cause.ts";
import { aboutWanted, hold, permissionsOf } from "./situation.ts";

type Wanted = BoundStack | DesiredStack;

/** The way out of a status from which no content helps; `undefined` for every other status. */
export function recover(wanted: Wanted, from: ObservedStack, details: StackDetails): Decision | undefined {
  switch (from.phase) {
    case "create-failed":
    case "delete-failed":
      return deleteRemains(wanted, from, details);
    case "update-failed":
      return undo(wanted, from, details, "rollback");
    case "rollback-failed":
      return undo(wanted, from, details, "continue");
    case "stuck":
      return hold(wanted, from, {
        because: { kind: "stuck" },
        reason: `it is in ${from.status}, which only a person can clear`,
        remedy: `look at the stack's events and bring it to a good status by hand`,
      });
    case "unknown":
      return hold(wanted, from, {
        because: { kind: "unknown" },
        reason: `CloudFormation says ${from.status}, which this version does not know`,
        remedy: "update Mooring, or wait until the status has passed",
      });
    case "shell":
    case "busy":
    case "settled":
    case "rolled-back":
    case "dead":
      return undefined;
  }
}

/**
 * Such a stack can only be deleted. Other than a dead one it may have something in it: a person began the deletion, or
 * switched rolling back off.
 */
function deleteRemains(wanted: Wanted, from: ObservedStack, details: StackDetails): Decision {
  const deletion = nextDeletion(wanted.app, from, details);
  if (deletion.kind === "ask") return deletion;
  if (deletion.kind === "give-up") {
    return hold(wanted, from, {
      because: { kind: "stuck" },
      reason: deletion.reason,
      remedy: `remove what is in the way, then ${retryCommand(wanted)}`,
      retry: deletion.retry,
    });
  }
  return withTemplate(asked(wanted, from, details), (body) => ({
    kind: "recover",
    ...aboutWanted(
      wanted,
      deletion.reason ?? "its first creation failed and was not undone; it can only be deleted",
    ),
    from,
    write: deletion.write,
    stateful: statefulIn(body),
    leaves: from.phase === "delete-failed" ? storesLeftOf(body) : [],
    ...permissionsOf(wanted),
  }));
}

/** What a creation that failed has made is as empty as what is made after it. */
function storesLeftOf(body: string | undefined): readonly string[] {
  return removalsOf(parseTemplate(body) ?? {})
    .filter(isStoreLeftBehind)
    .map(describeResource);
}

/** Resources that a deletion would destroy with their data; a template that cannot be read may hold anything. */
export function statefulIn(body: string | undefined): readonly string[] {
  const template = parseTemplate(body);
  if (template === undefined) return ["everything in it (its template could not be read)"];
  return removalsOf(template).filter(isStateful).map(describeResource);
}

/** Each undoing is tried once for one failed operation: a second try without a person meets the same obstacle. */
const MOST_ROUNDS = 1;

const UNDO = {
  rollback: { write: "roll-back", begin: "an update failed and was not undone" },
  continue: { write: "continue-rollback", begin: "undoing an update failed, and is continued once" },
} as const;

function undo(wanted: Wanted, from: ObservedStack, details: StackDetails, verb: keyof typeof UNDO): Decision {
  return withOperations(asked(wanted, from, details), (operations) => {
    const subject = failedOperationOf(from, operations);
    const rounds = roundsOf(verb, subject, operations);
    const write: RecoverWrite = {
      kind: UNDO[verb].write,
      stackId: from.id,
      token: operationToken(verb, subject, rounds + 1),
    };
    const failure = describeFailure(operations[0], from);
    if (rounds >= MOST_ROUNDS) {
      return hold(wanted, from, {
        because: { kind: "stuck" },
        reason: `it could not be brought back to its older content: ${failure}`,
        remedy: `remove the cause, then ${retryCommand(wanted)}`,
        retry: write,
      });
    }
    const step: RecoverStep = {
      kind: "recover",
      ...aboutWanted(wanted, `${UNDO[verb].begin}: ${failure}`),
      from,
      write,
      ...permissionsOf(wanted),
    };
    return step;
  });
}

/** What is undone: each failed operation of a stack is one case of its own. */
function failedOperationOf(from: ObservedStack, operations: readonly Operation[]): string {
  const failed = newestContentOperation(operations);
  return `${from.id} ${failed?.token ?? failed?.startedAt ?? ""}`;
}

function retryCommand(wanted: Wanted): string {
  return `run \`moor retry --account ${wanted.account} --app ${wanted.app}\``;
}

function asked(wanted: Wanted, from: ObservedStack, details: StackDetails): Asked {
  return { app: wanted.app, stack: from, details };
}
