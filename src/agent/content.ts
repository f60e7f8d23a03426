import { createHash } from "node:crypto";
import { place } from "../blueprints/place.ts";
import { load } from "../manifest/load.ts";
import type { RepositoryFiles } from "../manifest/repository-files.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import type { Account, Repository } from "../model/repository.ts";
import type { Snapshot } from "../model/source.ts";
import type { Target } from "../reconcile/target.ts";

/** What one state of the environments repository says. */
export interface Content {
  /** Absent for a folder that is not under Git. */
  readonly revision: Revision | undefined;
  /** Everything that is wrong with it. */
  readonly problems: readonly Problem[];
  /** Absent when mooring.yaml is missing or broken: then nothing is done, and nothing is deleted. */
  readonly repository?: Repository;
  /** By account, in the order of the repository; none while there is no `repository`. */
  readonly targets: ReadonlyMap<string, MarkedTarget>;
}

/** What an account should have, with a fingerprint over all of it: equal ones need no new look. */
export interface MarkedTarget extends Target {
  /** 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/** Reads the files of a snapshot. */
export type ReadFiles = (dir: string) => Promise<RepositoryFiles>;

/** Works out what a snapshot says. Throws what `read` throws. */
export async function readContent({ dir, revision }: Snapshot, read: ReadFiles): Promise<Content> {
  const { repository, problems } = load(await read(dir));
  if (repository === undefined) return { revision, problems, targets: new Map() };
  const targets = repository.accounts.map((account): [string, MarkedTarget] => {
    const desired = place(repository.name, account);
    const fingerprint = fingerprintOf(repository.name, { account, desired }, problems);
    return [account.name, { account, desired, fingerprint }];
  });
  return { revision, problems, repository, targets: new Map(targets) };
}

/** Over everything that decides what is done, and nothing that only says where it is written. */
function fingerprintOf(
  repository: string,
  { account, desired }: Target,
  problems: readonly Problem[],
): string {
  const decisive = {
    repository,
    account: withoutPlaces(account),
    desired: desired.map(({ place: _place, ...rest }: DesiredStack) => rest),
    problems: problems.filter(({ holds }) => mayHide(holds, account)).map(({ message }) => message),
  };
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex");
}

function withoutPlaces({ place: _place, placements, pauses, ...rest }: Account) {
  const apps = placements.map(({ app }) => app);
  return { ...rest, apps, pauses: pauses.map(({ place: _where, ...pause }) => pause) };
}

/** Whether a problem may hide something that is meant to be in the account. */
function mayHide(holds: Problem["holds"], account: Account): boolean {
  return holds.kind === "repository" || (holds.kind === "account" && holds.account === account.name);
}
