import type { MooringFile } from "../model/generated/mooring.ts";
import { checker } from "./checker.ts";
import type { Documents } from "./documents.ts";
import { holding, type Finding } from "./flaw.ts";
import { schemaOf } from "./schemas.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { child, emptyMap, type Tree } from "./tree.ts";

/** What mooring.yaml says. */
export interface Settings {
  readonly name: string;
  /** Laid under every account.yaml, as it was written. */
  readonly defaults: Tree;
}

const PATH = "mooring.yaml";
const check = checker<Pick<MooringFile, "name">>(() => schemaOf("mooring"), "mooring.yaml");

/** Reads the settings of the repository; without them nothing is done, and nothing deleted. */
export function readSettings(documents: Documents): {
  readonly settings?: Settings;
  readonly findings: readonly Finding[];
} {
  const document = documents.byPath.get(PATH);
  if (document === undefined) return { findings: documents.refused.has(PATH) ? [] : [missing()] };
  if (document.tree === undefined) return { findings: [] };
  const written = check(document.tree);
  const findings = holding(written.flaws, { kind: "repository" });
  if (written.value === undefined) return { findings };
  const defaults = child(document.tree, "defaults");
  return {
    settings: { name: written.value.name, defaults: defaults ?? emptyMap(startOf(document.file)) },
    findings,
  };
}

function missing(): Finding {
  const origin = startOf(sourceFile(PATH, ""));
  const message = "mooring.yaml is missing: this is no environments repository, or not its root folder";
  return { origin, message, remedy: "write version: 1 and name: … into it", holds: { kind: "repository" } };
}
