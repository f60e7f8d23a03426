import type { ResourceRecordSet, Route53 } from "@aws-sdk/client-route-53";
import type { DnsRecord } from "../model/cloud-drift.ts";
import { isMissingZone } from "./failure.ts";
import type { Page } from "./pages.ts";
import { pagesOf } from "./pages.ts";
import { compact, required } from "./shape.ts";
import { boundedValue } from "./wording.ts";

/** A zone has 10,000 records by default, and a page 300 of them. */
const MAX_PAGES = 500;

/** Every record of a hosted zone; `undefined` when there is no such zone. */
export async function readZoneRecords(
  route53: Route53,
  zoneId: string,
): Promise<readonly DnsRecord[] | undefined> {
  return collect((token) => readPage(route53, zoneId, token));
}

/**
 * The records of a name and of all names below it; `undefined` when there is no such zone. Route 53 lists names from the
 * right, so they stand together, and the first record of another name is the end.
 */
export async function readRecordsWithin(
  route53: Route53,
  zoneId: string,
  domain: string,
): Promise<readonly DnsRecord[] | undefined> {
  const first: Start = [domain, undefined, undefined];
  return collect(async (token) => {
    const page = await readPage(route53, zoneId, token ?? JSON.stringify(first));
    const records = page.records.filter(({ name }) => name === domain || name.endsWith(`.${domain}`));
    return records.length < page.records.length ? { records } : { ...page, records };
  });
}

/** The records of exactly these names, in any order; `undefined` when there is no such zone. */
export async function readRecordsNamed(
  route53: Route53,
  zoneId: string,
  names: readonly string[],
): Promise<readonly DnsRecord[] | undefined> {
  const records: DnsRecord[] = [];
  for (const wanted of names) {
    const first: Start = [wanted, undefined, undefined];
    const found = await collect(async (token) => {
      const page = await readPage(route53, zoneId, token ?? JSON.stringify(first));
      const named = page.records.filter(({ name }) => name === wanted);
      return named.length < page.records.length ? { records: named } : { ...page, records: named };
    });
    if (found === undefined) return undefined;
    records.push(...found);
  }
  return records;
}

async function collect(
  read: (token: string | undefined) => Promise<RecordPage>,
): Promise<readonly DnsRecord[] | undefined> {
  const records: DnsRecord[] = [];
  try {
    for await (const page of pagesOf(read, MAX_PAGES)) records.push(...page.records);
  } catch (error) {
    if (isMissingZone(error)) return undefined;
    throw error;
  }
  return records;
}

interface RecordPage extends Page {
  readonly records: readonly DnsRecord[];
}

/** Where the next page begins is a name, a type and a set identifier: together they are its token. */
type Start = readonly [name: string, type: string | undefined, setIdentifier: string | undefined];

async function readPage(route53: Route53, zoneId: string, token: string | undefined): Promise<RecordPage> {
  const [name, type, setIdentifier] = token === undefined ? [] : (JSON.parse(token) as Partial<Start>);
  const answer = await route53.listResourceRecordSets({
    HostedZoneId: zoneId,
    StartRecordName: name,
    // The type comes from Route 53's own answer, whatever it is.
    StartRecordType: (type ?? undefined) as ResourceRecordSet["Type"],
    StartRecordIdentifier: setIdentifier ?? undefined,
  });
  const records = (answer.ResourceRecordSets ?? []).map(toRecord);
  if (answer.IsTruncated !== true) return { records };
  const next = required(answer.NextRecordName, "name of the next record");
  return { records, NextToken: JSON.stringify([next, answer.NextRecordType, answer.NextRecordIdentifier]) };
}

function toRecord(it: ResourceRecordSet): DnsRecord {
  const target = it.AliasTarget;
  return compact({
    name: plainName(required(it.Name, "name of a record")),
    type: required<string>(it.Type, "type of a record"),
    setIdentifier: it.SetIdentifier,
    ttl: it.TTL,
    values: (it.ResourceRecords ?? []).map(({ Value }) => boundedValue(Value) ?? "").toSorted(),
    alias:
      target === undefined
        ? undefined
        : { name: plainName(target.DNSName ?? ""), zoneId: target.HostedZoneId ?? "" },
  });
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
