import type { Account, Loaded, Repository } from "../model/repository.ts";
import type { FetchedTemplate } from "../model/template-source.ts";
import { checkAccounts } from "./account-relations.ts";
import { checkBucketNames } from "./bucket-names.ts";
import { readDelegations } from "./delegations.ts";
import { readDocuments, type Document, type Documents } from "./documents.ts";
import type { Finding } from "./flaw.ts";
import { identitiesOf } from "./identities.ts";
import { checkEntries, loadAccount, type LoadedAccount } from "./load-account.ts";
import { toProblems } from "./problems.ts";
import { readAccount } from "./read-account.ts";
import { readApps, type AppFiles } from "./read-app.ts";
import { accountDocuments, readEntries, type Entries } from "./read-entries.ts";
import { readSettings, type Settings } from "./read-settings.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { templatesOf, type Templates } from "./templates.ts";

/**
 * Turns the files of an environments repository into what every account should run, and tells everything that is wrong
 * with them at once. Pure; never throws for anything that stands in the files.
 *
 * `fetched` is what stands at the addresses that an earlier call has named as `wanted`.
 */
export function load(files: RepositoryFiles, fetched: readonly FetchedTemplate[] = []): Loaded {
  const documents = readDocuments(files);
  const { settings, findings: wrong } = readSettings(documents);
  const apps = readApps(documents);
  const folders = readFolders(documents);
  const before = [...documents.findings, ...wrong, ...apps.findings, ...folders.findings];
  if (settings === undefined || folders.accounts.size === 0)
    return { problems: toProblems(before), wanted: [] };
  const templates = templatesOf(documents, fetched);
  const { accounts, findings } = loadAccounts({ settings, apps, folders, templates });
  const all = [...before, ...findings];
  const told = { problems: toProblems(all), wanted: templates.wanted() };
  const { name, schedule } = settings;
  if (schedule === undefined || all.some(({ holds }) => holds.kind === "repository")) return told;
  return { repository: { name, schedule, ...hold([...folders.accounts.keys()], accounts, all) }, ...told };
}

/** The account folders, and the entries that each of them has. */
interface Folders {
  readonly accounts: ReadonlyMap<
    string,
    { readonly documents: readonly Document[]; readonly entries: Entries }
  >;
  readonly findings: readonly Finding[];
}

function readFolders(documents: Documents): Folders {
  const refused = [...documents.refused].flatMap((path) => /^accounts\/([^/]+)/.exec(path)?.[1] ?? []);
  const byAccount = accountDocuments(documents);
  const names = [...new Set([...byAccount.keys(), ...refused])].toSorted();
  const accounts = new Map(
    names.map((name) => {
      const own = byAccount.get(name) ?? [];
      return [name, { documents: own, entries: readEntries(name, own) }] as const;
    }),
  );
  const findings = [...accounts.values()].flatMap(({ entries }) => entries.findings);
  return { accounts, findings: accounts.size === 0 ? [...findings, noAccounts()] : findings };
}

function noAccounts(): Finding {
  const origin = startOf(sourceFile("accounts", ""));
  const message = "the repository has no account";
  return { origin, message, remedy: "write accounts/<name>/account.yaml", holds: { kind: "repository" } };
}

interface AccountsSource {
  readonly settings: Settings;
  readonly apps: AppFiles;
  readonly folders: Folders;
  readonly templates: Templates;
}

function loadAccounts({ settings, apps, folders, templates }: AccountsSource): {
  readonly accounts: readonly LoadedAccount[];
  readonly findings: readonly Finding[];
} {
  const accountNames = [...folders.accounts.keys()];
  const read = accountNames.map((name) => {
    const own = folders.accounts.get(name)?.documents ?? [];
    return readAccount(
      name,
      own.find(({ role }) => role.kind === "account"),
      settings,
    );
  });
  const drafts = read.flatMap(({ draft }) => draft ?? []);
  const identities = identitiesOf(drafts);
  const delegations = readDelegations(drafts, accountNames);
  const accounts = drafts.flatMap((draft) => {
    const folder = folders.accounts.get(draft.name);
    if (folder === undefined) return [];
    const delegation = delegations.byAccount.get(draft.name);
    const { pause } = settings;
    return [loadAccount({ draft, ...folder, apps, accountNames, identities, templates, pause, delegation })];
  });
  const findings = [
    ...read.flatMap((one) => one.findings),
    ...accountNames.flatMap((name) => {
      const folder = drafts.some((draft) => draft.name === name) ? undefined : folders.accounts.get(name);
      return folder === undefined ? [] : checkEntries(name, folder.entries, apps);
    }),
    ...checkAccounts(drafts, accountNames),
    ...delegations.findings,
    ...accounts.flatMap((one) => one.findings),
    ...checkBucketNames(accounts.flatMap(({ buckets }) => buckets)),
  ];
  return { accounts, findings };
}

/** Takes out what the findings hold. A held app stays known by name: nothing is done to it, least of all deleting it. */
function hold(
  names: readonly string[],
  loaded: readonly LoadedAccount[],
  findings: readonly Finding[],
): Pick<Repository, "accounts" | "heldAccounts"> {
  const held = new Set(findings.flatMap(({ holds }) => (holds.kind === "account" ? [holds.account] : [])));
  const accounts = loaded
    .filter(({ account }) => !held.has(account.name))
    .map((one) => holdApps(one, findings));
  const sound = new Set(accounts.map((account) => account.name));
  return { accounts, heldAccounts: names.filter((account) => !sound.has(account)) };
}

function holdApps({ account, held }: LoadedAccount, findings: readonly Finding[]): Account {
  const here = findings.flatMap(({ holds }) =>
    holds.kind === "app" && holds.account === account.name ? [holds.app] : [],
  );
  const holds = new Set([...held, ...here]);
  for (const user of usersOf(holds, account.placements)) holds.add(user);
  const placements = account.placements.filter(({ app }) => !holds.has(app));
  return { ...account, placements, heldApps: [...holds].toSorted() };
}

/** Who uses something that is held waits with it. */
function usersOf(held: ReadonlySet<string>, placements: Account["placements"]): readonly string[] {
  return placements.filter(({ uses }) => uses.some(({ app }) => held.has(app))).map(({ app }) => app);
}
