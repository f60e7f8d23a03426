import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../../src/manifest/load.ts";
import { readRepository } from "../../src/manifest/read-repository.ts";
import type { RepositoryFiles } from "../../src/manifest/repository-files.ts";
import type { Loaded } from "../../src/model/repository.ts";
import type { FetchedTemplate, TemplateAddress } from "../../src/model/template-source.ts";
import { scratch, type Scratch } from "./moor.ts";
import { root } from "./source-files.ts";

/**
 * Lays the example out as `scripts/example.js` does for people: Git repositories side by side, `dir` being the environments
 * repository, a clone of nothing.
 */
export function layOutExample(): Scratch {
  const folder = scratch();
  execFileSync(process.execPath, [join(root, "scripts/example.js"), folder.dir], { stdio: "pipe" });
  const inside = (path: string): string => `environments/${path}`;
  return {
    dir: join(folder.dir, inside("")),
    write(files) {
      folder.write(Object.fromEntries(Object.entries(files).map(([path, text]) => [inside(path), text])));
    },
    remove: () => folder.remove(),
  };
}

/** The files of the example's environments repository. */
export function exampleFiles(): Promise<RepositoryFiles> {
  return readRepository(join(root, "examples/environments"));
}

/** Loads the example's files, or files like them, with the templates that lie in the example's other repositories. */
export function loadExample(files: RepositoryFiles): Loaded {
  return load(files, load(files).wanted.map(fetched));
}

function fetched(address: TemplateAddress): FetchedTemplate {
  const name = /([a-z-]+)\.git$/.exec(address.repository)?.[1] ?? "";
  const text = readFileSync(join(root, "examples/repositories", name, address.ref, address.path), "utf8");
  return { kind: "found", address, text, commit: "0".repeat(40), notes: [] };
}
