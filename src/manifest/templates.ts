import { didYouMean } from "./closest-name.ts";
import type { Documents } from "./documents.ts";
import type { Flaw, Read } from "./flaw.ts";
import { readTemplate, type TemplateFile } from "./read-template.ts";
import { nearest, type Tree } from "./tree.ts";

/** Gives the template of a path, for an app whose merged fields name it. Each file is read once. */
export type Templates = (path: string, fields: Tree) => Read<TemplateFile>;

/** The templates of a repository. */
export function templatesOf(documents: Documents): Templates {
  const read = new Map<string, Read<TemplateFile>>();
  return (path, fields) => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const tree = documents.byPath.get(path)?.tree;
    if (tree === undefined) return { flaws: whyMissing(path, fields, documents) };
    const template = readTemplate(tree);
    read.set(path, template);
    return template;
  };
}

/** A file that is broken has said why; that holds the app that uses it too. */
function whyMissing(path: string, fields: Tree, documents: Documents): readonly Flaw[] {
  const said = documents.findings.filter(({ origin }) => origin.file.path === path);
  if (said.length > 0) return said;
  const { origin } = nearest(fields, ["template"]);
  const paths = [...documents.byPath.values()].flatMap(({ role, file }) =>
    role.kind === "template" ? [file.path] : [],
  );
  const remedy = didYouMean(path, paths, "write that file, or correct the path");
  return [{ origin, message: `there is no file ${path}`, remedy }];
}
