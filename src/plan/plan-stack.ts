import type { Binding, BoundStack, DesiredStack } from "../model/desired-stack.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import type { HoldStep, WaitStep } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { lastFailed, lastTried, newestContentOperation, nextAttempt } from "./attempts.ts";
import { holdFor, type Blocker } from "./blocker.ts";
import { followChangeSet } from "./change-set-path.ts";
import { compareSweep, compareTemplate, describeDifference, hasSameInputs } from "./compare.ts";
import { planDead, planFirstCreation, planShell } from "./first-creation.ts";
import { withOperations, withTemplate, type Asked, type Decision } from "./question.ts";
import { explainImage } from "./images.ts";
import { planQuarantined } from "./quarantine.ts";
import { recover } from "./recover.ts";
import { hold, keep, wait, type Deployed, type Upkeep } from "./situation.ts";
import { planUpkeep } from "./upkeep.ts";

/** A stack that the repository wants, and what is known about it. */
export interface Wanted {
  readonly binding: Binding;
  readonly observed: ObservedStack | undefined;
  readonly details: StackDetails;
  readonly blockers: readonly Blocker[];
  /** What the last survey saw of it, as long as that counts. */
  readonly upkeep?: Upkeep | undefined;
}

/**
 * Decides what one pass does to one stack that the repository wants.
 *
 * A busy stack always waits, even when nothing changed: CloudFormation refuses every write until the running operation
 * has settled. What brings a stack out of a bad status does not depend on content, and comes next.
 */
export function planStack(wanted: Wanted): Decision {
  const { binding, observed, details, blockers, upkeep } = wanted;
  const stack = binding.kind === "bound" ? binding.stack : binding.desired;
  if (observed?.phase === "busy") return wait(stack, observed, busyReason(observed));
  const recovery = observed === undefined ? undefined : recover(stack, observed, details);
  if (recovery !== undefined) return recovery;
  if (binding.kind === "unbound") return holdUnbound(binding, observed, blockers);
  return planContent({ to: binding.stack, details, blockers, upkeep }, observed);
}

function planContent(known: Omit<Deployed, "from">, observed: ObservedStack | undefined): Decision {
  if (observed === undefined) return planFirstCreation(known);
  const deployed = { ...known, from: observed };
  if (observed.phase === "shell") return planShell(deployed);
  if (observed.phase === "dead") return planDead(deployed);
  return observed.phase === "rolled-back" ? planRolledBack(deployed) : planSettled(deployed);
}

function planSettled(deployed: Deployed): Decision {
  const sameness = compareSweep(deployed.to, deployed.from);
  if (sameness === "same") return inSync(deployed);
  if (sameness === "different") return change(deployed);
  return withOperations(asked(deployed), (operations) => {
    const isOurs = lastTried(deployed.from, operations)?.digest === deployed.to.digest;
    const isGood = newestContentOperation(operations)?.outcome === "succeeded";
    return isOurs && isGood && hasSameInputs(deployed.to, deployed.from)
      ? inSync(deployed)
      : changeUnlessSameTemplate(deployed);
  });
}

/**
 * A stack at its older content: held when it was this content that failed, otherwise like any other. Where healing failed
 * the older content is the same one.
 */
function planRolledBack(deployed: Deployed): Decision {
  return withOperations(asked(deployed), (operations) => {
    const failed = lastFailed(deployed.from, operations);
    return failed?.digest === deployed.to.digest && failed.heal === undefined
      ? planQuarantined(deployed, operations)
      : changeUnlessSameTemplate(deployed);
  });
}

function changeUnlessSameTemplate(deployed: Deployed): Decision {
  const { to, from } = deployed;
  return withTemplate(asked(deployed), (body) =>
    compareTemplate(to, from, body) === "same" ? inSync(deployed) : change(deployed),
  );
}

function inSync(deployed: Deployed): Decision {
  return planUpkeep(deployed) ?? keepInSync(deployed);
}

function keepInSync({ to, from, blockers }: Deployed): Decision {
  const others = blockers.map(({ app }) => app).join(", ");
  return keep(to, from, others === "" ? "in sync" : `in sync; looked at again once ${others} has settled`);
}

function change(deployed: Deployed): Decision {
  const { to, from, blockers } = deployed;
  if (blockers.length > 0) {
    const { because, reason } = holdFor(blockers);
    return hold(to, from, {
      because,
      reason: `${describeDifference(to, from)}; ${reason}`,
      next: "update",
      to,
    });
  }
  return withOperations(asked(deployed), (operations) => changeAsEventsAllow(deployed, operations));
}

/**
 * The list of stacks may lag behind the events (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 * is eventually consistent): what has just begun, succeeded or failed must not be begun again.
 */
function changeAsEventsAllow(deployed: Deployed, operations: readonly Operation[]): Decision {
  const { to, from } = deployed;
  const newest = newestContentOperation(operations);
  if (newest?.outcome === "running")
    return wait(to, from, "an operation has begun that is not shown as its status yet");
  if (newest === undefined || lastTried(from, operations)?.digest !== to.digest)
    return pursue(deployed, operations);
  if (newest.outcome === "failed") return planQuarantined(deployed, operations);
  const isShown = newest.token === from.lastChangeSet || from.lastChangeSet === undefined;
  return isShown ? pursue(deployed, operations) : wait(to, from, "its last update is not shown yet");
}

function pursue(deployed: Deployed, operations: readonly Operation[]): Decision {
  return followChangeSet(deployed, nextAttempt(deployed.to.digest, operations));
}

function asked({ to, from, details }: Deployed): Asked {
  return { app: to.app, stack: from, details };
}

function busyReason(observed: ObservedStack): string {
  return `CloudFormation is at work on it (${observed.status})`;
}

/** An output is missing: because its stack has not settled yet, or because it has none of that name. */
function holdUnbound(
  { desired, missing, images }: Extract<Binding, { kind: "unbound" }>,
  observed: ObservedStack | undefined,
  blockers: readonly Blocker[],
): HoldStep | WaitStep {
  const extras = { next: isDeployed(observed) ? "update" : "create", pending: missing } as const;
  if (blockers.length > 0) return hold(desired, observed, { ...holdFor(blockers), ...extras });
  const [image] = images;
  if (missing.length === 0 && image !== undefined) {
    const explained = explainImage(image);
    return image.answer?.kind === "no-answer" && image.answer.mayRetry
      ? wait(desired, observed, explained.reason)
      : hold(desired, observed, { because: { kind: "missing-image" }, ...explained, ...extras });
  }
  return hold(desired, observed, { ...missingOutput(desired, missing), ...extras });
}

function isDeployed(observed: ObservedStack | undefined): boolean {
  return observed !== undefined && observed.phase !== "shell" && observed.phase !== "dead";
}

function missingOutput(
  desired: BoundStack | DesiredStack,
  missing: Extract<Binding, { kind: "unbound" }>["missing"],
): Pick<HoldStep, "because" | "reason"> & { readonly remedy: string } {
  const [first] = missing;
  const { stack, output } = first ?? { stack: desired.app, output: "" };
  const names = missing.map((each) => `\${${each.stack}.${each.output}}`).join(", ");
  return {
    because: { kind: "missing-output", stack, output },
    reason: `needs ${names}, and no such output is deployed`,
    remedy: `write the name of an output that ${stack} has, or add that output to its template`,
  };
}
