import { fitsPattern } from "../faults.ts";
import { isObject } from "../json.ts";
import type { World } from "../world.ts";
import { settings } from "../world.ts";

/** What becomes of containers of tasks that RunTask starts. */
export interface RunScript {
  /** Patterns of the image and of the command, its words with a space between them; what is not said fits all. */
  readonly image?: string;
  readonly command?: string;
  readonly exitCode: number;
  /** How long it runs on AWS. */
  readonly seconds: number;
  /** What it writes to its log, line by line. */
  readonly logs: readonly string[];
}

const KEY = "runScripts";

/** The scripts in force, the first that fits wins. */
export function runScripts(world: World): readonly RunScript[] {
  const stored = world.table(settings).get(KEY);
  // What lies here was put here by setRunScripts.
  return Array.isArray(stored) ? stored.filter(isObject).map((script) => script as unknown as RunScript) : [];
}

/** Sets what becomes of tasks from now on; it survives a restart. */
export function setRunScripts(world: World, scripts: readonly RunScript[]): void {
  world.table(settings).put(
    KEY,
    scripts.map((script) => ({ ...script })),
  );
}

/** The script of a container that goes by these names and runs this command. */
export function scriptOf(world: World, names: readonly string[], command: string): RunScript | undefined {
  return runScripts(world).find(
    ({ image, command: wanted }) =>
      (image === undefined || names.some((name) => fitsPattern(image, name))) &&
      (wanted === undefined || fitsPattern(wanted, command)),
  );
}
