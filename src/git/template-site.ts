import { join } from "node:path";
import { SourceError, type SourceFailure } from "../model/source.ts";
import { boundedGit, type Git } from "./bounded-git.ts";
import { gitOnClone } from "./clone.ts";
import { explainGit } from "./git-failure.ts";
import type { OwnFolder } from "./own-folder.ts";
import { withAccess, type Access, type RemoteAuth } from "./remote-access.ts";
import { readRemote } from "./remote-url.ts";
import type { Verification } from "./signature.ts";
import { isRelativeAddress, liesBelow, plainAddress, relativeTo } from "./template-address.ts";
import { cloneName } from "./template-folder.ts";
import { Unreadable, Unusable } from "./trouble.ts";
import { usersGit } from "./users-git.ts";

/** How a Git host is reached, and what may be used of it. */
export interface TemplateTerms {
  readonly auth: RemoteAuth;
  readonly verify: Verification;
}

/** Who reads templates, and from where. */
export type TemplateReader =
  /** A person at their machine: whatever their own git may reach. */
  | { readonly kind: "person" }
  /** A program: the repositories next to the one that it follows, and those below the addresses that were listed for it. */
  | {
      readonly kind: "program";
      readonly neighbours: TemplateTerms;
      readonly listed: readonly (TemplateTerms & { readonly url: string })[];
    };

/** One repository that holds templates: where its clone is, and how it is reached. */
export interface TemplateSite {
  /** As git takes it. May hold a person's own credential, so it is never told. */
  readonly url: string;
  readonly own: OwnFolder;
  readonly verify: Verification;
  /** Lends git that may reach it to some work. Throws `Unreadable` or `Unusable` for whatever goes wrong. */
  reaching<Result>(work: (reach: Reach) => Promise<Result>): Promise<Result>;
}

/** Git that may reach a repository, outside of any clone and on the clone. */
export interface Reach {
  readonly asking: (signal: AbortSignal) => Git;
  readonly fetching: (signal: AbortSignal) => Git;
}

/** Where the sites of one reader lie. */
export interface SiteSetup {
  /** Of all clones. */
  readonly folder: string;
  /** URL or absolute path of the environments repository. */
  readonly base: string;
  readonly reader: TemplateReader;
}

/** The site of a repository as an app names it. Throws a `SourceError` for one that the reader may not reach. */
export function templateSite(address: string, { folder, base, reader }: SiteSetup): TemplateSite {
  const isRelative = isRelativeAddress(address);
  const url = isRelative ? relativeTo(base, address) : plainAddress(address);
  const own = folderOf(folder, url);
  if (reader.kind === "person") return { url, own, verify: { mode: "off" }, reaching: asPerson(own) };
  const terms = longest(reader.listed.filter((one) => liesBelow(url, one.url)));
  const { auth, verify } = terms ?? (isRelative ? reader.neighbours : notListed(address));
  const remote = readRemote(url);
  return {
    url: remote.url,
    own,
    verify,
    reaching: (work) => withAccess(remote, auth, own.dir, (access) => asProgram(own, access, work)),
  };
}

function folderOf(folder: string, url: string): OwnFolder {
  const dir = join(folder, cloneName(url));
  return { dir, clone: join(dir, "clone.git"), commits: join(dir, "commits"), home: join(dir, "home") };
}

function longest<One extends { readonly url: string }>(listed: readonly One[]): One | undefined {
  return listed.toSorted((a, b) => b.url.length - a.url.length)[0];
}

function notListed(address: string): never {
  throw new SourceError(
    `the agent may not read ${address}`,
    "list it, or an address that it lies below, in templates of agent.yaml; a repository next to this one needs no listing when its address is relative (../name.git)",
  );
}

function asPerson(own: OwnFolder): TemplateSite["reaching"] {
  // Git looks for no repository above the folder: its settings would be those of whatever lies there.
  const env = { GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", GIT_CEILING_DIRECTORIES: own.dir };
  const config = ["fetch.unpackLimit=1", "gc.auto=0", "maintenance.auto=false"];
  const reach: Reach = {
    asking: (signal) => usersGit(own.home, { env, config, signal }),
    fetching: (signal) => usersGit(own.home, { env: { ...env, GIT_DIR: own.clone }, config, signal }),
  };
  return async (work) => {
    try {
      return await work(reach);
    } catch (error) {
      throw unreadable(error, [], "see whether git on this machine may read that repository");
    }
  };
}

async function asProgram<Result>(
  own: OwnFolder,
  access: Access,
  work: (reach: Reach) => Promise<Result>,
): Promise<Result> {
  try {
    return await work({
      asking: (signal) => boundedGit({ dir: own.home, home: own.home, ...access, signal }),
      fetching: (signal) => gitOnClone(own, signal, access),
    });
  } catch (error) {
    throw unreadable(error, access.secrets);
  }
}

function unreadable(error: unknown, secrets: readonly string[], remedy?: string): Error {
  if (error instanceof Unreadable || error instanceof Unusable) return error;
  const failure: SourceFailure = explainGit(error, secrets).failure;
  return new Unreadable(failure.message, remedy ?? failure.remedy, failure.cause);
}
