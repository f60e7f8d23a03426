import type { PlacementOverrides } from "../model/generated/placement.ts";
import type { Pause } from "../model/pause.ts";
import type { AppSpec, Placement } from "../model/repository.ts";
import { isTextField, PLACEMENT_SETTINGS, type AppFields } from "./app-kinds.ts";
import { checker } from "./checker.ts";
import { CONTAINER_RULES, RUNNING_RULES } from "./container-rules.ts";
import { findForeign, type Identities } from "./cross-account.ts";
import { fillDefaults } from "./defaults.ts";
import type { Flaw, Read } from "./flaw.ts";
import { JOB_RULES } from "./job-rules.ts";
import { mergeTrees } from "./merge.ts";
import { withoutEchoes, type AccountDraft } from "./read-account.ts";
import type { AppFile } from "./read-app.ts";
import { readIgnoredDrift } from "./read-ignored-drift.ts";
import { readPause } from "./read-pause.ts";
import { isNothing, type Entry } from "./read-entries.ts";
import { schemaOf } from "./schemas.ts";
import { SERVICE_RULES } from "./service-rules.ts";
import { placeOf } from "./source-file.ts";
import { objectTo } from "./spec-rule.ts";
import type { Templates } from "./templates.ts";
import { checkTemplateUse } from "./template-use.ts";
import { emptyMap, without, type MapNode, type Tree } from "./tree.ts";
import { replaceVariables } from "./variables.ts";

/** What a placement is worked out from. */
export interface PlacementSource {
  readonly entry: Entry;
  readonly app: AppFile;
  readonly account: AccountDraft;
  readonly accountNames: readonly string[];
  readonly identities: Identities;
  readonly templates: Templates;
}

/** A placement, and its merged fields, every value knowing its place. */
export interface Resolved {
  readonly placement: Placement;
  /** Of this app, in this account. */
  readonly pause: Pause | undefined;
  readonly fields: Tree;
}

/** What became of an entry: the merged fields are there even when something in them is wrong. */
export interface Resolution extends Read<Resolved> {
  readonly fields: Tree;
}

/** Merges, replaces variables, fills in defaults and checks one placement. */
export function resolvePlacement(source: PlacementSource): Resolution {
  const { value: said, flaws } = readEntry(source);
  const { fields, flaws: unknown } = mergeFields(source, said ?? asWritten(source));
  const foreign = foreignIn(fields, source);
  if (said === undefined) return { fields, flaws: [...flaws, ...withoutEchoes(unknown, flaws), ...foreign] };
  const { value, flaws: wrong } = source.app.rules.merged(fields);
  if (value === undefined)
    return { fields, flaws: [...unknown, ...withoutEchoes(wrong, unknown), ...foreign] };
  const { spec, flaws: refused } = specify(value, fields, source);
  const { value: ignoreDrift, flaws: unclear } = readIgnoredDrift(value.ignoreDrift, fields);
  const pause = readPause(source.entry.tree, pauseScope(source));
  const names = checkNames(value, fields, source);
  const all = [...unknown, ...refused, ...unclear, ...pause.flaws, ...names, ...foreign];
  if (spec === undefined || ignoreDrift === undefined || all.length > 0) return { fields, flaws: all };
  const placement = placementOf(source, said, { spec, ignoreDrift });
  return { value: { fields, placement, pause: pause.value }, fields, flaws: [] };
}

/** What is wrong with an entry of an account that is itself broken: what can be seen without its Region and zone. */
export function checkEntry(entry: Entry, app: AppFile): readonly Flaw[] {
  return readEntry({ entry, app }).flaws;
}

function pauseScope({ account, entry }: PlacementSource): Pause["covers"] {
  return { kind: "app", account: account.name, app: entry.app };
}

/** What an entry says: a version, settings of the placement itself, and overrides of the app's fields. */
interface Said {
  readonly version?: string;
  readonly settings: PlacementOverrides;
  readonly overrides: MapNode;
}

/** An entry that breaks the contract may hold other mistakes too; they are told at once. */
function asWritten({ entry }: PlacementSource): Said {
  const overrides = entry.tree.kind === "map" ? entry.tree : emptyMap(entry.origin);
  return { version: "", settings: {}, overrides: without(overrides, PLACEMENT_SETTINGS) };
}

const checkVersion = checker<string>(() => schemaOf("placement", "/$defs/version"), "the version");

function readEntry({ entry, app }: Pick<PlacementSource, "entry" | "app">): Read<Said> {
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
  if (app.rules.kind === "Template") return { value: said, flaws: [] };
  const message = `${app.name} has no version, and a ${app.rules.kind} needs one: it is the tag of the image`;
  return {
    flaws: [{ origin, message, remedy: `write ${app.name}: 1.0.0, or version: 1.0.0 inside the entry` }],
  };
}

const NOT_ALWAYS: ReadonlyMap<string, string> = new Map([["version", "this entry has no version"]]);

function mergeFields(
  { entry, app, account }: PlacementSource,
  said: Said,
): { readonly fields: Tree; readonly flaws: readonly Flaw[] } {
  const merged = mergeTrees(app.tree, said.overrides);
  const filled = fillDefaults(merged, app.rules.schema());
  const { fields: own } = account;
  const variables = new Map([
    ["account.name", account.name],
    ["account.id", own.id],
    ["region", own.region],
    ["zone", own.zone],
    ["app", entry.app],
    ...(said.version === undefined ? [] : [["version", said.version] as const]),
  ]);
  const { value: fields = filled, flaws } = replaceVariables(filled, {
    variables,
    unavailable: NOT_ALWAYS,
    mayRefer: isTextField,
  });
  return { fields, flaws };
}

function foreignIn(fields: Tree, { account, identities }: PlacementSource): readonly Flaw[] {
  return findForeign(fields, account.name, [...account.fields.crossAccount, ...namesIn(fields)], identities);
}

/** `crossAccount` as it was written, whether or not all other fields are sound. */
function namesIn(fields: Tree): readonly string[] {
  const list = fields.kind === "map" ? fields.entries.get("crossAccount")?.value : undefined;
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []));
}

function checkNames(
  { crossAccount }: AppFields,
  fields: Tree,
  { accountNames, account }: PlacementSource,
): readonly Flaw[] {
  const unknown = (name: string): readonly { path: readonly string[]; message: string; remedy: string }[] =>
    accountNames.includes(name)
      ? []
      : [
          {
            path: ["crossAccount"],
            message: `crossAccount names ${name}, which is no account`,
            remedy: `there are ${accountNames.join(", ")}`,
          },
        ];
  return objectTo([() => crossAccount.flatMap(unknown)], undefined, fields, account.fields);
}

function specify(
  value: AppFields,
  fields: Tree,
  { account, templates, entry }: PlacementSource,
): { readonly spec?: AppSpec; readonly flaws: readonly Flaw[] } {
  const own = account.fields;
  switch (value.kind) {
    case "Service":
      return {
        spec: value,
        flaws: [
          ...objectTo(CONTAINER_RULES, value, fields, own),
          ...objectTo(RUNNING_RULES, value, fields, own),
          ...objectTo(SERVICE_RULES, value, fields, own),
        ],
      };
    case "Worker":
      return {
        spec: value,
        flaws: [
          ...objectTo(CONTAINER_RULES, value, fields, own),
          ...objectTo(RUNNING_RULES, value, fields, own),
        ],
      };
    case "Job":
      return {
        spec: value,
        flaws: [...objectTo(CONTAINER_RULES, value, fields, own), ...objectTo(JOB_RULES, value, fields, own)],
      };
    case "Template": {
      const { value: template, flaws } = templates(value.template, fields);
      if (template === undefined) return { flaws };
      return {
        spec: { ...value, body: template.body },
        flaws: checkTemplateUse(value, fields, template, entry.origin),
      };
    }
  }
}

function placementOf(
  { entry }: PlacementSource,
  { version, settings }: Said,
  read: Pick<Placement, "spec" | "ignoreDrift">,
): Placement {
  const { adopt = false, allow = [], selfHeal } = settings;
  return {
    app: entry.app,
    ...(version === undefined ? {} : { version }),
    ...read,
    adopt,
    allow,
    ...(selfHeal === undefined ? {} : { selfHeal }),
    place: placeOf(entry.origin),
  };
}
