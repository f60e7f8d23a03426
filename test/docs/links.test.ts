import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "../support/source-files.ts";

const documents = ["README.md", "CONTRIBUTING.md", ...below("docs"), ...below("examples")];

function below(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .toSorted();
}

/** Links of a document that lead somewhere in this repository. */
function linksIn(document: string): readonly string[] {
  const links = readFileSync(join(root, document), "utf8").matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path === "" ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || headingsIn(target).has(heading);
}

/** As GitHub names them in addresses. */
function headingsIn(document: string): ReadonlySet<string> {
  const headings = readFileSync(join(root, document), "utf8").matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, text = ""]) =>
      text
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

describe("the links between the documents", () => {
  test.each(documents)("of %s lead to files and headings that are there", (document) => {
    expect(linksIn(document).filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  test("lead from the index to every guide", () => {
    const guides = below("docs/guides").map((path) => path.slice("docs/guides/".length));
    const shown = linksIn("docs/guides/README.md");
    expect(guides.filter((guide) => guide !== "README.md" && !shown.includes(guide))).toEqual([]);
  });
});
