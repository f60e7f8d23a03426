import type { Cloud, CloudOf } from "../model/cloud.ts";
import type { BoundStack } from "../model/desired-stack.ts";
import type { AccountDrift, IgnoredDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import { readOwnership, stackName } from "../model/ownership.ts";
import type { Clock } from "../model/ports.ts";
import type { Zone } from "../drift/declared-records.ts";
import { bindAll } from "../plan/bind.ts";
import { observedByApp } from "../plan/plan-account.ts";
import type { Target } from "./target.ts";

/** What a survey of one account goes by. */
export interface SurveyWork extends Target {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly cloud: Cloud;
  /** The zone above the account's may be in another one. */
  readonly cloudOf: CloudOf;
  readonly clock: Clock;
  /** Detections are spread over this time; 0: as fast as the budget allows. */
  readonly spreadMs: number;
  /** Only these; all without it. */
  readonly apps?: readonly string[];
  /** The last survey. */
  readonly before?: AccountDrift;
  /** Between two looks at detections that are under way; 2 seconds without it. */
  readonly pollMs?: number;
}

/** An account as one sweep shows it. */
export interface Scene {
  readonly observed: readonly ObservedStack[];
  /** What the repository wants, by stack name; without stacks that miss an output. */
  readonly bound: ReadonlyMap<string, BoundStack>;
  /** What is looked at, the one that was checked longest ago first. */
  readonly subjects: readonly SurveySubject[];
  /** The account's hosted zone, once it is deployed, and its stack. */
  readonly zone?: Zone & { readonly stack: string };
}

/** One of our stacks, or a stack nested in one. */
export interface SurveySubject {
  readonly app: string;
  readonly stack: ObservedStack;
  readonly ignoreDrift: readonly IgnoredDrift[];
}

/** What a survey looks at. */
export function sceneOf(work: SurveyWork, observed: readonly ObservedStack[]): Scene {
  const { repository, account, desired } = work;
  const named = { repository, account: account.name, heldApps: account.heldApps, observed };
  const bindings = bindAll(desired, observedByApp({ ...named, desired }));
  const bound = bindings.flatMap((binding) => (binding.kind === "bound" ? [binding.stack] : []));
  const zone = zoneOf(work, observed);
  return {
    observed,
    bound: new Map(bound.map((stack) => [stack.name, stack])),
    subjects: subjectsOf(work, observed),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Nested stacks carry the tags of their parent. */
function subjectsOf(work: SurveyWork, observed: readonly ObservedStack[]): readonly SurveySubject[] {
  const { repository, account, desired, apps } = work;
  const rules = new Map(desired.map(({ app, ignoreDrift }) => [app, ignoreDrift]));
  return observed
    .filter(hasContent)
    .flatMap((stack): readonly SurveySubject[] => {
      const owner = readOwnership(stack.tags);
      const isOurs = owner?.repository === repository && owner.account === account.name;
      if (!isOurs || apps?.includes(owner.app) === false) return [];
      return [{ app: owner.app, stack, ignoreDrift: rules.get(owner.app) ?? account.ignoreDrift }];
    })
    .toSorted((a, b) => checkedAt(a) - checkedAt(b) || (a.stack.name < b.stack.name ? -1 : 1));
}

/** Whether there is anything in a stack that could drift. */
export function hasContent({ phase }: ObservedStack): boolean {
  return phase !== "shell" && phase !== "dead";
}

function checkedAt({ stack }: SurveySubject): number {
  return stack.drift?.checkedAt ?? 0;
}

function zoneOf({ repository, account }: SurveyWork, observed: readonly ObservedStack[]): Scene["zone"] {
  const name = stackName(repository, "zone");
  const id = observed.find((stack) => stack.name === name)?.outputs["ZoneId"];
  return id === undefined ? undefined : { id, domain: account.zone, stack: name };
}
