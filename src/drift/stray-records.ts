import type { DnsRecord } from "../model/cloud-drift.ts";
import type { DriftedProperty } from "../model/drift.ts";
import { judgeProperty, together, type Findings } from "./resource-drift.ts";
import type { Zone } from "./declared-records.ts";
import type { Subject } from "./resource-drift.ts";
import { recordName } from "./record-names.ts";

/** A record whose name, and type where that is known, some stack of the account declares. */
export interface KnownRecord {
  readonly name: string;
  readonly type?: string;
}

/** Where stray records are looked for. */
export interface StrayWork extends Pick<Subject, "account" | "ignoreDrift" | "now"> {
  readonly zone: Zone;
  /** The stack of the zone: what nobody declares belongs to it. */
  readonly stack: string;
  readonly records: readonly DnsRecord[];
  readonly known: readonly KnownRecord[];
}

/** Records of the zone that no stack of the account declares and that nothing explains. */
export function strayFindings(work: StrayWork): Findings {
  const strays = work.records.filter(
    (record) => !isDeclared(record, work.known) && !EXPLAINED.some(({ isIt }) => isIt(record, work.zone)),
  );
  return together(strays.map((record) => judgeProperty(strayOf(record, work), work, undefined)));
}

function isDeclared(record: DnsRecord, known: readonly KnownRecord[]): boolean {
  return known.some(({ name, type }) => name === record.name && (type === undefined || type === record.type));
}

/** Records that have to be there although no template declares them. */
const EXPLAINED: readonly {
  readonly what: string;
  readonly source: string;
  readonly isIt: (record: DnsRecord, zone: Zone) => boolean;
}[] = [
  {
    what: "name servers and start of authority of the zone itself",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html",
    isIt: ({ name, type }, { domain }) => name === recordName(domain) && (type === "NS" || type === "SOA"),
  },
  {
    what: "validation of a certificate, made by ACM or CloudFormation",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    isIt: ({ name, type, values }) =>
      type === "CNAME" &&
      /^_[0-9a-f]{32}\./.test(name) &&
      values.every((value) => /\.acm-validations\.aws\.?$/i.test(value)),
  },
  {
    what: "delegation of a domain below to a zone of its own",
    source:
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-routing-traffic-for-subdomains.html",
    isIt: ({ name, type }, { domain }) => type === "NS" && name.endsWith(`.${recordName(domain)}`),
  },
  {
    what: "mark of the environments repository that leads to a zone below",
    source: "model/delegation-verdict.ts",
    isIt: ({ name, type, values }, { domain }) =>
      type === "TXT" &&
      name.startsWith("_mooring.") &&
      name.endsWith(`.${recordName(domain)}`) &&
      values.every((value) => value.startsWith('"mooring:')),
  },
];

function strayOf(record: DnsRecord, { account, stack, now }: StrayWork): DriftedProperty {
  const id = record.setIdentifier === undefined ? "" : ` ${record.setIdentifier}`;
  const actual = record.alias === undefined ? record.values.join(" ") : `alias ${record.alias.name}`;
  return {
    layer: "dns",
    account,
    app: "zone",
    stack,
    resource: `${record.name} ${record.type}${id}`,
    type: "AWS::Route53::RecordSet",
    property: "",
    actual,
    since: now,
  };
}
