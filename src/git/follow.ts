import type { SourceFailure } from "../model/source.ts";
import type { Git } from "./bounded-git.ts";
import { fetchHead, gitOnClone, hasCommit, makeClone, removeClone, type Fetching } from "./clone.ts";
import { readCommitFacts, type CommitFacts } from "./commit-facts.ts";
import { readCommitTree, type LayoutLimits } from "./commit-files.ts";
import { GitError } from "./git-error.ts";
import { explainGit } from "./git-failure.ts";
import { layOut } from "./lay-out.ts";
import { requireSignature, type Verification } from "./signature.ts";
import { Unusable } from "./trouble.ts";

/** What a commit has to fulfil, and which folder of it is wanted. */
export interface Wanted {
  /** Folder inside the repository; `.` for its root. */
  readonly path: string;
  readonly verify: Verification;
  readonly limits: LayoutLimits;
}

/** What the newest commit of the branch came to. */
export type Obtained =
  | { readonly kind: "laid-out"; readonly dir: string; readonly facts: CommitFacts }
  | {
      readonly kind: "refused";
      readonly commit: string;
      readonly why: SourceFailure;
      readonly isTooLarge: boolean;
    };

/**
 * Fetches a commit where it is not there yet, checks it and lays it out. A clone that is broken is made again, once.
 */
export async function obtain(head: string, wanted: Wanted, fetching: Fetching): Promise<Obtained> {
  try {
    return await attempt(head, wanted, fetching);
  } catch (error) {
    if (!(error instanceof GitError) || explainGit(error).isElsewhere) throw error;
    await removeClone(fetching.own);
    return attempt(head, wanted, fetching);
  }
}

async function attempt(head: string, wanted: Wanted, fetching: Fetching): Promise<Obtained> {
  await makeClone(fetching.own, head, fetching.signal);
  const git = gitOnClone(fetching.own, fetching.signal);
  const commit = await fetched(git, head, fetching);
  if (typeof commit !== "string") return commit;
  const facts = await readCommitFacts(git, commit);
  try {
    await requireSignature(facts, wanted.verify, fetching);
    const tree = await readCommitTree(git, facts, wanted);
    return { kind: "laid-out", dir: await layOut(commit, tree, fetching), facts };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return refused(error, `commit ${commit} of ${facts.revision.author}`, commit);
  }
}

/** The commit's id, which is another one when the branch has moved in between. */
async function fetched(git: Git, head: string, fetching: Fetching): Promise<string | Obtained> {
  if (await hasCommit(git, head)) return head;
  try {
    return await fetchHead(fetching);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { ...refused(error, `commit ${head}`, head), isTooLarge: true };
  }
}

function refused(
  { failure }: Unusable,
  name: string,
  commit: string,
): Obtained & { readonly kind: "refused" } {
  return {
    kind: "refused",
    commit,
    why: { ...failure, message: `${name} ${failure.message}` },
    isTooLarge: false,
  };
}
