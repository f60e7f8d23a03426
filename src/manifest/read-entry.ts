import type { PlacementOverrides } from "../model/generated/placement.ts";
import { PLACEMENT_SETTINGS, type AppKind } from "./app-kinds.ts";
import { checker } from "./checker.ts";
import type { Read } from "./flaw.ts";
import type { AppFile } from "./read-app.ts";
import { isNothing, type Entry } from "./read-entries.ts";
import { schemaOf } from "./schemas.ts";
import { emptyMap, without, type MapNode } from "./tree.ts";

/** What an entry says: a version, settings of the placement itself, and overrides of the app's fields. */
export interface Said {
  readonly version?: string;
  readonly settings: PlacementOverrides;
  readonly overrides: MapNode;
}

/** An entry that breaks the contract may hold other mistakes too; they are told at once. */
export function asWritten(entry: Entry): Said {
  const overrides = entry.tree.kind === "map" ? entry.tree : emptyMap(entry.origin);
  return { version: "", settings: {}, overrides: without(overrides, PLACEMENT_SETTINGS) };
}

const checkVersion = checker<string>(() => schemaOf("placement", "/$defs/version"), "the version");

/** Reads an entry of apps.yaml, in any of its forms. */
export function readEntry({ entry, app }: { readonly entry: Entry; readonly app: AppFile }): Read<Said> {
  const { tree, origin } = entry;
  if (tree.kind === "map") return readOverrides(tree, app, origin);
  if (isNothing(tree) || (tree.kind === "scalar" && tree.value === null)) {
    return withVersion(undefined, app, origin, { settings: {}, overrides: emptyMap(origin) });
  }
  if (tree.kind === "list") {
    const remedy = `write ${entry.app}: followed by a version or by { version: …, … }`;
    return {
      flaws: [
        { origin: tree.origin, message: "an entry has to be a version or a map, but is a list", remedy },
      ],
    };
  }
  const { value, flaws } = checkVersion(tree);
  return value === undefined
    ? { flaws }
    : withVersion(value, app, origin, { settings: {}, overrides: emptyMap(origin) });
}

function readOverrides(tree: MapNode, app: AppFile, origin: Entry["origin"]): Read<Said> {
  const { value: settings, flaws } = app.rules.override(tree);
  if (settings === undefined) return { flaws };
  const overrides = without(tree, PLACEMENT_SETTINGS);
  return withVersion(settings.version, app, origin, { settings, overrides });
}

function withVersion(
  version: string | undefined,
  app: AppFile,
  origin: Entry["origin"],
  said: Said,
): Read<Said> {
  if (version !== undefined) return { value: { ...said, version }, flaws: [] };
  if (!NEEDS_VERSION.has(app.rules.kind)) return { value: said, flaws: [] };
  const message = `${app.name} has no version, and a ${app.rules.kind} needs one: it is the tag of the image`;
  return {
    flaws: [{ origin, message, remedy: `write ${app.name}: 1.0.0, or version: 1.0.0 inside the entry` }],
  };
}

/** Kinds that run an image: the version is its tag. */
const NEEDS_VERSION: ReadonlySet<AppKind> = new Set(["Service", "Worker", "Job"]);
