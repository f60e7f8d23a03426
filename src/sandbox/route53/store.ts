import { createHash } from "node:crypto";
import { ApiError } from "../errors.ts";
import type { Account } from "../world.ts";
import { isValidName, normalizeName, sortKey } from "./names.ts";
import type { RecordSet, Zone } from "./records.ts";
import { recordKey, recordSets, zones } from "./records.ts";

/** What a new zone is made of. */
export interface NewZone {
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string | undefined;
  readonly privateZone?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Makes a hosted zone with its NS and SOA records.
 *
 * Throws `InvalidDomainName` and, for a caller reference that was used before, `HostedZoneAlreadyExists`.
 */
export function createZone(
  account: Account,
  wanted: NewZone,
): { zoneId: string; nameServers: readonly string[] } {
  const name = normalizeName(wanted.name);
  if (!isValidName(name) || name === ".")
    throw new ApiError("InvalidDomainName", `${wanted.name} is not a valid domain name`);
  const table = account.table(zones);
  for (const zone of table.values())
    if (zone.callerReference === wanted.callerReference)
      throw new ApiError(
        "HostedZoneAlreadyExists",
        `A hosted zone has already been created with the specified caller reference: ${wanted.callerReference}`,
        409,
      );
  const id = zoneIdOf(account, wanted, table.size);
  const nameServers = nameServersOf(id);
  table.put(id, {
    id,
    name,
    callerReference: wanted.callerReference,
    comment: wanted.comment ?? null,
    isPrivate: wanted.privateZone ?? false,
    nameServers,
    tags: wanted.tags ?? {},
  });
  for (const record of ownRecords(id, name, nameServers))
    account.table(recordSets).put(recordKey(id, record), record);
  return { zoneId: id, nameServers };
}

/** Deletes a hosted zone. Throws `NoSuchHostedZone`, and `HostedZoneNotEmpty` when it has records besides its own NS and SOA. */
export function deleteZone(account: Account, zoneId: string): void {
  const zone = getZone(account, zoneId);
  const records = account.table(recordSets);
  const inZone = records.inGroup(zone.id);
  if (inZone.some((record) => !isOwnRecord(zone, record)))
    throw new ApiError(
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  for (const record of inZone) records.delete(recordKey(zone.id, record));
  account.table(zones).delete(zone.id);
}

/** The zone of that id, with or without `/hostedzone/`. Throws `NoSuchHostedZone`. */
export function getZone(account: Account, zoneId: string): Zone {
  const id = zoneId.replace(/^\/hostedzone\//, "");
  const zone = account.table(zones).get(id);
  if (zone === undefined) throw new ApiError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
  return zone;
}

/** The zone of that name, public ones first; with several of one name, the oldest. */
export function findZoneByName(account: Account, name: string): Zone | undefined {
  const named = account.table(zones).inGroup(normalizeName(name));
  return named.find((zone) => !zone.isPrivate) ?? named[0];
}

/** The record sets of a zone in Route 53's order: by name from the right, then type, then set identifier. Throws `NoSuchHostedZone`. */
export function listRecords(account: Account, zoneId: string): readonly RecordSet[] {
  const zone = getZone(account, zoneId);
  return account
    .table(recordSets)
    .inGroup(zone.id)
    .map((record) => ({ record, key: orderOf(record) }))
    .toSorted((a, b) => compareOrder(a.key, b.key))
    .map(({ record }) => record);
}

/** What a record set is ordered by in its zone. */
export function orderOf(record: {
  readonly name: string;
  readonly type: string;
  readonly setIdentifier?: string | undefined;
}): readonly string[] {
  return [sortKey(record.name), record.type, record.setIdentifier ?? ""];
}

/** Compares what `orderOf` gives, text by text. */
export function compareOrder(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, index) => text !== b[index]);
  if (at === -1) return 0;
  return (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}

/** Whether a record set is the NS or SOA of the zone itself, which every zone must have. */
export function isOwnRecord(zone: Pick<Zone, "name">, record: Pick<RecordSet, "name" | "type">): boolean {
  return record.name === zone.name && (record.type === "NS" || record.type === "SOA");
}

function zoneIdOf(account: Account, { name, callerReference, now }: NewZone, count: number): string {
  const seed = [account.account, name, callerReference, now, count].join("|");
  const digits = BigInt(`0x${createHash("sha256").update(seed).digest("hex")}`)
    .toString(36)
    .toUpperCase();
  return `Z0${digits.slice(0, 19)}`;
}

/** Four servers under four top-level domains, numbered as AWS numbers them. */
function nameServersOf(zoneId: string): readonly string[] {
  const bytes = createHash("sha256").update(zoneId).digest();
  return ["com", "net", "org", "co.uk"].map((domain, index) => {
    const server = bytes.readUInt16BE(index * 4) % 512;
    const group = bytes.readUInt16BE(index * 4 + 2) % 64;
    return `ns-${String(server + index * 512)}.awsdns-${String(group).padStart(2, "0")}.${domain}`;
  });
}

function ownRecords(zoneId: string, name: string, nameServers: readonly string[]): readonly RecordSet[] {
  const soa = `${nameServers[0] ?? ""}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { zoneId, name, type: "NS", ttl: 172_800, values: nameServers.map((server) => `${server}.`) },
    { zoneId, name, type: "SOA", ttl: 900, values: [soa] },
  ];
}
