import type { AccountFile } from "../model/generated/account.ts";
import type { Pause } from "../model/pause.ts";
import type { Account, HostedZoneSettings } from "../model/repository.ts";
import { checker } from "./checker.ts";
import { fillDefaults } from "./defaults.ts";
import type { Document } from "./documents.ts";
import { holding, type Finding, type Flaw, type Read } from "./flaw.ts";
import { mergeTrees } from "./merge.ts";
import { readIgnoredDrift } from "./read-ignored-drift.ts";
import { readPause } from "./read-pause.ts";
import type { Settings } from "./read-settings.ts";
import { readWindows } from "./read-windows.ts";
import { asResolved, schemaOf } from "./schemas.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { child, emptyMap, textOf, type MapEntry, type Tree } from "./tree.ts";
import { replaceVariables } from "./variables.ts";
import { isNothing } from "./read-entries.ts";

/** An account with mooring.yaml's defaults under it and every variable replaced. */
export interface AccountDraft {
  readonly name: string;
  readonly fields: AccountFields;
  /** The same, every value knowing its place. */
  readonly tree: Tree;
  /** What of the fields takes more than the contract to understand. */
  readonly brakes: Pick<Account, "windows" | "ignoreDrift"> & { readonly pause?: Pause };
}

/** The fields of an account, whichever way its zone was written. */
export interface AccountFields extends Omit<AccountFile, "zone"> {
  /** Domain of the hosted zone. */
  readonly zone: string;
  readonly hostedZone: HostedZoneSettings;
}

const settingsSchema = (): ReturnType<typeof schemaOf> => schemaOf("account", "/$defs/settings");
const checkWritten = checker<unknown>(settingsSchema, "account.yaml");
const checkMerged = checker<AccountFile>(
  () => asResolved(schemaOf("account", "/$defs/merged")),
  "the account",
);

/** Reads one account's `account.yaml`; without it, or with a mistake in it, the account as a whole is held. */
export function readAccount(
  name: string,
  document: Document | undefined,
  settings: Settings,
): { readonly draft?: AccountDraft; readonly findings: readonly Finding[] } {
  const holds = { kind: "account", account: name } as const;
  if (document === undefined) return { findings: [{ ...missing(name), holds }] };
  if (document.tree === undefined) return { findings: [] };
  const tree = isNothing(document.tree) ? emptyMap(startOf(document.file)) : document.tree;
  const written = checkWritten(tree);
  if (written.flaws.length > 0) return { findings: holding(written.flaws, holds) };
  const { value, flaws } = resolveAccount(name, mergeTrees(settings.defaults, tree));
  return value === undefined ? { findings: holding(flaws, holds) } : { draft: value, findings: [] };
}

function missing(name: string): Flaw {
  const path = `accounts/${name}/account.yaml`;
  const origin = startOf(sourceFile(path, ""));
  return { origin, message: `${path} is missing`, remedy: "write it, with id, zone and network.cidr" };
}

function resolveAccount(name: string, merged: Tree): Read<AccountDraft> {
  const filled = fillDefaults(merged, settingsSchema());
  const { value: tree = filled, flaws } = replaceInOrder(name, filled);
  const { value: fields, flaws: wrong } = checkMerged(tree);
  if (fields === undefined || flaws.length > 0) return { flaws: [...flaws, ...withoutEchoes(wrong, flaws)] };
  const { value: brakes, flaws: unclear } = readBrakes(name, fields, tree);
  if (brakes === undefined) return { flaws: unclear };
  return { value: { name, fields: { ...fields, ...zoneFields(fields.zone) }, tree, brakes }, flaws: [] };
}

function zoneFields(zone: AccountFile["zone"]): Pick<AccountFields, "zone" | "hostedZone"> {
  if (typeof zone === "string") return { zone, hostedZone: { caa: [] } };
  const { name, existing, caa } = zone;
  return { zone: name, hostedZone: existing === undefined ? { caa } : { caa, existing } };
}

/** A brake that is not understood holds the account as a whole, which is the safe side. */
function readBrakes(name: string, fields: AccountFile, tree: Tree): Read<AccountDraft["brakes"]> {
  const pause = readPause(tree, { kind: "account", account: name });
  const windows = readWindows(fields.windows, tree);
  const ignored = readIgnoredDrift(fields.ignoreDrift, tree);
  const flaws = [...pause.flaws, ...windows.flaws, ...ignored.flaws];
  if (flaws.length > 0) return { flaws };
  const read = { windows: windows.value ?? [], ignoreDrift: ignored.value ?? [] };
  return { value: pause.value === undefined ? read : { ...read, pause: pause.value }, flaws: [] };
}

/** A value with an unknown variable in it breaks its pattern too; that is the same mistake. */
export function withoutEchoes(flaws: readonly Flaw[], of: readonly Flaw[]): readonly Flaw[] {
  return flaws.filter(({ origin }) => {
    return !of.some((first) => first.origin.file === origin.file && within(first.origin.start, origin));
  });
}

function within(offset: number, { start, end }: Flaw["origin"]): boolean {
  return offset >= start && offset <= end;
}

/** The zone may name the Region, and everything else may name the zone; not the other way round. */
const IN_ORDER: readonly { readonly field: string; readonly variable: string }[] = [
  { field: "id", variable: "account.id" },
  { field: "region", variable: "region" },
  { field: "zone", variable: "zone" },
];

const NOT_OF_ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ["app", "an account is not an app"],
  ["version", "an account has no version"],
]);

function replaceInOrder(name: string, account: Tree): Read<Tree> {
  if (account.kind !== "map") return { value: account, flaws: [] };
  const variables = new Map([["account.name", name]]);
  const entries = new Map<string, MapEntry>(account.entries);
  const flaws: Flaw[] = [];
  const replace = (field: string, entry: MapEntry): void => {
    const replaced = replaceVariables(entry.value, {
      variables,
      unavailable: NOT_OF_ACCOUNTS,
      mayRefer: () => false,
    });
    flaws.push(...replaced.flaws);
    entries.set(field, { key: entry.key, value: replaced.value ?? entry.value });
  };
  for (const { field, variable } of IN_ORDER) {
    const entry = account.entries.get(field);
    if (entry !== undefined) replace(field, entry);
    const written = child({ ...account, entries }, field);
    const text = textOf(written?.kind === "map" ? child(written, "name") : written);
    if (text !== undefined) variables.set(variable, text);
  }
  for (const [field, entry] of account.entries) {
    if (!IN_ORDER.some((one) => one.field === field)) replace(field, entry);
  }
  return { value: { ...account, entries }, flaws };
}
