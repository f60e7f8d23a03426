import { isJsonObject } from "../model/canonical.ts";
import type { PlacementOverrides } from "../model/generated/placement.ts";
import type { AppSpec, ContainerSpec, DataSpec } from "../model/repository.ts";
import type { TemplateApp } from "../model/generated/app.ts";
import { checker, type Checker } from "./checker.ts";
import { asOverride, asResolved, schemaOf, type Schema } from "./schemas.ts";
import type { TreePath } from "./tree.ts";

/** What an app may be. */
export type AppKind = AppSpec["kind"];

/** What a placement's app says before a Template's file was read. */
export type AppFields = ContainerSpec | DataSpec | TemplateApp;

/** What the contract says of one kind of app. */
export interface KindRules {
  readonly kind: AppKind;
  readonly schema: () => Schema;
  /** Checks `apps/<app>.yaml`. */
  readonly app: Checker<unknown>;
  /** Checks the overrides of a placement. */
  readonly override: Checker<PlacementOverrides>;
  /** Checks what came of merging, once variables are replaced and defaults filled in. */
  readonly merged: Checker<AppFields>;
}

const APP_KINDS = ["Service", "Worker", "Job", "Database", "Cache", "Bucket", "Queue", "Template"] as const;

const KINDS: ReadonlyMap<string, KindRules> = new Map(APP_KINDS.map((kind) => [kind, rulesOf(kind)]));

/** The rules of a kind; `undefined` when there is no such kind. */
export function kindRules(kind: string): KindRules | undefined {
  return KINDS.get(kind);
}

/** Names of all kinds. */
export const KIND_NAMES: readonly string[] = [...KINDS.keys()];

function rulesOf(kind: AppKind): KindRules {
  const schema = once(() => schemaOf("app", `/$defs/${kind}`));
  const subject = `a ${kind}`;
  return {
    kind,
    schema,
    app: checker<unknown>(schema, subject),
    override: checker<PlacementOverrides>(() => overrideSchema(schema()), subject),
    merged: checker<AppFields>(() => asResolved(schema()), subject),
  };
}

/** The fields of the kind, all optional, and those of every placement. */
function overrideSchema(app: Schema): Schema {
  const override = asOverride(app);
  const placement = schemaOf("placement", "/$defs/placement")["properties"];
  if (!isJsonObject(override["properties"]) || !isJsonObject(placement)) return override;
  const { kind: _kind, ...fields } = override["properties"];
  const settings = PLACEMENT_SETTINGS.map((name) => [name, placement[name]]);
  return { ...override, properties: { ...Object.fromEntries(settings), ...fields } };
}

/** Fields of a placement that are no overrides of the app's. */
export const PLACEMENT_SETTINGS: readonly string[] = ["version", "adopt", "allow", "paused", "selfHeal"];

function once(make: () => Schema): () => Schema {
  let made: Schema | undefined;
  return () => (made ??= make());
}

/** Whether a field is in the language of `parseText`: it may refer to another stack's output. */
export function isTextField(path: TreePath): boolean {
  const [field, , part] = path;
  if (field === "permissions") return part === "resources" && path.length === 4;
  if (field === "release") return path[1] === "command" && path.length === 3;
  return TEXT_FIELDS.has(String(field)) && path.length >= 2;
}

/** Maps and lists whose members are all in that language; of `permissions` only the resources are. */
const TEXT_FIELDS: ReadonlySet<string> = new Set(["environment", "command", "entryPoint", "parameters"]);
