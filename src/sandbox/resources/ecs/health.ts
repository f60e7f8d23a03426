import { fitsPattern } from "../../faults.ts";
import type { World } from "../../world.ts";
import { settings } from "../../world.ts";
import { isObject } from "../../json.ts";

const failingKey = "failingHealth";
const exitsKey = "containerExits";

/** The patterns of services (name or ARN) and images whose tasks never become healthy. */
export function failingHealth(world: World): readonly string[] {
  const stored = world.table(settings).get(failingKey);
  return Array.isArray(stored) ? stored.filter((pattern) => typeof pattern === "string") : [];
}

/** By the same patterns, the exit codes with which containers end as soon as they have started. */
export function containerExits(world: World): Readonly<Record<string, number>> {
  const stored = world.table(settings).get(exitsKey);
  if (stored === undefined || !isObject(stored)) return {};
  const codes = Object.entries(stored).flatMap(([pattern, code]) =>
    typeof code === "number" ? [[pattern, code] as const] : [],
  );
  return Object.fromEntries(codes);
}

/** Sets which tasks never become healthy; it survives a restart. */
export function setFailingHealth(world: World, patterns: readonly string[]): void {
  world.table(settings).put(failingKey, [...patterns]);
}

/** Sets which containers end, and how; it survives a restart. */
export function setContainerExits(world: World, exits: Readonly<Record<string, number>>): void {
  world.table(settings).put(exitsKey, exits);
}

/** Whether a pattern fits one of the names. */
export function isFailing(world: World, names: readonly string[]): boolean {
  return failingHealth(world).some((pattern) => fitsOne(pattern, names));
}

/** The exit code of a container that goes by these names; `undefined` when it runs. */
export function exitCodeOf(world: World, names: readonly string[]): number | undefined {
  return Object.entries(containerExits(world)).find(([pattern]) => fitsOne(pattern, names))?.[1];
}

function fitsOne(pattern: string, names: readonly string[]): boolean {
  return names.some((name) => fitsPattern(pattern, name));
}
