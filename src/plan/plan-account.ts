import type { Binding, BoundStack, DesiredStack } from "../model/desired-stack.ts";
import type { AccountDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import { stackName } from "../model/ownership.ts";
import type { HoldStep, Plan } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { releaseNameOf } from "../model/release.ts";
import { blockersOf } from "./blocker.ts";
import { appOfOwned } from "./owned-stack.ts";
import { planStack } from "./plan-stack.ts";
import { prune, type Owned } from "./prune.ts";
import type { Ask, Decision } from "./question.ts";
import { upkeepOf } from "./upkeep.ts";
import { mayBeStrayShell, planStrayShell } from "./stray-shell.ts";

/** What planning an account goes by. */
export interface PlanInput {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  /** Account folder name. */
  readonly account: string;
  /** In dependency order. */
  readonly bindings: readonly Binding[];
  /** Names of placed apps that a problem holds. */
  readonly heldApps: readonly string[];
  readonly observed: readonly ObservedStack[];
  /** By stack id; nothing is known at first. */
  readonly details: ReadonlyMap<string, StackDetails>;
  /** The last survey; without one nothing is healed. */
  readonly drift?: AccountDrift | undefined;
}

/** A plan, or the questions that have to be answered before there is one. */
export type Draft =
  { readonly kind: "plan"; readonly plan: Plan } | { readonly kind: "open"; readonly asks: readonly Ask[] };

/** Decides one step for every stack of an account that is wanted, held or ours. */
export function planAccount(input: PlanInput): Draft {
  const held = planHeld(input);
  const wanted = planWanted(input, held);
  const decided = new Map([...held, ...wanted].map((decision) => [decision.app, decision]));
  const decisions = [
    ...wanted,
    ...held,
    ...prune(ownedStacks(input, decided)),
    ...removeStrayShells(input, decided),
  ];
  const asks = decisions.filter((decision) => decision.kind === "ask");
  if (asks.length > 0) return { kind: "open", asks };
  const steps = decisions.filter((decision) => decision.kind !== "ask");
  return { kind: "plan", plan: { account: input.account, steps } };
}

/** In dependency order, so that every stack knows what those it depends on are doing. */
function planWanted(input: PlanInput, held: readonly HoldStep[]): readonly Decision[] {
  const byName = observedByName(input.observed);
  const decided = new Map<string, Decision>(held.map((step) => [step.app, step]));
  return input.bindings.map((binding) => {
    const stack = stackOf(binding);
    const observed = byName.get(stack.name);
    const decision = planStack({
      binding,
      observed,
      details: detailsOf(input, observed),
      blockers: blockersOf(stack.dependsOn, decided),
      upkeep: upkeepOf(input.drift, observed),
    });
    decided.set(stack.app, decision);
    return decision;
  });
}

function stackOf(binding: Binding): BoundStack | DesiredStack {
  return binding.kind === "bound" ? binding.stack : binding.desired;
}

function planHeld({ repository, heldApps, observed }: PlanInput): readonly HoldStep[] {
  const byName = observedByName(observed);
  return [...heldApps, ...releasesOf(heldApps, { repository, byName })].map((app) => {
    const from = byName.get(stackName(repository, app));
    return {
      kind: "hold",
      app,
      stack: stackName(repository, app),
      reason:
        "its description in the repository has a problem, or that of an app it uses, so it is left as it is",
      because: { kind: "invalid" },
      remedy: "correct the problem that `moor validate` shows",
      ...(from === undefined ? {} : { from }),
    };
  });
}

/** The release of a held app is held as well: what its app says of it is not known. */
function releasesOf(
  heldApps: readonly string[],
  {
    repository,
    byName,
  }: Pick<PlanInput, "repository"> & { readonly byName: ReadonlyMap<string, ObservedStack> },
): readonly string[] {
  const isDecided = new Set(heldApps);
  return heldApps
    .map(releaseNameOf)
    .filter((app) => !isDecided.has(app) && byName.has(stackName(repository, app)));
}

/** Only whole stacks of this very repository and account are ours to delete. */
function ownedStacks(input: PlanInput, decided: ReadonlyMap<string, Decision>) {
  const wantedNames = new Set([...decided.values()].map(({ stack }) => stack));
  const owned = input.observed.flatMap((stack): readonly Owned[] => {
    const app = appOfOwned(stack, input);
    return app === undefined ? [] : [{ app, stack, details: detailsOf(input, stack) }];
  });
  return {
    account: input.account,
    unwanted: owned.filter(({ app, stack }) => !decided.has(app) && !wantedNames.has(stack.name)),
    unsettled: owned.filter(
      ({ app, stack }) => wantedNames.has(stack.name) && decided.get(app)?.kind !== "keep",
    ),
  };
}

function removeStrayShells(input: PlanInput, decided: ReadonlyMap<string, Decision>): readonly Decision[] {
  const wantedNames = new Set([...decided.values()].map(({ stack }) => stack));
  return input.observed
    .filter((stack) => !wantedNames.has(stack.name) && mayBeStrayShell(stack, input.repository))
    .map((stack) => planStrayShell(stack, detailsOf(input, stack), input.repository))
    .filter((decision) => decision !== undefined);
}

function observedByName(observed: readonly ObservedStack[]): ReadonlyMap<string, ObservedStack> {
  return new Map(observed.map((stack) => [stack.name, stack]));
}

const NOTHING: StackDetails = {};

function detailsOf({ details }: PlanInput, stack: ObservedStack | undefined): StackDetails {
  return stack === undefined ? NOTHING : (details.get(stack.id) ?? NOTHING);
}

/** The stack of each app that is wanted, held or ours, as far as it is there; for binding. */
export function observedByApp(
  input: Pick<PlanInput, "repository" | "account" | "observed" | "heldApps"> & {
    readonly desired: readonly DesiredStack[];
  },
): ReadonlyMap<string, ObservedStack> {
  const byName = observedByName(input.observed);
  const byTag = input.observed.flatMap((stack): readonly [string, ObservedStack][] => {
    const app = appOfOwned(stack, input);
    return app === undefined ? [] : [[app, stack]];
  });
  const named = [
    ...input.heldApps.map((app) => ({ app, name: stackName(input.repository, app) })),
    ...input.desired,
  ].flatMap(({ app, name }): readonly [string, ObservedStack][] => {
    const stack = byName.get(name);
    return stack === undefined ? [] : [[app, stack]];
  });
  return new Map([...byTag, ...named]);
}
