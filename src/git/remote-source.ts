import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { SourceError, type Refreshed, type RepositorySource, type Snapshot } from "../model/source.ts";
import { boundedGit } from "./bounded-git.ts";
import type { Fetching } from "./clone.ts";
import type { CommitFacts } from "./commit-facts.ts";
import { within } from "./deadline.ts";
import { obtain, type Obtained, type Wanted } from "./follow.ts";
import { explainGit } from "./git-failure.ts";
import { isFolder, removeLaidOut } from "./lay-out.ts";
import { underOwnSignal } from "./own-signal.ts";
import { makeOwnFolder, ownFolder, removeAbandoned } from "./own-folder.ts";
import { withAccess, type Access, type RemoteAuth } from "./remote-access.ts";
import { isRefName } from "./ref-name.ts";
import { askHead } from "./remote-head.ts";
import { readRemote } from "./remote-url.ts";
import { isRewritten } from "./rewritten.ts";
import { checkVerification, type Verification } from "./signature.ts";
import { Unreadable } from "./trouble.ts";

/** What is followed, how it is reached and what may be applied of it. */
export interface RemoteSourceOptions {
  /** https, ssh, `file://` or a path, without a credential in it. */
  readonly url: string;
  readonly branch: string;
  /** Folder inside the repository that holds `mooring.yaml`; `.` for its root. */
  readonly path: string;
  /** Where clone and files live. It is made, may be lost at any time, and may be shared with another agent. */
  readonly folder: string;
  /** A credential is read at every refresh. */
  readonly auth: RemoteAuth;
  readonly verify: Verification;
  readonly limits?: Partial<SourceLimits>;
}

/** What one refresh may cost. */
export interface SourceLimits {
  /** The whole refresh. */
  readonly timeoutMs: number;
  /** Bytes that a fetch may bring. */
  readonly fetchBytes: number;
  /** Bytes of a commit's files. */
  readonly bytes: number;
  readonly files: number;
}

/** Follows one branch of a repository elsewhere. Throws a `SourceError` for options that no repository could fulfil. */
export function remoteSource(options: RemoteSourceOptions): RepositorySource {
  checkBranch(options.branch);
  checkVerification(options.verify);
  return new RemoteSource({ ...options, path: insidePath(options.path) });
}

const DEFAULTS: SourceLimits = { timeoutMs: 120_000, fetchBytes: 200e6, bytes: 100e6, files: 20_000 };

function checkBranch(branch: string): void {
  if (!isRefName(branch)) throw new SourceError(`${JSON.stringify(branch)} is not the name of a branch`);
}

function insidePath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const isInside = !path.startsWith("/") && !/[\p{Cc}\\]/u.test(path) && !parts.includes("..");
  if (isInside) return parts.length === 0 ? "." : parts.join("/");
  throw new SourceError(
    `${JSON.stringify(path)} leads out of the repository`,
    "--path names a folder inside of it, from its root",
  );
}

/** The commit that is in use. */
interface Current {
  readonly snapshot: Snapshot;
  readonly facts: CommitFacts;
}

class RemoteSource implements RepositorySource {
  readonly description: string;
  readonly #options: RemoteSourceOptions;
  readonly #remote;
  readonly #own;
  readonly #limits: SourceLimits;
  #current: Current | undefined;
  /** It is not fetched again and again only to find that it is too large. */
  #tooLarge: (Obtained & { readonly kind: "refused" }) | undefined;
  #running: Promise<Refreshed> | undefined;
  /** Ends the refresh that is running. */
  #ending: AbortController | undefined;
  #isTidy = false;

  constructor(options: RemoteSourceOptions) {
    this.#options = options;
    this.#remote = readRemote(options.url);
    this.#own = ownFolder(resolve(options.folder));
    this.#limits = { ...DEFAULTS, ...options.limits };
    this.description = `${this.#remote.url} (${options.branch})`;
  }

  /** Who asks while a refresh is running gets what that one comes to; the first caller's signal counts. */
  refresh(signal?: AbortSignal): Promise<Refreshed> {
    this.#running ??= this.#refresh(signal).finally(() => (this.#running = undefined));
    return this.#running;
  }

  onChange(): void {
    // A repository elsewhere is asked; it does not tell.
  }

  async close(): Promise<void> {
    this.#ending?.abort();
    await this.#running;
    if (await isFolder(this.#own.dir)) await rm(this.#own.dir, { recursive: true, force: true });
  }

  async #refresh(signal: AbortSignal | undefined): Promise<Refreshed> {
    try {
      return await underOwnSignal(signal, async (ending) => {
        this.#ending = ending;
        await this.#tidy();
        return within(this.#limits.timeoutMs, ending.signal, (ended) => this.#reach(ended));
      });
    } catch (error) {
      return this.#failed(error, []);
    }
  }

  async #tidy(): Promise<void> {
    await makeOwnFolder(this.#own);
    if (this.#isTidy) return;
    await removeAbandoned(this.#own);
    this.#isTidy = true;
  }

  #reach(signal: AbortSignal): Promise<Refreshed> {
    const { auth } = this.#options;
    return withAccess(this.#remote, auth, this.#own.dir, (access) => this.#look(access, signal));
  }

  async #look(access: Access, signal: AbortSignal): Promise<Refreshed> {
    try {
      const setup = { dir: this.#own.home, home: this.#own.home, ...access, signal };
      const head = await askHead(boundedGit(setup), this.#remote, this.#options.branch);
      const current = await this.#last();
      if (current !== undefined && current.facts.revision.commit === head)
        return { kind: "same", snapshot: current.snapshot };
      if (this.#tooLarge?.commit === head) return await this.#refused(this.#tooLarge);
      const { branch } = this.#options;
      const bytes = this.#limits.fetchBytes;
      return await this.#take(head, { own: this.#own, remote: this.#remote, branch, access, bytes, signal });
    } catch (error) {
      return this.#failed(error, access.secrets);
    }
  }

  async #take(head: string, fetching: Fetching): Promise<Refreshed> {
    const wanted: Wanted = { ...this.#options, limits: this.#limits };
    // Somebody may still be reading the commit before; it goes when the next one comes.
    await removeLaidOut(this.#own, this.#current?.facts.revision.commit);
    const obtained = await obtain(head, wanted, fetching);
    if (obtained.kind === "refused") return this.#refused(obtained);
    const { facts, dir } = obtained;
    const from = this.#current?.facts;
    const wasRewritten = from !== undefined && (await isRewritten(from, facts, fetching));
    this.#current = { facts, snapshot: { dir, revision: facts.revision } };
    return { kind: "new", snapshot: this.#current.snapshot, isRewritten: wasRewritten };
  }

  async #refused(refusal: Obtained & { readonly kind: "refused" }): Promise<Refreshed> {
    this.#tooLarge = refusal.isTooLarge ? refusal : undefined;
    return { kind: "refused", commit: refusal.commit, why: refusal.why, ...(await this.#lastSnapshot()) };
  }

  async #failed(error: unknown, secrets: readonly string[]): Promise<Refreshed> {
    const why = error instanceof Unreadable ? error.failure : explainGit(error, secrets).failure;
    return { kind: "failed", why, ...(await this.#lastSnapshot()) };
  }

  async #lastSnapshot(): Promise<{ readonly last?: Snapshot }> {
    const current = await this.#last();
    return current === undefined ? {} : { last: current.snapshot };
  }

  /** The commit in use, as long as its files are there. */
  async #last(): Promise<Current | undefined> {
    return this.#current !== undefined && (await isFolder(this.#current.snapshot.dir))
      ? this.#current
      : undefined;
  }
}
