import { ApiError } from "../errors.ts";
import type { Account } from "../world.ts";
import { isValidName, isWithin } from "./names.ts";
import { problemsOfValues } from "./record-values.ts";
import type { RecordSet, Zone } from "./records.ts";
import { recordSets } from "./records.ts";
import { getZone, isOwnRecord } from "./store.ts";
import type { ZoneDraft } from "./zone-draft.ts";

/** Why a record set may not be in a zone as it would be then, in AWS's words; nothing when it may. */
export function problemsOfRecord(
  account: Account,
  zone: Zone,
  draft: ZoneDraft,
  record: RecordSet,
): readonly string[] {
  const problems = problemsOfName(zone, record);
  if (problems.length > 0) return problems;
  return [
    ...problemsOfValues(record),
    ...conflicts(draft, record),
    ...problemsOfAlias(account, zone, draft, record),
  ];
}

/** Why a zone may not be left like that: it must keep its own SOA and NS records. */
export function problemsOfZone(zone: Zone, draft: ZoneDraft): readonly string[] {
  const own = draft.named(zone.name).filter((record) => isOwnRecord(zone, record));
  return [
    ...(own.some(({ type }) => type === "SOA") ? [] : ["A HostedZone must contain exactly one SOA record."]),
    ...(own.some(({ type }) => type === "NS")
      ? []
      : ["A HostedZone must contain at least one NS record for the zone itself."]),
  ];
}

function problemsOfName(zone: Zone, { name, type }: RecordSet): readonly string[] {
  if (!isValidName(name)) return [`DNS name ${name} is not valid`];
  if (!isWithin(name, zone.name))
    return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  if (type === "CNAME" && name === zone.name)
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  return [];
}

function conflicts(draft: ZoneDraft, record: RecordSet): readonly string[] {
  const { name, type } = record;
  const sameName = draft.named(name);
  if (type === "CNAME" && sameName.some((other) => other.type !== "CNAME"))
    return [
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${draft.zoneName}`,
    ];
  if (type !== "CNAME" && sameName.some((other) => other.type === "CNAME"))
    return [
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${draft.zoneName}`,
    ];
  const isRouted = record.setIdentifier !== undefined;
  if (sameName.some((other) => other.type === type && (other.setIdentifier !== undefined) !== isRouted))
    return [
      `RRSet with DNS name ${name}, type ${type}, SetIdentifier ${record.setIdentifier ?? "null"} cannot be created as other RRSets exist with the same name and type.`,
    ];
  return [];
}

/** An alias into one of the account's own zones must point at a record that is there; zones of AWS's services are not known here. */
function problemsOfAlias(
  account: Account,
  zone: Zone,
  draft: ZoneDraft,
  { alias, type }: RecordSet,
): readonly string[] {
  if (alias === undefined) return [];
  const target = zoneOf(account, alias.hostedZoneId);
  if (target === undefined) return [];
  const tried = `Tried to create an alias that targets ${alias.dnsName}, type ${type} in zone ${target.id}`;
  if (!isWithin(alias.dnsName, target.name))
    return [`${tried}, but the alias target name does not lie within the target zone`];
  const records =
    target.id === zone.id ? draft.named(alias.dnsName) : account.table(recordSets).inGroup(target.id);
  const isThere = records.some((record) => record.name === alias.dnsName && record.type === type);
  return isThere ? [] : [`${tried}, but that target was not found`];
}

function zoneOf(account: Account, zoneId: string): Zone | undefined {
  try {
    return getZone(account, zoneId);
  } catch (error) {
    if (error instanceof ApiError && error.code === "NoSuchHostedZone") return undefined;
    throw error;
  }
}
