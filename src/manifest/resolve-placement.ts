import type { Pause } from "../model/pause.ts";
import type { AppSpec, Placement } from "../model/repository.ts";
import { isTextField, type AppFields } from "./app-kinds.ts";
import { BUCKET_RULES } from "./bucket-rules.ts";
import { CACHE_RULES } from "./cache-rules.ts";
import { CONTAINER_RULES, RUNNING_RULES } from "./container-rules.ts";
import { findForeign } from "./cross-account.ts";
import { databaseRules } from "./database-rules.ts";
import { fillDefaults } from "./defaults.ts";
import { fieldPlaces } from "./field-places.ts";
import type { Flaw, Read } from "./flaw.ts";
import type { Identities } from "./identities.ts";
import { JOB_RULES } from "./job-rules.ts";
import { mergeTrees } from "./merge.ts";
import { withoutEchoes, type AccountDraft } from "./read-account.ts";
import type { AppFile } from "./read-app.ts";
import { readIgnoredDrift } from "./read-ignored-drift.ts";
import { readPause } from "./read-pause.ts";
import type { Entry } from "./read-entries.ts";
import { asWritten, readEntry, type Said } from "./read-entry.ts";
import { QUEUE_RULES } from "./queue-rules.ts";
import { SERVICE_RULES } from "./service-rules.ts";
import { placeOf } from "./source-file.ts";
import { objectTo } from "./spec-rule.ts";
import type { Templates } from "./templates.ts";
import { checkTemplateUse } from "./template-use.ts";
import type { Tree } from "./tree.ts";
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
  const { fields, flaws: unknown } = mergeFields(source, said ?? asWritten(source.entry));
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
  const placement = placementOf(source, said, {
    spec,
    ignoreDrift,
    fieldPlaces: fieldPlaces(source.entry, fields),
  });
  return { value: { fields, placement, pause: pause.value }, fields, flaws: [] };
}

/** What is wrong with an entry of an account that is itself broken: what can be seen without its Region and zone. */
export function checkEntry(entry: Entry, app: AppFile): readonly Flaw[] {
  return readEntry({ entry, app }).flaws;
}

function pauseScope({ account, entry }: PlacementSource): Pause["covers"] {
  return { kind: "app", account: account.name, app: entry.app };
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

function foreignIn(fields: Tree, { account, entry, identities }: PlacementSource): readonly Flaw[] {
  const { region, crossAccount } = account.fields;
  const allowed = [...crossAccount, ...namesIn(fields)];
  return findForeign(fields, { account: account.name, app: entry.app, region, allowed }, identities);
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
    case "Database":
      return { spec: value, flaws: objectTo(databaseRules(entry.app), value, fields, own) };
    case "Cache":
      return { spec: value, flaws: objectTo(CACHE_RULES, value, fields, own) };
    case "Bucket":
      return { spec: value, flaws: objectTo(BUCKET_RULES, value, fields, own) };
    case "Queue":
      return { spec: value, flaws: objectTo(QUEUE_RULES, value, fields, own) };
    case "Template": {
      const { value: template, flaws } = templates.at(value.template, fields);
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
  read: Pick<Placement, "spec" | "ignoreDrift" | "fieldPlaces">,
): Placement {
  const { adopt = false, allow = [], selfHeal } = settings;
  return {
    app: entry.app,
    ...(version === undefined ? {} : { version }),
    ...read,
    uses: [],
    adopt,
    allow,
    ...(selfHeal === undefined ? {} : { selfHeal }),
    place: placeOf(entry.origin),
  };
}
