import { createHash } from "node:crypto";
import { place } from "../blueprints/place.ts";
import { load } from "../manifest/load.ts";
import type { RepositoryFiles } from "../manifest/repository-files.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import type { Account, Repository } from "../model/repository.ts";
import type { Snapshot } from "../model/source.ts";
import type { FetchedTemplate, TemplateRepositories } from "../model/template-source.ts";
import type { Target } from "../reconcile/target.ts";

/** What one state of the environments repository says. */
export interface Content {
  /** Absent for a folder that is not under Git. */
  readonly revision: Revision | undefined;
  /** Everything that is wrong with it. */
  readonly problems: readonly Problem[];
  /** What it takes from other repositories, as it was read there. */
  readonly templates: readonly FetchedTemplate[];
  /** Absent when mooring.yaml is missing or broken: then nothing is done, and nothing is deleted. */
  readonly repository?: Repository;
  /** By account, in the order of the repository; none while there is no `repository`. */
  readonly targets: ReadonlyMap<string, MarkedTarget>;
}

/** What an account should have, with a fingerprint over all of it: equal ones need no new look. */
export interface MarkedTarget extends Target {
  /** 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** 64 hexadecimal digits over all that the target was made of: equal ones need not be made again. */
  readonly origin: string;
}

/** Reads the files of a snapshot. */
export type ReadFiles = (dir: string) => Promise<RepositoryFiles>;

/** Where content comes from. */
export interface ContentSource {
  readonly read: ReadFiles;
  readonly templates: TemplateRepositories;
}

/**
 * Works out what a snapshot says. Placing takes most of the time, so it is left out for every account about which the
 * content before said the same. Throws what `read` throws.
 */
export async function readContent(
  { dir, revision }: Snapshot,
  source: ContentSource,
  { before, signal }: { readonly before?: Content | undefined; readonly signal?: AbortSignal } = {},
): Promise<Content> {
  const files = await source.read(dir);
  const { wanted } = load(files);
  const templates = await source.templates.read(wanted, signal);
  const { repository, problems } = load(files, templates);
  if (repository === undefined) return { revision, problems, templates, targets: new Map() };
  const targets = repository.accounts.map((account): [string, MarkedTarget] => {
    const hiding = problems.filter(({ holds }) => mayHide(holds, account)).map(({ message }) => message);
    const origin = digestOf({ repository: repository.name, account, hiding });
    const known = before?.targets.get(account.name);
    if (known?.origin === origin) return [account.name, known];
    const target = { account, desired: place(repository.name, account) };
    return [account.name, { ...target, origin, fingerprint: fingerprintOf(repository.name, target, hiding) }];
  });
  return { revision, problems, templates, repository, targets: new Map(targets) };
}

/** Whether what the content takes from other repositories is not there as it was read. Mostly asks nobody. */
export async function haveTemplatesMoved(
  { templates }: Content,
  source: ContentSource,
  signal: AbortSignal,
): Promise<{ readonly haveMoved: boolean; readonly templates: readonly FetchedTemplate[] }> {
  const now = await source.templates.read(
    templates.map(({ address }) => address),
    signal,
  );
  return { haveMoved: JSON.stringify(now.map(gist)) !== JSON.stringify(templates.map(gist)), templates: now };
}

function gist(template: FetchedTemplate): string {
  return template.kind === "found" ? template.commit : (template.why.cause ?? template.why.message);
}

/** Over everything that decides what is done, and nothing that only says where it is written. */
function fingerprintOf(
  repository: string,
  { account, desired }: Target,
  problems: readonly string[],
): string {
  return digestOf({
    repository,
    account: withoutPlaces(account),
    desired: desired.map(({ place: _place, ...rest }: DesiredStack) => rest),
    problems,
  });
}

function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

function withoutPlaces({ place: _place, placements, pauses, ...rest }: Account) {
  const apps = placements.map(({ app }) => app);
  return { ...rest, apps, pauses: pauses.map(({ place: _where, ...pause }) => pause) };
}

/** Whether a problem may hide something that is meant to be in the account. */
function mayHide(holds: Problem["holds"], account: Account): boolean {
  return holds.kind === "repository" || (holds.kind === "account" && holds.account === account.name);
}
