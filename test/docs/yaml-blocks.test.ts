import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseDocument } from "yaml";
import { readAgentFile } from "../../src/manifest/read-agent-file.ts";
import type { Problem } from "../../src/model/problem.ts";
import { exampleFiles, loadExample } from "../support/example.ts";

/** A YAML block of a document; its first line says which file it stands for. */
interface Block {
  readonly document: string;
  readonly line: number;
  /** Empty when it does not say. */
  readonly path: string;
  readonly text: string;
}

const documents = ["README.md", "CONTRIBUTING.md", ...markdownBelow("docs"), ...markdownBelow("examples")];
const blocks = documents.flatMap(blocksOf);
const example = (await exampleFiles()).files;

function markdownBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .toSorted();
}

function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(document, "utf8");
  return [...text.matchAll(/^( *)```ya?ml\n([^]*?)^\1```$/gm)].map(
    ({ index, 1: indent = "", 2: body = "" }) => {
      const inside = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
      const line = text.slice(0, index).split("\n").length;
      return { document, line, path: /^# (\S+)/.exec(inside)?.[1] ?? "", text: inside };
    },
  );
}

/** What is wrong with a block, in the example's repository and together with the blocks before it on its page. */
function problemsOf(block: Block): readonly Problem[] {
  if (block.path === "agent.yaml") return readAgentFile(block).problems;
  if (block.path.startsWith(".github/")) return parseDocument(block.text).errors.map(toProblem);
  const files = new Map(example);
  const before = blocks
    .slice(0, blocks.indexOf(block) + 1)
    .filter(({ document }) => document === block.document);
  for (const { path, text } of before) place(path, text, files);
  return loadExample({ files, refused: [] }).problems.filter(({ place: { file } }) => file === block.path);
}

function toProblem({ message }: { readonly message: string }): Problem {
  return { message, place: { file: "", line: 1, column: 1 }, holds: { kind: "repository" } };
}

/** An account has its entries in one file or in files of their own: what a page shows replaces what the example has. */
function place(path: string, text: string, files: Map<string, Uint8Array | string>): void {
  const [, account, rest = ""] = /^accounts\/([^/]+)\/(.*)/.exec(path) ?? [];
  const isEntry = rest === "apps.yaml" || rest.startsWith("apps/");
  for (const other of files.keys()) {
    const isOther =
      rest === "apps.yaml"
        ? other.startsWith(`accounts/${account}/apps/`)
        : other === `accounts/${account}/apps.yaml`;
    if (isEntry && isOther) files.delete(other);
  }
  files.set(path, text);
}

describe("the YAML in the documents", () => {
  test("is all found", () => {
    expect(blocks.length).toBeGreaterThan(20);
  });

  test("says which file it stands for", () => {
    const app = "[a-z0-9-]+";
    const inAccount = `accounts/${app}/(account|apps|removed|apps/${app})`;
    const known = new RegExp(
      `^(agent|mooring|apps/${app}|${inAccount}|templates/[a-z/-]+|\\.github/workflows/${app})\\.yaml$`,
    );
    const silent = blocks.filter(
      ({ path, document }) => !known.test(path) && document !== "docs/reference.md",
    );
    expect(silent.map(({ document, line, path }) => `${document}:${line} ${path}`)).toEqual([]);
  });

  test.each(
    blocks.filter(({ document }) => document !== "docs/reference.md").map((block) => ({ ...block, block })),
  )("$document:$line $path is valid", ({ block }) => {
    expect(problemsOf(block).map(({ message, remedy }) => `${message} → ${remedy ?? ""}`)).toEqual([]);
  });
});
