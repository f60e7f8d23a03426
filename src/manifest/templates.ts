import type { TemplateApp } from "../model/generated/app.ts";
import { templateKey, type FetchedTemplate, type TemplateAddress } from "../model/template-source.ts";
import { didYouMean } from "./closest-name.ts";
import type { Documents } from "./documents.ts";
import type { Flaw, Read } from "./flaw.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readTemplate, type TemplateFile } from "./read-template.ts";
import { sourceFile } from "./source-file.ts";
import { nearest, type Tree } from "./tree.ts";

/** The templates of a repository's apps. Each is read once. */
export interface Templates {
  /** The template of an app whose merged fields name it; neither a value nor a flaw where it was not fetched yet. */
  at(template: TemplateApp["template"], fields: Tree): Read<TemplateFile>;
  /** Every address in another repository that was asked for. */
  wanted(): readonly TemplateAddress[];
}

/** The templates that lie in the repository, and those that were fetched from others. */
export function templatesOf(documents: Documents, fetched: readonly FetchedTemplate[]): Templates {
  const here = new Map<string, Read<TemplateFile>>();
  const elsewhere = new Map<string, Read<TemplateFile>>();
  const wanted = new Map<string, TemplateAddress>();
  const answers = new Map(fetched.map((answer) => [templateKey(answer.address), answer]));
  return {
    at(template, fields) {
      if (typeof template === "string") {
        const tree = documents.byPath.get(template)?.tree;
        if (tree === undefined) return { flaws: whyMissing(template, fields, documents) };
        return once(here, template, () => readTemplate(tree));
      }
      const key = templateKey(template);
      wanted.set(key, template);
      const answer = answers.get(key);
      if (answer === undefined) return { flaws: [] };
      if (answer.kind === "failed") return { flaws: [whyNotFetched(answer, fields)] };
      return once(elsewhere, key, () => readFetched(answer));
    },
    wanted: () => [...wanted.values()],
  };
}

function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
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

function whyNotFetched({ address, why }: Extract<FetchedTemplate, { kind: "failed" }>, fields: Tree): Flaw {
  const { origin } = nearest(fields, ["template"]);
  const message = `the template at ${address.ref} of ${address.repository} cannot be used: ${why.message}`;
  return why.remedy === undefined ? { origin, message } : { origin, message, remedy: why.remedy };
}

/** What is wrong in it is told at its place in the other repository. */
function readFetched({ address, text }: Extract<FetchedTemplate, { kind: "found" }>): Read<TemplateFile> {
  const { repository, ref, path } = address;
  const file = sourceFile(`${repository}@${ref}/${path}`, text.replace(/^\ufeff/, ""));
  const { value: tree, flaws } = parseYaml(file, "cloudformation");
  return tree === undefined ? { flaws } : readTemplate(tree);
}
