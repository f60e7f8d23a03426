import type { Finding, Flaw } from "./flaw.ts";
import { didYouMean } from "./closest-name.ts";
import type { Document, Documents } from "./documents.ts";
import { shown } from "./field-name.ts";
import { NAME, NAME_WORDS, RESERVED_NAMES } from "./layout.ts";
import { placeOf, startOf, type Origin } from "./source-file.ts";
import type { Tree } from "./tree.ts";

/** An entry of an account's `apps.yaml`, or its own file, not yet looked into. */
export interface Entry {
  readonly app: string;
  readonly tree: Tree;
  /** The key in `apps.yaml`, or the beginning of the file. */
  readonly origin: Origin;
}

/** What an account says it runs. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** Names that are said but cannot be used: held. */
  readonly unusable: readonly string[];
  readonly findings: readonly Finding[];
}

/** Collects the entries of one account from `apps.yaml` and from `apps/*.yaml`. */
export function readEntries(account: string, documents: readonly Document[]): Entries {
  const entries = new Map<string, Entry>();
  const unusable: string[] = [];
  const findings: Finding[] = [];
  for (const entry of documents.flatMap((document) => entriesOf(document, account, findings))) {
    const flaws = checkEntry(entry, entries.get(entry.app));
    findings.push(
      ...flaws.map((flaw) => ({ ...flaw, holds: { kind: "app", account, app: entry.app } as const })),
    );
    if (flaws.length > 0) unusable.push(entry.app);
    else entries.set(entry.app, entry);
  }
  const usable = [...entries.values()].filter(({ app }) => !unusable.includes(app));
  return { entries: usable.toSorted((one, other) => (one.app < other.app ? -1 : 1)), unusable, findings };
}

function entriesOf({ role, file, tree }: Document, account: string, findings: Finding[]): readonly Entry[] {
  if (tree === undefined) return [];
  if (role.kind === "entry") return [{ app: role.app, tree, origin: startOf(file) }];
  if (role.kind !== "apps" || isNothing(tree)) return [];
  if (tree.kind === "map") {
    return [...tree.entries].map(([app, { key, value }]) => ({ app, tree: value, origin: key }));
  }
  const message = "apps.yaml has to be a map from apps to versions";
  findings.push({
    origin: tree.origin,
    message,
    remedy: "write lines like storefront: 2.7.1",
    holds: { kind: "account", account },
  });
  return [];
}

/** A file in which nothing is said, or everything is a comment. */
export function isNothing(tree: Tree): boolean {
  return tree.kind === "scalar" && tree.value === null && tree.source === "";
}

function checkEntry({ app, origin }: Entry, earlier: Entry | undefined): readonly Flaw[] {
  if (!NAME.test(app))
    return [{ origin, message: `${shown(app)} is no name of an app: that is ${NAME_WORDS}` }];
  if (RESERVED_NAMES.includes(app)) {
    return [{ origin, message: `the name ${app} is taken by Mooring itself`, remedy: "rename the app" }];
  }
  if (earlier === undefined) return [];
  const { file, line } = placeOf(earlier.origin);
  const message = `${app} is placed twice, first at ${file}:${line}`;
  return [{ origin, message, remedy: "keep one of the two" }];
}

/** An entry for an app that has no file. */
export function missingApp({ app, origin }: Entry, known: readonly string[]): Flaw {
  return {
    origin,
    message: `there is no apps/${app}.yaml`,
    remedy: didYouMean(app, known, `write apps/${app}.yaml, or remove the entry`),
  };
}

/** The documents of every account folder, by account name, sorted. */
export function accountDocuments(documents: Documents): ReadonlyMap<string, readonly Document[]> {
  const byAccount = new Map<string, Document[]>();
  for (const document of documents.byPath.values()) {
    const [root, name, second] = document.file.path.split("/");
    if (root !== "accounts" || name === undefined || second === undefined || !NAME.test(name)) continue;
    byAccount.set(name, [...(byAccount.get(name) ?? []), document]);
  }
  return new Map([...byAccount].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
