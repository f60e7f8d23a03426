import type { DnsRecord } from "../model/cloud-drift.ts";
import type { DriftedProperty } from "../model/drift.ts";
import type { DeclaredRecord } from "./declared-records.ts";
import { targetName } from "./record-names.ts";
import { judgeProperty, NO_FINDINGS, together, type Findings, type Subject } from "./resource-drift.ts";

/** What a stack's declared records are compared with. */
export interface DnsSubject extends Omit<Subject, "surroundings" | "secrets"> {
  /** Every record of the account's zone. */
  readonly records: readonly DnsRecord[];
}

/**
 * Records that a stack declares in the account's zone and that are missing or say something else. Where a value of the
 * template is not known, only the record's presence is compared.
 */
export function dnsFindings(declared: readonly DeclaredRecord[], subject: DnsSubject): Findings {
  return together(declared.map((record) => findingsOf(record, subject)));
}

function findingsOf(declared: DeclaredRecord, subject: DnsSubject): Findings {
  const { name, recordType, resource, type, isInZone } = declared;
  if (isInZone === false) return NO_FINDINGS;
  const actual = subject.records.find((record) => isOf(declared, record));
  if (isInZone === undefined && actual !== undefined) return NO_FINDINGS;
  if (isInZone === undefined || name === undefined || recordType === undefined) {
    const why = "the name, type or zone of a record is known to CloudFormation only";
    const unknown = { app: subject.app, stack: subject.stack, resource, type, why };
    return { ...NO_FINDINGS, unknown: [unknown] };
  }
  const differences =
    actual === undefined ? [missing(declared, name, recordType)] : differencesOf(declared, actual);
  return together(
    differences.map((difference) =>
      judgeProperty(drifted(declared, difference, subject), subject, undefined),
    ),
  );
}

function isOf({ name, recordType, setIdentifier }: DeclaredRecord, record: DnsRecord): boolean {
  const isNamed = record.name === name && record.type === recordType;
  return isNamed && (setIdentifier === undefined || record.setIdentifier === setIdentifier);
}

interface Difference {
  readonly path: string;
  readonly expected?: string;
  readonly actual?: string;
}

function missing({ at }: DeclaredRecord, name: string, recordType: string): Difference {
  return { path: at, expected: `${name} ${recordType}` };
}

function differencesOf(declared: DeclaredRecord, actual: DnsRecord): readonly Difference[] {
  const { ttl, values, alias } = declared;
  return [
    compare("/TTL", ttl, actual.ttl === undefined ? undefined : String(actual.ttl)),
    compare(
      "/ResourceRecords",
      listText(values),
      actual.values.length === 0 ? undefined : listText(actual.values),
    ),
    compare(
      "/AliasTarget/DNSName",
      alias?.name,
      actual.alias === undefined ? undefined : targetName(actual.alias.name),
    ),
    compare("/AliasTarget/HostedZoneId", alias?.zoneId, actual.alias?.zoneId),
  ].filter((difference) => difference !== undefined);
}

/** What the template does not tell is not compared. */
function compare(
  path: string,
  expected: string | undefined,
  actual: string | undefined,
): Difference | undefined {
  if (expected === undefined || expected === actual) return undefined;
  return { path, expected, ...(actual === undefined ? {} : { actual }) };
}

function listText(values: readonly string[] | undefined): string | undefined {
  return values === undefined ? undefined : JSON.stringify(values.toSorted());
}

function drifted(
  { resource, type, at }: DeclaredRecord,
  { path, ...values }: Difference,
  { account, app, stack, now }: DnsSubject,
): DriftedProperty {
  const property = path === at ? at : `${at}${path}`;
  return { layer: "dns", account, app, stack, resource, type, property, ...values, since: now };
}
