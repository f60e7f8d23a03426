import { stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./bounded-git.ts";
import { fetchInto, makeClone, packsOf, removeClone, removePacks, sizeOf } from "./clone.ts";
import { within } from "./deadline.ts";
import type { TemplateSite } from "./template-site.ts";
import { Unusable } from "./trouble.ts";

/** What finding refs may cost, of one repository. */
export interface RefLimits {
  readonly askMs: number;
  readonly fetchMs: number;
  readonly fetchBytes: number;
  /** How long what was asked once is taken for still true: tags hardly ever move. */
  readonly freshMs: number;
}

/** A search in the clone of one repository. */
export interface Search {
  readonly site: TemplateSite;
  readonly limits: RefLimits;
  readonly signal: AbortSignal;
  /** On the clone, without access to anything. */
  readonly git: Git;
  /** What was too large to be fetched; lives as long as the process. */
  readonly refused: Map<string, Unusable>;
}

/** Below it, refs of the repository without their `refs/`. */
export const OURS = "refs/mooring";

/** Whether there is a clone. */
export function hasClone({ site }: Search): Promise<boolean> {
  return stat(site.own.clone).then(
    () => true,
    () => false,
  );
}

/** Commits by ref of the clone; none while there is no clone. */
export async function knownRefs(search: Search): Promise<ReadonlyMap<string, string>> {
  if (!(await hasClone(search))) return new Map();
  const format = "--format=%(refname)%00%(objectname)%00%(*objectname)";
  const lines = (await search.git("for-each-ref", format, OURS)).split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [ref = "", id = "", peeled = ""] = line.split("\0");
      return [ref, peeled === "" ? id : peeled];
    }),
  );
}

/**
 * Makes the clone, or makes it anew where it has grown too large. Only after the repository has answered: what a clone holds
 * may be all that there is. `id` is any id of it.
 */
export async function tidyClone(id: string, { site, limits, signal }: Search): Promise<void> {
  if ((await sizeOf(site.own)) > MOST_FETCHES * limits.fetchBytes) await removeClone(site.own);
  await makeClone(site.own, id, signal);
}

/** A clone that has become larger than so many fetches may be is made anew. */
const MOST_FETCHES = 2;

/** One ref to fetch: where it stands in the repository and in the clone, and the commit that it leads to. */
export interface RefToFetch {
  readonly from: string;
  readonly to: string;
  readonly commit: string;
}

/**
 * Fetches refs without their history. Throws an `Unusable` when they are too large, and remembers it: they are not fetched
 * again only to find that out.
 */
export async function fetchRefs(refs: readonly RefToFetch[], search: Search): Promise<void> {
  const { site, limits, signal, refused } = search;
  const { own, url } = site;
  const { fetchBytes: bytes, fetchMs } = limits;
  const key = [own.dir, ...refs.map(({ commit }) => commit)].join(" ");
  const known = refused.get(key);
  if (known !== undefined) throw known;
  const refspecs = refs.map(({ from, to }) => `+${from}:${to}`);
  const before = await packsOf(own);
  try {
    await within(fetchMs, signal, (ended) =>
      site.reaching(({ fetching }) =>
        fetchInto({ own, url, refspecs, depth: "--depth=1", bytes, tooLarge, signal: ended }, fetching),
      ),
    );
  } catch (error) {
    await removePacks(own, before);
    if (error instanceof Unusable) {
      refused.set(key, error);
      for (const { to } of refs) await search.git("update-ref", "-d", to);
    }
    throw error;
  }
}

function tooLarge(bytes: number): Unusable {
  return new Unusable(
    `it is larger than ${bytes / 1e6} MB`,
    "keep the template in a smaller repository; all files of that version are fetched",
  );
}

/** Whether the repository has answered so lately that its tags need no other look. */
export async function wasAskedLately({ site, limits }: Search): Promise<boolean> {
  const askedAt = await stat(join(site.own.dir, ASKED)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Math.abs(Date.now() - askedAt) < limits.freshMs;
}

/** Remembers that it has answered now. */
export async function markAsked({ site }: Search): Promise<void> {
  const file = join(site.own.dir, ASKED);
  const now = new Date();
  await writeFile(file, "");
  await utimes(file, now, now);
}

/** Its age says when the repository answered last. */
const ASKED = "asked";
