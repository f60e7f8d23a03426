import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import {
  templateRepositories,
  type TemplateRepositoriesOptions,
} from "../../src/git/template-repositories.ts";
import type { FetchedTemplate, TemplateRepositories } from "../../src/model/template-source.ts";
import { newRepository, type GitRepository } from "./git-repository.ts";

/** A folder for each test with a repository of templates in it, and those who read there. */
export interface TemplateRepository {
  readonly folder: string;
  /** Next to the environments repository, as `../search`. */
  readonly search: GitRepository;
  /** Commits the template and puts a tag there, if any. Gives the commit's id. */
  release(text: string, tag?: string): string;
  /** A program that follows `<folder>/environments`, on the one folder for clones, unless the options say otherwise. */
  reader(options?: Partial<TemplateRepositoriesOptions>): TemplateRepositories;
}

/** Where every test has its template. */
export const PATH = "deploy/stack.yaml";

/** Makes the folder before each test and takes it away after it. */
export function templateRepository(): TemplateRepository {
  let folder = "";
  let search: GitRepository;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mooring-templates-"));
    search = newRepository(join(folder, "search"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get folder() {
      return folder;
    },
    get search() {
      return search;
    },
    release(text, tag) {
      const commit = search.commit({ [PATH]: text });
      if (tag !== undefined) search.git("tag", tag);
      return commit;
    },
    reader: (options = {}) =>
      templateRepositories({
        folder: join(folder, "clones"),
        base: () => Promise.resolve(join(folder, "environments")),
        reader: { kind: "program", neighbours: { auth: {}, verify: { mode: "off" } }, listed: [] },
        ...options,
      }),
  };
}

/** Reads the template at some refs of a repository: its text, or why there is none. */
export async function readAt(
  reader: TemplateRepositories,
  refs: readonly string[],
  repository = "../search",
): Promise<readonly string[]> {
  const answers = await reader.read(refs.map((ref) => ({ repository, path: PATH, ref })));
  return answers.map(shortly);
}

/** The text, or why there is none. */
export function shortly(answer: FetchedTemplate): string {
  return answer.kind === "found" ? answer.text : answer.why.message;
}
