import { changeSetName } from "../model/change-set-name.ts";
import type { ChangeSet } from "../model/change-set.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { ChangeSetWrite, CreateStep, HoldStep, UpdateStep } from "../model/plan.ts";
import { describeDifference } from "./compare.ts";
import { withChangeSet, type Decision } from "./question.ts";
import { oneSentence } from "./root-cause.ts";
import { releaseFirst } from "./release-first.ts";
import { aboutWanted, hold, keep, wait, type Deployed } from "./situation.ts";

/**
 * The next step on the way of a change set: create it, wait for it, execute it. Its name is derived from content and
 * attempt, so a pass after a crash finds what an earlier one made.
 */
export function followChangeSet(situation: Deployed, attempt: number): Decision {
  const { to, from, details } = situation;
  const name = changeSetName({ digest: to.digest, attempt });
  return withChangeSet({ app: to.app, stack: from, details }, name, (changeSet) =>
    changeSet === undefined
      ? writeStep(situation, { kind: "create-change-set", type: typeFor(from), name }, beginning(situation))
      : continueChangeSet(situation, changeSet, attempt),
  );
}

function continueChangeSet(situation: Deployed, changeSet: ChangeSet, attempt: number): Decision {
  const { to, from } = situation;
  switch (changeSet.state) {
    case "pending":
      return wait(to, from, "CloudFormation is working out the change set");
    case "ready":
      return releaseFirst(situation, readyStep(situation, changeSet));
    case "empty":
      return from.phase === "shell"
        ? refused(situation, changeSet)
        : keep(to, from, "in sync: CloudFormation sees no difference to what is deployed");
    case "failed":
      return refused(situation, changeSet);
    case "obsolete":
      return writeStep(
        situation,
        { kind: "delete-change-set", changeSet },
        "the stack changed since its change set was made",
      );
    case "executing":
      return wait(to, from, "CloudFormation is beginning to execute the change set");
    case "executed":
      return followChangeSet(situation, attempt + 1);
    case "execution-failed":
      return refused(situation, changeSet);
    case "deleting":
      return wait(to, from, "CloudFormation is deleting an old change set");
    case "unknown":
      return hold(to, from, {
        because: { kind: "unknown" },
        reason: `change set ${changeSet.name} is in a state that this version does not know`,
        remedy: "update Mooring, or delete the change set by hand",
        retry: { kind: "delete-change-set", changeSet },
      });
  }
}

/** A ready change set may list no resource at all: outputs or tags only. It is executed all the same. */
function readyStep(situation: Deployed, changeSet: ChangeSet): CreateStep | UpdateStep {
  const step = writeStep(
    situation,
    { kind: "execute-change-set", changeSet },
    situation.from.phase === "shell"
      ? "the change set is ready"
      : describeDifference(situation.to, situation.from),
  );
  return {
    ...step,
    changes: changeSet.changes,
    foresight: changeSet.isIncomplete ? "incomplete" : "complete",
  };
}

function writeStep(situation: Deployed, write: ChangeSetWrite, reason: string): CreateStep | UpdateStep {
  const { to, from } = situation;
  const common = { ...aboutWanted(to, reason), from, to, write };
  return from.phase === "shell" ? { kind: "create", ...common } : { kind: "update", ...common };
}

function beginning({ to, from }: Deployed): string {
  return from.phase === "shell" ? "not deployed yet" : describeDifference(to, from);
}

function typeFor(from: ObservedStack): "CREATE" | "UPDATE" {
  return from.phase === "shell" ? "CREATE" : "UPDATE";
}

/**
 * CloudFormation said no. The refused change set stays as the memory of that, so that the same content is not offered
 * again until it changes or a person asks.
 */
function refused({ to, from }: Deployed, changeSet: ChangeSet): HoldStep {
  const verb = changeSet.state === "execution-failed" ? "could not execute" : "refused";
  return hold(to, from, {
    because: { kind: "refused-change-set" },
    reason: `CloudFormation ${verb} the change set: ${whyRefused(changeSet)}`,
    remedy: `correct the content, or run \`moor retry --account ${to.account} --app ${to.app}\` when the cause is gone`,
    next: from.phase === "shell" ? "create" : "update",
    to,
    retry: { kind: "delete-change-set", changeSet },
  });
}

const MOST_FINDINGS = 3;

function whyRefused(changeSet: ChangeSet): string {
  const fatal = changeSet.findings.filter(({ isFatal }) => isFatal);
  const told = fatal.slice(0, MOST_FINDINGS).map(({ logicalId, path, message }) => {
    const where = [logicalId, path].filter((part) => part !== undefined).join(" ");
    return where === "" ? oneSentence(message) : `${where}: ${oneSentence(message)}`;
  });
  const rest = fatal.length > MOST_FINDINGS ? [`and ${fatal.length - MOST_FINDINGS} more`] : [];
  return told.length > 0
    ? [...told, ...rest].join("; ")
    : oneSentence(changeSet.reason ?? "no reason was given");
}
