import { parseChangeSetName } from "../model/change-set-name.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { JudgedStep, RecoverWrite, Step } from "../model/plan.ts";
import type { Outcome, PassReport, Revision } from "../model/report.ts";
import { readDeployed } from "../report/deployed-version.ts";

/** An operation of ours on a stack whose end nobody has seen yet. */
export interface Underway {
  readonly kind: "deploy" | "delete" | "recover" | "heal";
  readonly app: string;
  readonly stack: string;
  readonly stackId: string;
  /** Name of the change set, or token of the operation. */
  readonly name: string;
  readonly version?: string;
  /** The commit that it began for, as far as this process knows. */
  readonly revision?: Revision;
  /** Of a recovery: what was asked of CloudFormation. */
  readonly way?: Exclude<RecoverWrite["kind"], "delete-change-set">;
  /** Of a deployment: the stack was not there before. */
  readonly isFirst?: boolean;
}

/** Operations under way, by app: what is known of them after a pass, and what has ended well in it. */
export interface Progression {
  readonly underway: ReadonlyMap<string, Underway>;
  readonly ended: readonly Underway[];
}

/** What a pass shows of the operations that were under way, and which have begun. A pass that saw nothing changes nothing. */
export function progress(
  before: ReadonlyMap<string, Underway>,
  report: PassReport,
  revision: Revision | undefined,
): Progression {
  if (report.failure !== undefined && report.steps.length === 0) return { underway: before, ended: [] };
  const steps = new Map(report.steps.map(({ step }) => [step.app, step]));
  const sights = [...before.values()].map((each) => ({ each, sight: seen(each, steps.get(each.app)) }));
  const still = sights.filter(({ sight }) => sight === "running").map(({ each }) => each);
  const begun = report.steps.flatMap((judged) => {
    const outcome = report.outcomes.find(({ app }) => app === judged.step.app);
    return beginning(judged, outcome, revision) ?? noticed(judged, revision) ?? [];
  });
  const known = new Map([...begun, ...still].map((each) => [each.app, each]));
  return {
    underway: known,
    ended: sights.filter(({ sight }) => sight === "succeeded").map(({ each }) => each),
  };
}

/** The longest that a deployment takes which began before the last thing was told and ended after it. */
const LONGEST_DEPLOYMENT_MS = 3 * 60 * 60_000;

/**
 * Deployments of ours that ended well while no agent was there to see it, as the first pass of a process shows them. It
 * may name some that were told: telling one twice is the teller's concern.
 */
export function endedUnseen(
  { steps }: PassReport,
  toldUntil: number | undefined,
  revision: Revision | undefined,
): readonly Underway[] {
  if (toldUntil === undefined) return [];
  return steps.flatMap(({ step }): readonly Underway[] => {
    if (step.kind !== "keep") return [];
    const { id: stackId, lastChangeSet: name = "", updatedAt, createdAt } = step.from;
    const identity = parseChangeSetName(name);
    const isOurs = identity !== undefined && identity.heal === undefined;
    if (!isOurs || (updatedAt ?? createdAt) < toldUntil - LONGEST_DEPLOYMENT_MS) return [];
    return [
      { ...aboutStep(step, revision), kind: "deploy", stackId, name, isFirst: updatedAt === undefined },
    ];
  });
}

type Sight = "running" | "succeeded" | "over";

function seen(underway: Underway, step: Step | undefined): Sight {
  const from = step !== undefined && "from" in step ? step.from : undefined;
  if (from?.phase === "busy") return "running";
  switch (underway.kind) {
    case "deploy":
    case "heal":
      return deploymentSeen(underway, step, from);
    case "delete":
      return step === undefined ? "succeeded" : step.kind === "wait" ? "running" : "over";
    case "recover":
      return isBroughtBack(underway, from) ? "succeeded" : "over";
  }
}

/** Gone, or back in a phase from which content leads on. */
function isBroughtBack({ stackId }: Underway, from: ObservedStack | undefined): boolean {
  return from?.id !== stackId || from.phase === "settled" || from.phase === "rolled-back";
}

/** The list of stacks may lag behind: what waits without being busy is not shown yet. */
function deploymentSeen({ name }: Underway, step: Step | undefined, from: ObservedStack | undefined): Sight {
  if (from?.phase === "settled") {
    if (from.lastChangeSet === name) return "succeeded";
    if (from.lastChangeSet === undefined && step?.kind === "keep") return "succeeded";
  }
  return step?.kind === "wait" ? "running" : "over";
}

function beginning(
  { step }: JudgedStep,
  outcome: Outcome | undefined,
  revision: Revision | undefined,
): Underway | undefined {
  if (outcome?.result.kind !== "accepted" || !("write" in step)) return undefined;
  const about = aboutStep(step, revision);
  switch (step.kind) {
    case "create":
    case "update": {
      if (step.write.kind !== "execute-change-set") return undefined;
      const { name, stackId } = step.write.changeSet;
      const isHeal = step.kind === "update" && step.heals !== undefined;
      return { ...about, kind: isHeal ? "heal" : "deploy", name, stackId, isFirst: step.kind === "create" };
    }
    case "delete":
      return { ...about, kind: "delete", name: step.write.kind, stackId: step.from.id };
    case "recover": {
      if (step.write.kind === "delete-change-set") return undefined;
      const { kind: way, token: name } = step.write;
      return { ...about, kind: "recover", name, stackId: step.from.id, way };
    }
  }
}

/** An operation that an earlier process began. A stack that the repository no longer mentions is on its way out. */
function noticed({ step }: JudgedStep, revision: Revision | undefined): Underway | undefined {
  if (step.kind !== "wait" || step.from?.phase !== "busy") return undefined;
  const { id: stackId, lastChangeSet: name = "" } = step.from;
  const about = { ...aboutStep(step, revision), stackId, name };
  if (step.place === undefined) return { ...about, kind: "delete" };
  const identity = parseChangeSetName(name);
  if (identity === undefined) return undefined;
  return { ...about, kind: identity.heal === undefined ? "deploy" : "heal" };
}

function aboutStep(
  step: Step & { readonly from?: ObservedStack },
  revision: Revision | undefined,
): Pick<Underway, "app" | "stack" | "version" | "revision"> {
  const version = step.version ?? readDeployed(step.from).version;
  return {
    app: step.app,
    stack: step.stack,
    ...(version === undefined ? {} : { version }),
    ...(revision === undefined ? {} : { revision }),
  };
}
