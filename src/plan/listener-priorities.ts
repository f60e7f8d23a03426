import type { DesiredStack, ListenerPriority } from "../model/desired-stack.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import { hashOf } from "./digest.ts";

/** Priorities of listener rules, by app and parameter name; every stack of the account has its own. */
export interface ListenerPriorities {
  priorityOf(app: string, parameter: string): number;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Paths come first, so that `/api` of one app wins over the host of another. A listener takes 1 to 50000. */
const RANGES: Readonly<Record<ListenerPriority["match"], Range>> = {
  path: { first: 1000, last: 19_999 },
  host: { first: 20_000, last: 49_999 },
};

interface Wish {
  readonly id: string;
  readonly binding: ListenerPriority;
  readonly deployed: string | undefined;
}

/**
 * Gives every rule its priority. What is deployed never moves; a new rule starts at the hash of its key and takes the
 * first number that no deployed stack and no stack before it in the list has.
 *
 * A deployed stack that the repository no longer mentions may still hold a rule until it is deleted, and does not say
 * which of its parameters that is: every number of its parameters is avoided.
 */
export function chooseListenerPriorities(
  desired: readonly DesiredStack[],
  observedByApp: ReadonlyMap<string, ObservedStack>,
): ListenerPriorities {
  const wishes = desired.flatMap((stack) => wishesOf(stack, observedByApp.get(stack.app)));
  const chosen = keepDeployed(wishes);
  const taken = takenBy(wishes, chosen);
  const avoided = wishes.length === 0 ? new Set<number>() : numbersIn(observedByApp.values());
  for (const { id, binding } of wishes) {
    if (chosen.has(id)) continue;
    const priority = firstFree(
      binding,
      (candidate) => taken[binding.listener].has(candidate) || avoided.has(candidate),
    );
    chosen.set(id, priority);
    taken[binding.listener].add(priority);
  }
  return { priorityOf: (app, parameter) => chosen.get(idOf(app, parameter)) ?? RANGES.host.last };
}

function wishesOf(stack: DesiredStack, observed: ObservedStack | undefined): readonly Wish[] {
  return Object.entries(stack.parameters).flatMap(([name, binding]) =>
    binding.kind === "priority"
      ? [{ id: idOf(stack.app, name), binding, deployed: observed?.parameters[name] }]
      : [],
  );
}

function keepDeployed(wishes: readonly Wish[]): Map<string, number> {
  const chosen = new Map<string, number>();
  const taken = { public: new Set<number>(), internal: new Set<number>() };
  for (const { id, binding, deployed } of wishes) {
    const priority = Number(deployed);
    if (!isIn(RANGES[binding.match], priority) || taken[binding.listener].has(priority)) continue;
    chosen.set(id, priority);
    taken[binding.listener].add(priority);
  }
  return chosen;
}

function takenBy(wishes: readonly Wish[], chosen: ReadonlyMap<string, number>) {
  const on = (listener: ListenerPriority["listener"]): Set<number> =>
    new Set(
      wishes
        .filter(({ binding }) => binding.listener === listener)
        .map(({ id }) => chosen.get(id))
        .filter((priority) => priority !== undefined),
    );
  return { public: on("public"), internal: on("internal") };
}

function numbersIn(stacks: Iterable<ObservedStack>): Set<number> {
  return new Set(
    [...stacks]
      .flatMap((stack) => Object.values(stack.parameters))
      .map(Number)
      .filter((value) => isIn(RANGES.path, value) || isIn(RANGES.host, value)),
  );
}

function firstFree(binding: ListenerPriority, isTaken: (priority: number) => boolean): number {
  const { first, last } = RANGES[binding.match];
  const size = last - first + 1;
  const start = Number.parseInt(hashOf(binding.key, 8), 16) % size;
  for (let step = 0; step < size; step += 1) {
    const candidate = first + ((start + step) % size);
    if (!isTaken(candidate)) return candidate;
  }
  throw new Error(`no priority is free for ${binding.key} on the ${binding.listener} listener`);
}

function isIn(range: Range, value: number): boolean {
  return Number.isInteger(value) && value >= range.first && value <= range.last;
}

function idOf(app: string, parameter: string): string {
  return `${app}/${parameter}`;
}
