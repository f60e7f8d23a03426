import type { MooringFile } from "../model/generated/mooring.ts";
import type { Pause } from "../model/pause.ts";
import type { Repository } from "../model/repository.ts";
import { checker } from "./checker.ts";
import { fillDefaults } from "./defaults.ts";
import type { Documents } from "./documents.ts";
import { holding, type Finding, type Flaw, type Read } from "./flaw.ts";
import { readPause } from "./read-pause.ts";
import { checkCron, checkTimezone } from "./read-windows.ts";
import { schemaOf } from "./schemas.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { child, emptyMap, textOf, type MapNode, type Tree } from "./tree.ts";

/** What mooring.yaml says. */
export interface Settings {
  readonly name: string;
  /** Laid under every account.yaml, as it was written. */
  readonly defaults: Tree;
  /** Of the repository as a whole. */
  readonly pause: Pause | undefined;
  /** Absent when a problem holds the repository. */
  readonly schedule: Repository["schedule"] | undefined;
}

const PATH = "mooring.yaml";
const check = checker<unknown>(() => schemaOf("mooring"), "mooring.yaml");

/**
 * Reads the settings of the repository. With a problem in them nothing is done, and nothing deleted; as long as the defaults are
 * sound, the accounts are looked at all the same, so that their problems are told too.
 */
export function readSettings(documents: Documents): {
  readonly settings?: Settings;
  readonly findings: readonly Finding[];
} {
  const document = documents.byPath.get(PATH);
  if (document === undefined) return { findings: documents.refused.has(PATH) ? [] : [missing()] };
  const { tree } = document;
  if (tree === undefined) return { findings: [] };
  const { flaws } = check(tree);
  if (tree.kind !== "map") return { findings: holding(flaws, HOLDS) };
  const defaults = child(tree, "defaults") ?? emptyMap(startOf(document.file));
  const pause = readPause(tree, { kind: "repository" });
  const schedule = readSchedule(tree);
  const findings = holding(flaws.length > 0 ? flaws : [...pause.flaws, ...schedule.flaws], HOLDS);
  if (flaws.some(({ origin }) => isWithin(origin, defaults.origin))) return { findings };
  const name = textOf(child(tree, "name")) ?? "";
  return { settings: { name, defaults, pause: pause.value, schedule: schedule.value }, findings };
}

const HOLDS = { kind: "repository" } as const;

function isWithin({ start, end }: Flaw["origin"], whole: Flaw["origin"]): boolean {
  return start >= whole.start && end <= whole.end;
}

const scheduleSchema = (): ReturnType<typeof schemaOf> => schemaOf("mooring", "/properties/schedule");
const checkSchedule = checker<MooringFile["schedule"]>(scheduleSchema, "schedule");

/** What breaks the contract was told with the file as a whole. */
function readSchedule(tree: MapNode): Read<Repository["schedule"]> {
  const written = child(tree, "schedule") ?? emptyMap(tree.origin);
  const { value } = checkSchedule(fillDefaults(written, scheduleSchema()));
  if (value === undefined) return { flaws: [] };
  const { sync, drift, timezone } = value;
  const flaws = [
    ...checkCron(sync, tree, ["schedule", "sync"]),
    ...checkCron(drift, tree, ["schedule", "drift"]),
    ...checkTimezone(timezone, tree, ["schedule", "timezone"]),
  ];
  if (flaws.length > 0) return { flaws };
  return { value: { sync: { cron: sync, timezone }, drift: { cron: drift, timezone } }, flaws: [] };
}

function missing(): Finding {
  const origin = startOf(sourceFile(PATH, ""));
  const message = "mooring.yaml is missing: this is no environments repository, or not its root folder";
  return { origin, message, remedy: "write version: 1 and name: … into it", holds: { kind: "repository" } };
}
