import { fitsPattern } from "./faults.ts";
import { isObject } from "./json.ts";
import type { World } from "./world.ts";
import { settings } from "./world.ts";

/** Patterns of the names and ARNs of secrets and parameters that do not exist; all others do. */
export interface MissingValues {
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
}

const KEY = "missingValues";

/** What is missing; nothing unless set. */
export function missingValues(world: World): MissingValues {
  const stored = world.table(settings).get(KEY);
  const object = stored !== undefined && isObject(stored) ? stored : {};
  return { secrets: patternsIn(object["secrets"]), parameters: patternsIn(object["parameters"]) };
}

/** Sets what is missing; it survives a restart. */
export function setMissingValues(world: World, { secrets, parameters }: MissingValues): void {
  world.table(settings).put(KEY, { secrets, parameters });
}

/** Whether a secret or a parameter that goes by these names is missing. */
export function isMissingValue(world: World, kind: keyof MissingValues, names: readonly string[]): boolean {
  return missingValues(world)[kind].some((pattern) => names.some((name) => fitsPattern(pattern, name)));
}

function patternsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((pattern) => typeof pattern === "string") : [];
}
