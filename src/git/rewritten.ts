import { fetchBranch, gitOnClone, type Fetching } from "./clone.ts";
import type { CommitFacts } from "./commit-facts.ts";

/**
 * Whether a new commit does not descend from the one before. Mostly the new commit names it as a parent. Otherwise the
 * branch is fetched back to a day before the old commit was made, where an ancestor would show. What cannot be found
 * out (a server without dates, a limit reached) counts as not rewritten: nothing but the report depends on it.
 */
export async function isRewritten(from: CommitFacts, to: CommitFacts, fetching: Fetching): Promise<boolean> {
  if (to.parents.includes(from.revision.commit)) return false;
  const since = from.committedAt - CLOCKS_DIFFER_S;
  if (to.committedAt < since) return true;
  try {
    await fetchBranch(fetching, `--shallow-since=@${since}`);
    const git = gitOnClone(fetching.own, fetching.signal);
    const ancestors = await git(
      "rev-list",
      `--since=${since}`,
      `--max-count=${MOST_COMMITS}`,
      to.revision.commit,
    );
    const ids = ancestors.trim().split("\n");
    return ids.length < MOST_COMMITS && !ids.includes(from.revision.commit);
  } catch {
    return false;
  }
}

/** How far the clocks of two people who commit may be apart. */
const CLOCKS_DIFFER_S = 24 * 60 * 60;

const MOST_COMMITS = 10_000;
