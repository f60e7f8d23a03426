import { isUtf8 } from "node:buffer";
import { holding, type Finding, type Read } from "./flaw.ts";
import { heldBy, roleOf, type FileRole } from "./layout.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import { sourceFile, startOf, type SourceFile } from "./source-file.ts";
import type { Tree } from "./tree.ts";

/** A file of the repository, parsed. */
export interface Document {
  readonly file: SourceFile;
  readonly role: FileRole;
  /** Absent when the file is broken; the findings say why. */
  readonly tree?: Tree;
}

/** All files of the repository by path, and what is wrong with them before anybody asks what they mean. */
export interface Documents {
  readonly byPath: ReadonlyMap<string, Document>;
  /** Paths that are there but were not read. */
  readonly refused: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Parses every file of the repository that the format knows. */
export function readDocuments({ files, refused }: RepositoryFiles): Documents {
  const byPath = new Map<string, Document>();
  const findings: Finding[] = refused.map(({ path, why, remedy }) => {
    return { origin: startOf(sourceFile(path, "")), message: `${path} ${why}`, remedy, holds: heldBy(path) };
  });
  for (const [path, content] of files) {
    const role = roleOf(path);
    if (role.kind === "other") continue;
    const { file, tree, flaws } = readDocument(path, content, role);
    byPath.set(path, tree === undefined ? { file, role } : { file, role, tree });
    findings.push(...holding(flaws, heldBy(path)));
  }
  return { byPath, refused: new Set(refused.map(({ path }) => path)), findings };
}

interface ReadDocument {
  readonly file: SourceFile;
  readonly tree?: Tree;
  readonly flaws: Read<Tree>["flaws"];
}

function readDocument(path: string, content: Uint8Array | string, role: FileRole): ReadDocument {
  const text = decode(content);
  const file = sourceFile(path, text ?? "");
  if (text === undefined) {
    const remedy = "save the file as UTF-8";
    return { file, flaws: [{ origin: startOf(file), message: `${path} is not UTF-8 text`, remedy }] };
  }
  if (role.kind === "misplaced") {
    return { file, flaws: [{ origin: startOf(file), message: role.message, remedy: role.remedy }] };
  }
  const { value, flaws } = parseYaml(file, role.kind === "template" ? "cloudformation" : "core");
  return value === undefined ? { file, flaws } : { file, tree: value, flaws };
}

/** Text without a byte order mark; `undefined` for what is not UTF-8. */
function decode(content: Uint8Array | string): string | undefined {
  if (typeof content === "string") return content.replace(/^\ufeff/, "");
  return isUtf8(content) ? new TextDecoder().decode(content) : undefined;
}
