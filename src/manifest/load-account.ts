import type { Delegation } from "../model/delegation.ts";
import { ownArtifactBucket } from "../model/ownership.ts";
import type { Pause } from "../model/pause.ts";
import type { Account, ServiceSpec, AppSpec, Placement } from "../model/repository.ts";
import type { RemovedFile } from "../model/generated/removed.ts";
import { namedBuckets, type NamedBucket } from "./bucket-names.ts";
import { closestName } from "./closest-name.ts";
import { checker } from "./checker.ts";
import { findForeign } from "./cross-account.ts";
import { checkDatabaseHosts } from "./database-hosts.ts";
import type { Document } from "./documents.ts";
import { holding, type Finding, type Flaw } from "./flaw.ts";
import { checkHostnames } from "./hostnames.ts";
import type { Identities } from "./identities.ts";
import { checkListeners } from "./listeners.ts";
import type { PlacedService } from "./placed-service.ts";
import type { AccountDraft } from "./read-account.ts";
import type { AppFiles } from "./read-app.ts";
import { isNothing, missingApp, type Entries, type Entry } from "./read-entries.ts";
import { checkReferences, findReferences } from "./references.ts";
import { checkReleaseName } from "./release-names.ts";
import { checkEntry, resolvePlacement, type Resolution, type Resolved } from "./resolve-placement.ts";
import { schemaOf } from "./schemas.ts";
import { placeOf, startOf, type Origin } from "./source-file.ts";
import type { Templates } from "./templates.ts";
import { resolveUses, type ResolvedUses, type UsableApp } from "./uses.ts";

/** What an account is worked out from. */
export interface AccountSource {
  readonly draft: AccountDraft;
  readonly documents: readonly Document[];
  readonly entries: Entries;
  readonly apps: AppFiles;
  readonly accountNames: readonly string[];
  readonly identities: Identities;
  readonly templates: Templates;
  /** Of the repository as a whole. */
  readonly pause: Pause | undefined;
  readonly delegation: Delegation | undefined;
}

/** An account before it is known which of its apps are held. */
export interface LoadedAccount {
  readonly account: Omit<Account, "heldApps">;
  readonly findings: readonly Finding[];
  readonly buckets: readonly NamedBucket[];
  /** Apps that are held although no problem names this account: their own file is broken, or something that they use. */
  readonly held: readonly string[];
}

/** Works out everything an account runs. */
export function loadAccount(source: AccountSource): LoadedAccount {
  const { draft, identities } = source;
  const { name, fields, tree } = draft;
  const removed = readRemoved(source);
  const whose = { account: name, region: fields.region, allowed: fields.crossAccount };
  const foreign = holding(findForeign(tree, whose, identities), { kind: "account", account: name });
  const placed = placeAll(source);
  const { resolved, findings } = placed;
  const used = usesOf(placed, source);
  const placements = resolved.map(({ placement }) => ({
    ...placement,
    uses: used.uses.get(placement.app) ?? [],
  }));
  const pauses = [source.pause, draft.brakes.pause, ...resolved.map(({ pause }) => pause)].filter(
    (pause) => pause !== undefined,
  );
  return {
    account: { ...settingsOf(source), pauses, placements, removed: removed.names },
    findings: [
      ...foreign,
      ...removed.findings,
      ...findings,
      ...used.findings,
      ...relate(placed, used, source),
    ],
    buckets: namedBuckets(name, resolved),
    held: [...withMeant(placed.unknown, source), ...used.held],
  };
}

function usesOf({ apps, unknown }: Placed, { draft, apps: files }: AccountSource): ResolvedUses {
  return resolveUses({
    account: draft.name,
    apps,
    unknown,
    files: [...files.sound.keys(), ...files.broken],
  });
}

/** What is wrong between the apps of the account. */
function relate(
  { resolved, apps, unknown }: Placed,
  { waits }: ResolvedUses,
  { draft }: AccountSource,
): readonly Finding[] {
  const { zone, hostedZone, network } = draft.fields;
  const services = resolved.flatMap(({ placement, fields }) => servicesOf(placement, fields));
  const referring = apps.map((one) => ({
    ...one,
    references: findReferences(one.fields),
    uses: waits.get(one.app) ?? [],
  }));
  return [
    ...checkListeners(draft.name, services),
    ...checkHostnames(draft, services),
    ...checkDatabaseHosts({ name: draft.name, zone }, resolved, services),
    ...checkReferences({ account: draft.name, hostedZone, network, apps: referring, held: unknown }),
  ];
}

/**
 * A misspelt entry looks as if the app that was meant were placed no longer. That one is held too, so that nothing of it is
 * taken away.
 */
function withMeant(held: readonly string[], { apps, entries }: AccountSource): readonly string[] {
  const placed = new Set(entries.entries.map(({ app }) => app));
  const known = [...apps.sound.keys(), ...apps.broken].filter((app) => !placed.has(app));
  const isKnown = (app: string): boolean => apps.sound.has(app) || apps.broken.has(app);
  return [...held, ...held.flatMap((app) => (isKnown(app) ? [] : (closestName(app, known) ?? [])))];
}

function settingsOf({
  draft,
  documents,
  delegation,
}: AccountSource): Omit<Account, "heldApps" | "pauses" | "placements" | "removed"> {
  const { id, region, zone, hostedZone, zones, artifacts, network, roles, prune, after } = draft.fields;
  const { adopt, allow, selfHeal, alarmEmail } = draft.fields;
  const { windows, ignoreDrift } = draft.brakes;
  const own = documents.find(({ role }) => role.kind === "account");
  const origin: Origin = own === undefined ? draft.tree.origin : startOf(own.file);
  return {
    name: draft.name,
    id,
    region,
    zone,
    hostedZone,
    zones,
    artifactBucket: artifacts.bucket ?? ownArtifactBucket({ id, region }),
    network,
    roles,
    prune,
    after,
    adopt,
    allow,
    windows,
    selfHeal,
    ignoreDrift,
    place: placeOf(origin),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(delegation === undefined ? {} : { delegation }),
  };
}

interface Placed {
  readonly resolved: readonly Resolved[];
  /** All whose fields could be merged: what they use and refer to is looked at whatever else is wrong with them. */
  readonly apps: readonly UsableApp[];
  /** Those with something wrong in them. */
  readonly unknown: readonly string[];
  readonly findings: readonly Finding[];
}

function placeAll(source: AccountSource): Placed {
  const resolved: Resolved[] = [];
  const flawed: UsableApp[] = [];
  const held: string[] = [];
  const findings: Finding[] = [];
  for (const entry of source.entries.entries) {
    const { value, fields, flaws } = place(entry, source);
    const clash = checkReleaseName(entry, source.entries.entries);
    findings.push(
      ...holding([...flaws, ...clash], { kind: "app", account: source.draft.name, app: entry.app }),
    );
    if (value !== undefined) {
      resolved.push(value);
      continue;
    }
    held.push(entry.app);
    if (fields !== undefined) flawed.push({ app: entry.app, fields });
  }
  const sound = resolved.map(({ placement: { app, spec }, fields }) => ({ app, spec, fields }));
  const unknown = [...held, ...source.entries.unusable];
  return { resolved, apps: [...sound, ...flawed], unknown, findings };
}

function place(entry: Entry, source: AccountSource): Partial<Resolution> & Pick<Resolution, "flaws"> {
  const { apps, draft, accountNames, identities, templates } = source;
  const app = apps.sound.get(entry.app);
  if (app !== undefined)
    return resolvePlacement({ entry, app, account: draft, accountNames, identities, templates });
  return { flaws: whyNoApp(entry, apps) };
}

/** What is wrong with the entries of an account that is itself broken. */
export function checkEntries(account: string, { entries }: Entries, apps: AppFiles): readonly Finding[] {
  return entries.flatMap((entry) => {
    const app = apps.sound.get(entry.app);
    const flaws = app === undefined ? whyNoApp(entry, apps) : checkEntry(entry, app);
    return holding(flaws, { kind: "app", account, app: entry.app });
  });
}

/** A broken app file has its own problem; the entry has none. */
function whyNoApp(entry: Entry, { sound, broken }: AppFiles): readonly Flaw[] {
  return broken.has(entry.app) ? [] : [missingApp(entry, [...sound.keys(), ...broken])];
}

function servicesOf(placement: Placement, fields: Resolved["fields"]): readonly PlacedService[] {
  return isService(placement) ? [{ placement, fields }] : [];
}

function isService(placement: Placement<AppSpec>): placement is Placement<ServiceSpec> {
  return placement.spec.kind === "Service";
}

const checkRemoved = checker<RemovedFile>(() => schemaOf("removed"), "removed.yaml");

/** The tombstones. An app that is placed as well is held, and nothing of it is taken away. */
function readRemoved({ documents, draft, entries }: AccountSource): {
  readonly names: readonly string[];
  readonly findings: readonly Finding[];
} {
  const tree = documents.find(({ role }) => role.kind === "removed")?.tree;
  if (tree === undefined || isNothing(tree)) return { names: [], findings: [] };
  const { value: names, flaws } = checkRemoved(tree);
  if (names === undefined)
    return { names: [], findings: holding(flaws, { kind: "account", account: draft.name }) };
  const placed = new Set([...entries.entries.map(({ app }) => app), ...entries.unusable]);
  const both = names.flatMap((app, index): Finding[] => {
    if (!placed.has(app) || tree.kind !== "list") return [];
    const origin = tree.items[index]?.origin ?? tree.origin;
    const message = `${app} is both placed and removed in this account`;
    const remedy = "take it out of apps.yaml, or out of removed.yaml";
    return [{ origin, message, remedy, holds: { kind: "app", account: draft.name, app } }];
  });
  return { names: names.filter((app) => !placed.has(app)), findings: both };
}
