import type { Identity } from "../model/cloud.ts";
import type { Attachment } from "../model/drift.ts";
import type { FailedFinding } from "../model/preflight.ts";
import type { Pause } from "../model/pause.ts";
import type { Account } from "../model/repository.ts";
import type { Closed } from "../model/window.ts";

/** What rules may know besides the step they judge. */
export interface Facts {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly account: Pick<Account, "name" | "id" | "prune" | "removed">;
  /** Whose credentials Mooring has in this account. */
  readonly identity: Identity;
  /** How many stacks of this repository and account are there. */
  readonly ownedStacks: number;
  /** The repository places nothing in this account. */
  readonly isEmpty: boolean;
  /** Something of this account could not be read. */
  readonly hasReadProblems: boolean;
  /** Accounts that come first and have not settled on this commit, with what keeps them. */
  readonly unsettledBefore: readonly { readonly account: string; readonly why: string }[];
  /** When the plan was made; milliseconds since the epoch. */
  readonly now: number;
  /** Of the repository, and told to the running agent. Those that are over are among them. */
  readonly pauses: readonly Pause[];
  /** The change windows that close the account now; absent too for a person who wants changes all the same. */
  readonly closed: Closed | undefined;
  /** What writes into security groups and roles of the account; absent when nobody looked. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** Checks of the world that failed, by app; absent before anything was checked. */
  readonly failedChecks?: FailedChecks | undefined;
  /** Apps that this plan deletes, now or after others, and whose removal nobody declared as meant. */
  readonly deletions: readonly string[];
}

/** Checks of the world that failed, by app. */
export type FailedChecks = ReadonlyMap<string, readonly FailedFinding[]>;
