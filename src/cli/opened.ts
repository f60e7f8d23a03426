import { statSync } from "node:fs";
import { resolve } from "node:path";
import { place } from "../blueprints/place.ts";
import { load } from "../manifest/load.ts";
import { readRepository } from "../manifest/read-repository.ts";
import type { Problem } from "../model/problem.ts";
import type { Repository } from "../model/repository.ts";
import type { Target } from "../reconcile/target.ts";
import { Complaint } from "./complaint.ts";

/** An environments repository as a command finds it. */
export interface Opened {
  /** Absolute path. */
  readonly dir: string;
  /** Absent when mooring.yaml is missing or broken. */
  readonly repository?: Repository;
  readonly problems: readonly Problem[];
}

/** Reads a repository with all of its problems. Throws a usage Complaint when there is no such folder. */
export async function openRepository(path: string): Promise<Opened> {
  const dir = resolve(path);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Complaint(
      "usage",
      `there is no folder ${dir}`,
      "name the folder of the environments repository",
    );
  }
  const { repository, problems } = load(await readRepository(dir));
  return { dir, problems, ...(repository === undefined ? {} : { repository }) };
}

/** What every usable account should have. */
export function targetsOf(repository: Repository): readonly Target[] {
  return repository.accounts.map((account) => ({ account, desired: place(repository.name, account) }));
}
