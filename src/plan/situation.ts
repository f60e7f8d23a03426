import type { BoundStack, DesiredStack } from "../model/desired-stack.ts";
import type { DriftedProperty, SurveyedStack } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { HoldReason, HoldStep, KeepStep, RecoverStep, WaitStep } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import type { Blocker } from "./blocker.ts";

/** Everything known about one stack that the repository wants. `From` says whether it is there. */
export interface Situation<From extends ObservedStack | undefined = ObservedStack | undefined> {
  readonly to: BoundStack;
  readonly from: From;
  readonly details: StackDetails;
  /** What it depends on and that has not settled. */
  readonly blockers: readonly Blocker[];
  /** What the last survey saw of it, as long as that counts. */
  readonly upkeep?: Upkeep | undefined;
}

/** A stack that is there, with content that is not what the repository says. */
export type Deployed = Situation<ObservedStack>;

/** What the last survey saw of one stack. */
export interface Upkeep {
  /** When the survey ended; milliseconds since the epoch. */
  readonly checkedAt: number;
  readonly surveyed: SurveyedStack;
  /** Drift that CloudFormation can bring back. */
  readonly properties: readonly DriftedProperty[];
  /** Differences in words only. */
  readonly harmless: readonly DriftedProperty[];
}

/** What all steps about a stack that the repository wants have in common. */
export function aboutWanted(wanted: BoundStack | DesiredStack, reason: string) {
  return {
    app: wanted.app,
    stack: wanted.name,
    place: wanted.place,
    ...(wanted.version === undefined ? {} : { version: wanted.version }),
    reason,
  };
}

/** The stack is as wanted. */
export function keep(to: BoundStack, from: ObservedStack, reason: string): KeepStep {
  return { kind: "keep", ...aboutWanted(to, reason), from };
}

/** CloudFormation is at work on it. */
export function wait(
  wanted: BoundStack | DesiredStack,
  from: ObservedStack | undefined,
  reason: string,
): WaitStep {
  return { kind: "wait", ...aboutWanted(wanted, reason), ...(from === undefined ? {} : busySince(from)) };
}

/** The stack and since when it is as it is. */
export function busySince(from: ObservedStack): Pick<WaitStep, "from" | "since"> {
  return { from, since: from.updatedAt ?? from.createdAt };
}

/** What a hold may say besides its reason. */
export type HoldExtras = Pick<HoldStep, "next" | "to" | "pending" | "remedy" | "lines" | "retry">;

/** What guards have to know of a recovery besides its write. */
export function permissionsOf(wanted: BoundStack | DesiredStack): Pick<RecoverStep, "allow" | "adopt"> {
  return { allow: wanted.allow, adopt: wanted.adopt };
}

/** Nothing can be done about it now. */
export function hold(
  wanted: BoundStack | DesiredStack,
  from: ObservedStack | undefined,
  why: { readonly because: HoldReason; readonly reason: string } & HoldExtras,
): HoldStep {
  const { because, reason, ...extras } = why;
  return {
    kind: "hold",
    ...aboutWanted(wanted, reason),
    ...(from === undefined ? {} : { from }),
    ...(wanted.release === undefined ? {} : { release: wanted.release.command }),
    because,
    ...extras,
  };
}
