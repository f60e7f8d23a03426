import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import { remoteSource, type RemoteSourceOptions } from "../../src/git/remote-source.ts";
import type { Refreshed, RepositorySource } from "../../src/model/source.ts";
import { newRepository, type GitRepository } from "./git-repository.ts";

/** A folder for each test, with a repository in it that can be followed. */
export interface Followed {
  /** The test's folder. */
  readonly folder: string;
  readonly remote: GitRepository;
  /** A source that is closed after the test; it follows `remote` unless the options say otherwise. */
  follow(options?: Partial<RemoteSourceOptions>): RepositorySource;
  /** The folder of the only source that was ever started on `data`. */
  own(): string;
}

/** Makes the folder before each test and takes it away after it. */
export function followed(): Followed {
  let folder = "";
  let remote: GitRepository;
  let sources: RepositorySource[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mooring-source-"));
    remote = newRepository(join(folder, "remote"));
    sources = [];
  });
  afterEach(async () => {
    for (const source of sources) await source.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get remote() {
      return remote;
    },
    follow(options = {}) {
      const source = remoteSource({
        url: remote.dir,
        branch: "main",
        path: ".",
        folder: join(folder, "data"),
        auth: {},
        verify: { mode: "off" },
        ...options,
      });
      sources.push(source);
      return source;
    },
    own() {
      const [own = "", ...others] = readdirSync(join(folder, "data"));
      if (others.length > 0) throw new Error(`more than one: ${own} ${others.join(" ")}`);
      return join(folder, "data", own);
    },
  };
}

/** Refreshes; anything but a new commit fails the test. */
export async function next(source: RepositorySource): Promise<Refreshed & { readonly kind: "new" }> {
  const refreshed = await source.refresh();
  if (refreshed.kind !== "new") throw new Error(JSON.stringify(refreshed));
  return refreshed;
}

/** The files below a folder, by path. */
export function filesIn(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(dir.length + 1), readFileSync(path, "utf8")]));
}
