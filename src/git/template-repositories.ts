import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { SourceError, type SourceFailure } from "../model/source.ts";
import {
  templateKey,
  type FetchedTemplate,
  type TemplateAddress,
  type TemplateRepositories,
} from "../model/template-source.ts";
import { gitOnClone, removeClone } from "./clone.ts";
import { GitError } from "./git-error.ts";
import { explainGit } from "./git-failure.ts";
import { underOwnSignal } from "./own-signal.ts";
import { readRemote } from "./remote-url.ts";
import { checkVerification } from "./signature.ts";
import type { RefLimits } from "./template-clone.ts";
import { readTemplateFile } from "./template-file.ts";
import { removeUnused, useFolder } from "./template-folder.ts";
import { findRefs, type FoundRef } from "./template-refs.ts";
import { templateSite, type SiteSetup, type TemplateReader, type TemplateSite } from "./template-site.ts";
import { Unreadable, Unusable } from "./trouble.ts";

/** Where templates are read from, and by whom. */
export interface TemplateRepositoriesOptions {
  /** Where clones live. It is made, may be lost at any time, and may be shared with another process. */
  readonly folder: string;
  /** URL or path of the environments repository, to which addresses may be relative. */
  readonly base: () => Promise<string>;
  readonly reader: TemplateReader;
  readonly limits?: Partial<RefLimits>;
}

/**
 * Reads templates from other Git repositories: one bare clone a repository, shared by all accounts. Throws a `SourceError` for
 * options that nothing could fulfil.
 */
export function templateRepositories(options: TemplateRepositoriesOptions): TemplateRepositories {
  const { reader } = options;
  if (reader.kind === "program") {
    for (const { url } of reader.listed) readRemote(url);
    for (const { verify } of [reader.neighbours, ...reader.listed]) checkVerification(verify);
  }
  return new GitTemplates(options);
}

const DEFAULTS: RefLimits = { askMs: 20_000, fetchMs: 120_000, fetchBytes: 200e6, freshMs: 10 * 60_000 };

/** Repositories that are asked at once. */
const CONCURRENCY = 4;

type Template = Extract<FetchedTemplate, { kind: "found" }>;

class GitTemplates implements TemplateRepositories {
  readonly #options: TemplateRepositoriesOptions;
  readonly #limits: RefLimits;
  readonly #folder: string;
  /** By clone: one search at a time. */
  readonly #running = new Map<string, Promise<unknown>>();
  /** Texts of the last read by clone, commit, ref and path: they were checked, and never change. */
  #texts: ReadonlyMap<string, string> = new Map();
  readonly #refused = new Map<string, Unusable>();
  #isTidy = false;

  constructor(options: TemplateRepositoriesOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULTS, ...options.limits };
    this.#folder = resolve(options.folder);
  }

  async read(wanted: readonly TemplateAddress[], signal?: AbortSignal): Promise<readonly FetchedTemplate[]> {
    if (wanted.length === 0) return [];
    const repositories = [...new Set(wanted.map(({ repository }) => repository))];
    const texts = new Map<string, string>();
    const answers = await underOwnSignal(signal, ({ signal: own }) =>
      inTurns(repositories, async (repository) => {
        const some = wanted.filter((address) => address.repository === repository);
        return this.#readRepository(repository, { some, texts, signal: own });
      }),
    );
    this.#texts = texts;
    const byKey = new Map(answers.flat().map((answer) => [templateKey(answer.address), answer]));
    return wanted.flatMap((address) => byKey.get(templateKey(address)) ?? []);
  }

  async #readRepository(repository: string, reading: Reading): Promise<readonly FetchedTemplate[]> {
    try {
      await this.#tidy();
      const setup: SiteSetup = { ...this.#options, folder: this.#folder, base: await this.#options.base() };
      const site = templateSite(repository, setup);
      return await this.#alone(site.own.dir, () => this.#search(site, reading));
    } catch (error) {
      const why = whyOf(error);
      return reading.some.map((address) => ({ kind: "failed", address, why }));
    }
  }

  /** A clone that is broken is made again, once. */
  async #search(site: TemplateSite, reading: Reading): Promise<readonly FetchedTemplate[]> {
    await useFolder(site.own);
    try {
      return await this.#find(site, reading);
    } catch (error) {
      if (!(error instanceof GitError) || explainGit(error).isElsewhere) throw error;
      await removeClone(site.own);
      return this.#find(site, reading);
    }
  }

  async #find(site: TemplateSite, reading: Reading): Promise<readonly FetchedTemplate[]> {
    const refs = [...new Set(reading.some.map(({ ref }) => ref))];
    const { signal } = reading;
    const git = gitOnClone(site.own, signal);
    const found = await findRefs(refs, { site, limits: this.#limits, signal, git, refused: this.#refused });
    const answers: FetchedTemplate[] = [];
    for (const address of reading.some) answers.push(await this.#readOne(site, address, found, reading));
    return answers;
  }

  async #readOne(
    site: TemplateSite,
    address: TemplateAddress,
    found: ReadonlyMap<string, FoundRef>,
    { texts, signal }: Reading,
  ): Promise<FetchedTemplate> {
    const ref = found.get(address.ref);
    if (ref?.kind !== "found")
      return { kind: "failed", address, why: ref?.why ?? { message: "it was not found" } };
    const key = JSON.stringify([site.own.dir, ref.commit, address.ref, address.path]);
    try {
      const text = this.#texts.get(key) ?? (await readTemplateFile(site, address, ref, signal));
      texts.set(key, text);
      return { kind: "found", address, text, commit: ref.commit, notes: ref.notes } satisfies Template;
    } catch (error) {
      if (error instanceof Unusable || error instanceof Unreadable)
        return { kind: "failed", address, why: error.failure };
      throw error;
    }
  }

  async #alone<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#running.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#running.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#running.get(key) === mine) this.#running.delete(key);
    }
  }

  async #tidy(): Promise<void> {
    if (this.#isTidy) return;
    this.#isTidy = true;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await removeUnused(this.#folder);
  }
}

/** What is read of one repository. */
interface Reading {
  readonly some: readonly TemplateAddress[];
  /** Every text that was read. */
  readonly texts: Map<string, string>;
  readonly signal: AbortSignal;
}

async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results.set(next[0], await work(next[1]));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return items.flatMap((_, index) => results.get(index) ?? []);
}

function whyOf(error: unknown): SourceFailure {
  if (error instanceof Unreadable || error instanceof Unusable) return error.failure;
  if (!(error instanceof SourceError)) return explainGit(error).failure;
  const { message, remedy } = error;
  return remedy === undefined ? { message } : { message, remedy };
}
