import type { CloudOf } from "../model/cloud.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import { isCovered } from "../model/release.ts";
import type { Revision } from "../model/report.ts";
import type { Account } from "../model/repository.ts";

/** One account and the stacks it should have. */
export interface Target {
  readonly account: Account;
  readonly desired: readonly DesiredStack[];
}

/** What a command is about; an absent member means all. Names were checked by the caller. */
export interface Selection {
  readonly accounts?: readonly string[];
  readonly apps?: readonly string[];
}

/** What every command over accounts gets. */
export interface Job {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly revision: Revision | undefined;
  /** Everything wrong with the repository: a broken part is not taken for a removed one. */
  readonly problems: readonly Problem[];
  /** All usable accounts of the repository, also those that are not selected. */
  readonly targets: readonly Target[];
  /** Folder names of accounts that a problem holds as a whole. */
  readonly heldAccounts: readonly string[];
  readonly select?: Selection;
  readonly cloudOf: CloudOf;
  readonly clock: Clock;
  /** A person wants changes outside the windows too. */
  readonly ignoreWindows?: boolean;
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

/** The accounts that a command is about, in the order of the repository. */
export function selectedTargets({ targets, select }: Pick<Job, "targets" | "select">): readonly Target[] {
  const accounts = select?.accounts;
  return accounts === undefined ? targets : targets.filter(({ account }) => accounts.includes(account.name));
}

/** Whether a command is about that app; one about an app is about its release, too. */
export function isSelectedApp(select: Selection | undefined, app: string): boolean {
  return select?.apps === undefined || isCovered(app, select.apps);
}
