import type { DnsRecord } from "../model/cloud-drift.ts";
import { declaredRecords, type DeclaredRecord, type Zone } from "./declared-records.ts";
import { dnsFindings, type DnsSubject } from "./dns-drift.ts";
import { NO_FINDINGS, together, type Findings } from "./resource-drift.ts";
import type { DeployedTemplate } from "./template-values.ts";

/** A zone of the account that is not Mooring's, as far as it was read: what else is in it is no concern of ours. */
export interface FurtherZone extends Zone {
  /** What was asked for, in Route 53's spelling. */
  readonly names: ReadonlySet<string>;
  /** All records of those names; `undefined` when there is no such zone. */
  readonly records: readonly DnsRecord[] | undefined;
}

/** Names that a stack declares in a zone, in Route 53's spelling and each once. */
export function namesDeclaredIn(zone: Zone, deployed: DeployedTemplate): readonly string[] {
  return [...new Set(recordsIn(zone, deployed).flatMap(({ name }) => name ?? []))];
}

/** Records that a stack declares in further zones of the account and that are missing or say something else there. */
export function furtherFindings(
  deployed: DeployedTemplate,
  zones: readonly FurtherZone[],
  subject: Omit<DnsSubject, "records">,
): Findings {
  return together(zones.map((zone) => findingsIn(zone, recordsIn(zone, deployed), subject)));
}

function recordsIn(zone: Zone, deployed: DeployedTemplate): readonly DeclaredRecord[] {
  return declaredRecords(deployed, zone).filter(({ isInZone }) => isInZone === true);
}

function findingsIn(
  { id, domain, names, records }: FurtherZone,
  declared: readonly DeclaredRecord[],
  subject: Omit<DnsSubject, "records">,
): Findings {
  const isRead = ({ name }: DeclaredRecord): boolean => name === undefined || names.has(name);
  const gone = `there is no hosted zone ${id} for ${domain} in this account`;
  if (records === undefined) return together(declared.map((record) => unknown(record, gone, subject)));
  const unread = declared.filter((record) => !isRead(record));
  const why = `${domain} has more names of this account's stacks than one survey looks at`;
  return together([
    dnsFindings(declared.filter(isRead), { ...subject, records }),
    ...unread.map((record) => unknown(record, why, subject)),
  ]);
}

function unknown(
  { resource, type }: DeclaredRecord,
  why: string,
  { app, stack }: Omit<DnsSubject, "records">,
): Findings {
  return { ...NO_FINDINGS, unknown: [{ app, stack, resource, type, why }] };
}
