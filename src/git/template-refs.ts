import type { SourceFailure } from "../model/source.ts";
import { hasCommit } from "./clone.ts";
import { within } from "./deadline.ts";
import { isCommitId, isRefName } from "./ref-name.ts";
import {
  fetchRefs,
  hasClone,
  knownRefs,
  markAsked,
  OURS,
  tidyClone,
  wasAskedLately,
  type RefToFetch,
  type Search,
} from "./template-clone.ts";
import type { Reach } from "./template-site.ts";
import { Unreadable, Unusable } from "./trouble.ts";

/** What a ref came to. */
export type FoundRef =
  | {
      readonly kind: "found";
      /** Full ref in the clone: a tag keeps its own signature. */
      readonly ref: string;
      readonly commit: string;
      readonly notes: readonly SourceFailure[];
    }
  | { readonly kind: "failed"; readonly why: SourceFailure };

/**
 * Finds tags, branches and commits of a repository and has them in its clone. What is there already needs nobody: a commit
 * for ever, a tag until it has to be asked again, a branch only as long as the repository does not answer.
 */
export async function findRefs(
  wanted: readonly string[],
  search: Search,
): Promise<ReadonlyMap<string, FoundRef>> {
  const names = wanted.filter((ref) => !isCommitId(ref) && isRefName(ref));
  const commits = wanted.filter(isCommitId);
  const found = [...(await findNames(names, search)), ...(await findCommits(commits, search))];
  const odd = wanted.filter((ref) => !isCommitId(ref) && !isRefName(ref));
  return new Map([
    ...found,
    ...odd.map((ref) => [ref, failed("it is the name of no tag or branch")] as const),
  ]);
}

type Found = readonly [string, FoundRef];

async function findNames(names: readonly string[], search: Search): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const known = await knownRefs(search);
  const areTags = names.every((name) => known.has(inClone(tagOf(name))));
  if (areTags && (await wasAskedLately(search))) return names.map((name) => fromClone(name, known, []));
  try {
    return await askFor(names, known, search);
  } catch (error) {
    const why = whyOf(error);
    const note = { cause: why.message, ...why, message: `what was read before is used: ${why.message}` };
    return names.map((name) => {
      const before = fromClone(name, known, [note]);
      return before[1].kind === "found" ? before : [name, { kind: "failed", why }];
    });
  }
}

/** A tag comes before a branch of the same name, as everywhere in git. */
function fromClone(name: string, known: ReadonlyMap<string, string>, notes: readonly SourceFailure[]): Found {
  for (const ref of [inClone(tagOf(name)), inClone(branchOf(name))]) {
    const commit = known.get(ref);
    if (commit !== undefined) return [name, { kind: "found", ref, commit, notes }];
  }
  const remedy = /^[0-9a-f]{7,39}$/.test(name)
    ? "a commit is named by all of its digits"
    : "push the tag, or correct ref or version";
  return [name, failed(`the repository has no tag or branch ${name}`, remedy)];
}

/** Asks for all names at once, and fetches what is new. */
async function askFor(
  names: readonly string[],
  known: ReadonlyMap<string, string>,
  search: Search,
): Promise<readonly Found[]> {
  const { site } = search;
  const there = await site.reaching((reach) => ask(names, reach, search));
  const wanted = names.flatMap((name) => refsOf(name).find((ref) => there.has(ref)) ?? []);
  const gone = names.flatMap((name) =>
    refsOf(name).filter((ref) => !there.has(ref) && known.has(inClone(ref))),
  );
  for (const ref of gone) await search.git("update-ref", "-d", inClone(ref));
  const failures =
    wanted.length === 0 ? new Map<string, SourceFailure>() : await fetchNew(wanted, there, search);
  const now = await knownRefs(search);
  await markAsked(search);
  return names.map((name) => {
    const why = refsOf(name).flatMap((ref) => failures.get(ref) ?? [])[0];
    return why === undefined
      ? fromClone(name, now, movedNotes(name, known, now))
      : [name, { kind: "failed", why }];
  });
}

/** Full refs of the repository, those of tags and branches with the commit that they lead to. */
async function ask(
  names: readonly string[],
  reach: Reach,
  { site, limits, signal }: Search,
): Promise<ReadonlyMap<string, string>> {
  const refs = names.flatMap((name) => [...refsOf(name), `${tagOf(name)}^{}`]);
  const listing = await within(limits.askMs, signal, (ended) =>
    reach.asking(ended)("ls-remote", "--quiet", "--", site.url, ...refs),
  );
  const lines = listing.split("\n").map((line) => /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\t(.+)$/.exec(line));
  const ids = new Map(lines.flatMap((line) => (line?.[1] && line[2] ? [[line[2], line[1]] as const] : [])));
  return new Map(
    names.flatMap(refsOf).flatMap((ref) => {
      const id = ids.get(`${ref}^{}`) ?? ids.get(ref);
      return id === undefined ? [] : [[ref, id] as const];
    }),
  );
}

/** Fetches all that is new at once; one that is too large only keeps the others from coming together. */
async function fetchNew(
  wanted: readonly string[],
  there: ReadonlyMap<string, string>,
  search: Search,
): Promise<ReadonlyMap<string, SourceFailure>> {
  const [id = ""] = there.values();
  await tidyClone(id, search);
  const known = await knownRefs(search);
  const fresh = wanted.flatMap((ref): RefToFetch[] => {
    const commit = there.get(ref);
    if (commit === undefined || known.get(inClone(ref)) === commit) return [];
    return [{ from: ref, to: inClone(ref), commit }];
  });
  const failures = new Map<string, SourceFailure>();
  if (fresh.length === 0 || (await tooLarge(fresh, search)) === undefined) return failures;
  for (const ref of fresh) {
    const why = await tooLarge([ref], search);
    if (why !== undefined) failures.set(ref.from, why);
  }
  return failures;
}

/** Fetches refs, or says why they are too large. */
async function tooLarge(refs: readonly RefToFetch[], search: Search): Promise<SourceFailure | undefined> {
  try {
    await fetchRefs(refs, search);
    return undefined;
  } catch (error) {
    if (error instanceof Unusable) return error.failure;
    throw error;
  }
}

async function findCommits(commits: readonly string[], search: Search): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const commit of commits) {
    try {
      if (!(await hasClone(search)) || !(await hasCommit(search.git, commit))) {
        // A name that is nobody's: only to see whether the repository answers.
        await search.site.reaching((reach) => ask(["HEAD"], reach, search));
        await tidyClone(commit, search);
        await fetchRefs([{ from: commit, to: `${OURS}/commits/${commit}`, commit }], search);
      }
      found.push([commit, { kind: "found", ref: commit, commit, notes: [] }]);
    } catch (error) {
      found.push([commit, { kind: "failed", why: whyOf(error) }]);
    }
  }
  return found;
}

function movedNotes(
  name: string,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly SourceFailure[] {
  const ref = inClone(tagOf(name));
  const [from, to] = [before.get(ref), now.get(ref)];
  if (from === undefined || to === undefined || from === to) return [];
  const message = `the tag ${name} has moved from ${from.slice(0, 12)} to ${to.slice(0, 12)}`;
  return [
    { message, remedy: "a new version deserves a new tag: whoever reads the old one cannot tell them apart" },
  ];
}

function inClone(ref: string): string {
  return ref.replace(/^refs/, OURS);
}

function refsOf(name: string): readonly string[] {
  return [tagOf(name), branchOf(name)];
}

function tagOf(name: string): string {
  return `refs/tags/${name}`;
}

function branchOf(name: string): string {
  return `refs/heads/${name}`;
}

function failed(message: string, remedy?: string): FoundRef {
  return { kind: "failed", why: remedy === undefined ? { message } : { message, remedy } };
}

/** Anything else is a clone that is broken, or a defect. */
function whyOf(error: unknown): SourceFailure {
  if (error instanceof Unreadable || error instanceof Unusable) return error.failure;
  throw error;
}
