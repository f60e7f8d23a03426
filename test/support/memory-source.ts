import type { RepositoryFiles } from "../../src/manifest/repository-files.ts";
import type { Refreshed, RepositorySource, Snapshot } from "../../src/model/source.ts";

/** Files of an environments repository, by path. */
export type Files = Readonly<Record<string, string>>;

/** An environments repository in memory: commits are made by the test. */
export interface MemorySource extends RepositorySource {
  /** Puts a commit on the branch and gives its id. */
  commit(files: Files): string;
  /** What the next looks come to instead, until it is `undefined`. */
  trouble: (() => Refreshed["kind"] | Error) | undefined;
  /** The source itself notices something. */
  notice(): void;
  /** Reads a snapshot as `readRepository` would. */
  readonly read: (dir: string) => Promise<RepositoryFiles>;
  /** Looks so far. */
  readonly looks: () => number;
  readonly isClosed: () => boolean;
}

/** A repository without commits: it cannot be read until there is one. */
export function memorySource(): MemorySource {
  let head: Files = {};
  let commits = 0;
  let seen = 0;
  let looks = 0;
  let isClosed = false;
  const hearers: (() => void)[] = [];
  const snapshotOf = (index: number): Snapshot => ({
    dir: String(index),
    revision: {
      commit: String(index).padStart(40, "0"),
      author: "Ada",
      subject: `commit ${index}`,
      isDirty: false,
    },
  });
  const last = (): { readonly last?: Snapshot } => (seen === 0 ? {} : { last: snapshotOf(seen) });
  const source: MemorySource = {
    description: "memory (main)",
    trouble: undefined,
    read: async (dir) => {
      await Promise.resolve();
      if (Number(dir) !== commits) throw new Error(`the files of ${dir} are gone`);
      return { files: new Map(Object.entries(head)), refused: [] };
    },
    commit(files) {
      head = files;
      commits += 1;
      return snapshotOf(commits).revision?.commit ?? "";
    },
    looks: () => looks,
    isClosed: () => isClosed,
    notice: () => hearers.forEach((hear) => hear()),
    onChange: (hear) => void hearers.push(hear),
    async refresh() {
      looks += 1;
      await Promise.resolve();
      const trouble = source.trouble?.();
      if (trouble instanceof Error) throw trouble;
      if (trouble === "refused") {
        const commit = snapshotOf(commits).revision?.commit ?? "";
        return { kind: "refused", commit, why: { message: "nobody signed it" }, ...last() };
      }
      if (trouble === "failed" || commits === 0)
        return { kind: "failed", why: { message: "the host does not answer" }, ...last() };
      if (seen === commits) return { kind: "same", snapshot: snapshotOf(seen) };
      seen = commits;
      return { kind: "new", snapshot: snapshotOf(seen), isRewritten: false };
    },
    async close() {
      await Promise.resolve();
      isClosed = true;
    },
  };
  return source;
}
