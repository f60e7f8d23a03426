import { KIND_NAMES, kindRules, type KindRules } from "./app-kinds.ts";
import { didYouMean } from "./closest-name.ts";
import type { Documents } from "./documents.ts";
import { holding, type Finding, type Read } from "./flaw.ts";
import { shown } from "./field-name.ts";
import type { SourceFile } from "./source-file.ts";
import { child, type MapNode, type Tree } from "./tree.ts";

/** What `apps/<app>.yaml` says, checked on its own. */
export interface AppFile {
  readonly name: string;
  readonly rules: KindRules;
  readonly tree: MapNode;
}

/** All app files. */
export interface AppFiles {
  /** Those without a problem of their own. */
  readonly sound: ReadonlyMap<string, AppFile>;
  /** Names of those that are there and broken: what they are is not known. */
  readonly broken: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Reads every file of `apps/`. */
export function readApps(documents: Documents): AppFiles {
  const sound = new Map<string, AppFile>();
  const broken = new Set<string>();
  const findings: Finding[] = [];
  for (const { role, file, tree } of documents.byPath.values()) {
    if (role.kind !== "app") continue;
    const { value, flaws } =
      tree === undefined ? { value: undefined, flaws: [] } : readApp(role.app, file, tree);
    findings.push(...holding(flaws, { kind: "app-everywhere", app: role.app }));
    if (value === undefined) broken.add(role.app);
    else sound.set(role.app, value);
  }
  for (const path of documents.refused) {
    const name = /^apps\/([^/]+)\.yaml$/.exec(path)?.[1];
    if (name !== undefined) broken.add(name);
  }
  return { sound, broken, findings };
}

function readApp(name: string, file: SourceFile, tree: Tree): Read<AppFile> {
  if (tree.kind !== "map") {
    const message = `${file.path} has to be a map that begins with kind`;
    return { flaws: [{ origin: tree.origin, message, remedy: `kind is one of ${KIND_NAMES.join(", ")}` }] };
  }
  const kind = child(tree, "kind");
  if (kind === undefined) {
    const remedy = `add kind: one of ${KIND_NAMES.join(", ")}`;
    return { flaws: [{ origin: tree.origin, message: "kind is missing", remedy }] };
  }
  const written = kind.kind === "scalar" ? String(kind.value) : "";
  const rules = kindRules(written);
  if (rules === undefined) {
    const remedy = didYouMean(written, KIND_NAMES, `write one of ${KIND_NAMES.join(", ")}`);
    const is = kind.kind === "scalar" ? shown(kind.source) : `a ${kind.kind}`;
    return { flaws: [{ origin: kind.origin, message: `kind is ${is}, which is no kind of app`, remedy }] };
  }
  const { flaws } = rules.app(tree);
  return flaws.length > 0 ? { flaws } : { value: { name, rules, tree }, flaws };
}
