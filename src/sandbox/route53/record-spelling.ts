import { ApiError } from "../errors.ts";
import { normalizeName } from "./names.ts";
import { RECORD_TYPES } from "./record-values.ts";
import type { RecordChange, RecordSet, Zone } from "./records.ts";

/** The record in Route 53's spelling. Throws InvalidInput when it is neither values nor an alias, or both. */
export function spellRecord(zone: Zone, { action, record }: RecordChange): RecordSet {
  const hasTtl = record.ttl !== undefined;
  const hasValues = record.values !== undefined && record.values.length > 0;
  const change = `Change with [Action=${action}, Name=${normalizeName(record.name)}, Type=${record.type}, SetIdentifier=${record.setIdentifier ?? "null"}]`;
  const expected =
    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
  if (record.alias !== undefined && (hasTtl || hasValues))
    throw invalidInput(`${expected}, but found more than one in ${change}`);
  if (record.alias === undefined && !hasTtl && !hasValues)
    throw invalidInput(`${expected}, but found none in ${change}`);
  if (record.alias === undefined && !(hasTtl && hasValues))
    throw invalidInput(`Invalid request: Missing field '${hasTtl ? "ResourceRecords" : "TTL"}' in ${change}`);
  if (hasTtl && !(Number.isInteger(record.ttl) && Number(record.ttl) >= 0 && Number(record.ttl) <= MAX_TTL))
    throw invalidInput(
      `Invalid request: TTL must be a whole number from 0 to ${String(MAX_TTL)} in ${change}`,
    );
  if (!RECORD_TYPES.includes(record.type))
    throw invalidInput(`Invalid request: ${record.type} is not a record type in ${change}`);
  const alias =
    record.alias === undefined
      ? undefined
      : { ...record.alias, dnsName: normalizeName(record.alias.dnsName) };
  return { ...record, alias, name: normalizeName(record.name), zoneId: zone.id };
}

const MAX_TTL = 2_147_483_647;

function invalidInput(message: string): ApiError {
  return new ApiError("InvalidInput", message);
}
