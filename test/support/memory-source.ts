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
  const commits: Files[] = [];
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
      const files = new Map(Object.entries(commits[Number(dir) - 1] ?? {}));
      return { files, refused: [] };
    },
    commit(files) {
      commits.push(files);
      return snapshotOf(commits.length).revision?.commit ?? "";
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
        const commit = snapshotOf(commits.length).revision?.commit ?? "";
        return { kind: "refused", commit, why: { message: "nobody signed it" }, ...last() };
      }
      if (trouble === "failed" || commits.length === 0)
        return { kind: "failed", why: { message: "the host does not answer" }, ...last() };
      if (seen === commits.length) return { kind: "same", snapshot: snapshotOf(seen) };
      seen = commits.length;
      return { kind: "new", snapshot: snapshotOf(seen), isRewritten: false };
    },
    async close() {
      await Promise.resolve();
      isClosed = true;
    },
  };
  return source;
}
