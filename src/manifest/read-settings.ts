import type { MooringFile } from "../model/generated/mooring.ts";
import { checker } from "./checker.ts";
import type { Documents } from "./documents.ts";
import { holding, type Finding } from "./flaw.ts";
import { schemaOf } from "./schemas.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { child, emptyMap, textOf, type Tree } from "./tree.ts";

/** What mooring.yaml says. */
export interface Settings {
  readonly name: string;
  /** Laid under every account.yaml, as it was written. */
  readonly defaults: Tree;
}

const PATH = "mooring.yaml";
const check = checker<Pick<MooringFile, "name">>(() => schemaOf("mooring"), "mooring.yaml");

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
  if (document.tree === undefined) return { findings: [] };
  const findings = holding(check(document.tree).flaws, { kind: "repository" });
  if (document.tree.kind !== "map") return { findings };
  const defaults = child(document.tree, "defaults") ?? emptyMap(startOf(document.file));
  const { start, end } = defaults.origin;
  const isSound = !findings.some(({ origin }) => origin.start >= start && origin.end <= end);
  const name = textOf(child(document.tree, "name")) ?? "";
  return isSound ? { settings: { name, defaults }, findings } : { findings };
}

function missing(): Finding {
  const origin = startOf(sourceFile(PATH, ""));
  const message = "mooring.yaml is missing: this is no environments repository, or not its root folder";
  return { origin, message, remedy: "write version: 1 and name: … into it", holds: { kind: "repository" } };
}
