import { statSync } from "node:fs";
import { resolve } from "node:path";
import { place } from "../blueprints/place.ts";
import { load } from "../manifest/load.ts";
import { readRepository } from "../manifest/read-repository.ts";
import type { Problem } from "../model/problem.ts";
import type { Repository } from "../model/repository.ts";
import type { Target } from "../reconcile/target.ts";
import type { FetchedTemplate, TemplateAddress } from "../model/template-source.ts";
import { linesText } from "../report/lines-text.ts";
import { Complaint } from "./complaint.ts";
import type { Shell } from "./shell.ts";

/** An environments repository as a command finds it. */
export interface Opened {
  /** Absolute path. */
  readonly dir: string;
  /** Absent when mooring.yaml is missing or broken. */
  readonly repository?: Repository;
  readonly problems: readonly Problem[];
  /** Templates in other repositories that nobody was asked for. Their apps are held. */
  readonly unread: readonly TemplateAddress[];
}

/**
 * Reads a repository with all of its problems, and the templates that it takes from other repositories; what a person should
 * know of those is told on standard error. Throws a usage Complaint when there is no such folder.
 */
export async function openRepository(
  shell: Shell,
  path: string,
  { isOffline = false } = {},
): Promise<Opened> {
  const dir = resolve(path);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Complaint(
      "usage",
      `there is no folder ${dir}`,
      "name the folder of the environments repository",
    );
  }
  const files = await readRepository(dir);
  const { wanted, ...read } = load(files);
  if (wanted.length === 0 || isOffline) return { dir, ...read, unread: wanted };
  const { problems, repository } = load(files, await fetchTemplates(shell, dir, wanted));
  return { dir, problems, unread: [], ...(repository === undefined ? {} : { repository }) };
}

async function fetchTemplates(
  shell: Shell,
  dir: string,
  wanted: readonly TemplateAddress[],
): Promise<readonly FetchedTemplate[]> {
  const fetched = await (await shell.adapters.templates(dir)).read(wanted);
  const notes = fetched.flatMap((one) =>
    one.kind === "found" ? one.notes.map((note) => ({ ...one, note })) : [],
  );
  for (const { address, note } of notes) {
    const lines = [`${address.repository} (${address.ref}): ${note.message}`];
    shell.stderr.write(linesText(lines, { colour: false, tone: "plain", remedy: note.remedy }));
  }
  return fetched;
}

/** What every usable account should have. */
export function targetsOf(repository: Repository): readonly Target[] {
  return repository.accounts.map((account) => ({ account, desired: place(repository.name, account) }));
}
