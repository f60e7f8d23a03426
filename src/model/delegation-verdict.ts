import type { RecordChange } from "./cloud-dns.ts";
import type { DnsRecord } from "./cloud-drift.ts";
import type { DelegationCase } from "./delegation.ts";

/** How the delegation of a zone stands, and what may be done about it. */
export type DelegationVerdict =
  /** It leads to the account's zone, whoever saw to that. */
  | { readonly kind: "delegated" }
  /** It is missing, or ours and leads elsewhere, or may be taken over. */
  | {
      readonly kind: "to-write";
      readonly zoneId: string;
      /** One batch; empty as long as the account's zone is not there. */
      readonly changes: readonly RecordChange[];
      /** The NS record that leads elsewhere. */
      readonly there?: DnsRecord;
    }
  /** A person has to do something first. */
  | {
      readonly kind: "refused";
      /** One sentence without a full stop. */
      readonly why: string;
      readonly remedy: string;
      readonly there?: DnsRecord;
    }
  /** AWS could not be asked just now. */
  | { readonly kind: "unknown"; readonly why: string; readonly remedy?: string };

/** Seconds for which resolvers keep what leads to a zone: a correction counts everywhere an hour later. */
const TTL = 3600;

/**
 * Compares the zone above with the account's zone. Only what is missing or marked as ours is written, or what the
 * repository takes over: the mark is a TXT record `_mooring.<zone>` beside the NS record. Without name servers of the
 * account's zone it says what would stand in the way.
 */
export function delegationVerdict(given: DelegationCase): DelegationVerdict {
  const { parent, delegation } = given;
  const { site } = delegation;
  switch (parent.kind) {
    case "found":
      return verdictOn(parent.records, parent.zoneId, given);
    case "missing":
      return refused(
        delegation.zoneId === undefined
          ? `account ${site.name} has no public hosted zone ${delegation.parent}`
          : `account ${site.name} has no public hosted zone ${delegation.zoneId}`,
        `make that zone first, or correct \`delegation\` ${inFile(given)}${afterOwner(site)}`,
      );
    case "ambiguous":
      return refused(
        `account ${site.name} has several public hosted zones ${delegation.parent}: ${parent.zoneIds.join(", ")}`,
        `write the one that the world asks as \`zoneId\` under \`delegation\` ${inFile(given)}`,
      );
    case "wrong-account":
      return refused(
        `the credentials for the zone ${delegation.parent} (${parent.identity.arn}) are of AWS account ${parent.identity.account}, and ${site.name} is ${site.id}`,
        `correct \`delegation\` ${inFile(given)}, or the role of ${site.name}`,
      );
    case "unreadable":
      return parent.mayRetry
        ? {
            kind: "unknown",
            why: parent.why,
            ...(parent.remedy === undefined ? {} : { remedy: parent.remedy }),
          }
        : refused(
            `${given.domain} and the zone ${delegation.parent} above it cannot be compared: ${parent.why}`,
            parent.remedy ?? "correct what AWS complains about",
          );
  }
}

/** Name of the record that says whose the delegation is. */
export function markerName(domain: string): string {
  return `_mooring.${domain}`;
}

function verdictOn(records: readonly DnsRecord[], zoneId: string, given: DelegationCase): DelegationVerdict {
  const { domain, nameServers } = given;
  const there = records.find(({ name, type }) => name === domain && type === "NS");
  if (there !== undefined && leadsTo(there, nameServers)) return { kind: "delegated" };
  const marker = records.find(({ name, type }) => name === markerName(domain) && type === "TXT");
  const found = { there, marker, hidden: hiddenBelow(records, domain), zoneId };
  return refuseForeign(found, given) ?? writeTo(found, given);
}

/** What stands where the NS record and its mark belong. */
interface Found {
  readonly there: DnsRecord | undefined;
  readonly marker: DnsRecord | undefined;
  /** Records that nobody could see any more once the zone is delegated. */
  readonly hidden: readonly DnsRecord[];
  readonly zoneId: string;
}

function leadsTo({ values }: DnsRecord, nameServers: readonly string[] | undefined): boolean {
  const told = values.map((value) => value.toLowerCase().replace(/\.$/, "")).toSorted();
  return nameServers !== undefined && JSON.stringify(told) === JSON.stringify(nameServers.toSorted());
}

/** A DS record goes with a delegation; what has the zone's own name or one below is asked for in the zone itself. */
function hiddenBelow(records: readonly DnsRecord[], domain: string): readonly DnsRecord[] {
  return records.filter(({ name, type }) =>
    name === domain ? type !== "NS" && type !== "DS" : !(name === markerName(domain) && type === "TXT"),
  );
}

function refuseForeign(found: Found, given: DelegationCase): DelegationVerdict | undefined {
  return (
    refuseUnreadable(found, given) ?? refuseOtherRepository(found, given) ?? refuseUnlessAdopted(found, given)
  );
}

/** What cannot stand beside an NS record, or be replaced by one, whoever allows it. */
function refuseUnreadable({ there, marker, hidden }: Found, { domain, delegation }: DelegationCase) {
  const alias = hidden.find(({ name, type }) => name === domain && type === "CNAME");
  const odd = alias ?? [there, marker].find((record) => record !== undefined && record.ttl === undefined);
  return odd === undefined
    ? undefined
    : refused(
        `the zone ${delegation.parent} has a record ${odd.name} ${odd.type} that Mooring cannot replace by a delegation`,
        "remove that record by hand",
        there,
      );
}

function refuseOtherRepository({ there, marker }: Found, { owner, domain, delegation }: DelegationCase) {
  const other = ownersIn(marker).find(({ repository }) => repository !== owner.repository);
  return other === undefined
    ? undefined
    : refused(
        `the delegation of ${domain} in ${delegation.parent} belongs to ${other.account} of the environments repository ${other.repository}`,
        `give the account another zone, or take it out of ${other.repository} and remove the record ${markerName(domain)} TXT`,
        there,
      );
}

function refuseUnlessAdopted(found: Found, given: DelegationCase): DelegationVerdict | undefined {
  const { owner, delegation } = given;
  const isOurs = ownersIn(found.marker).some(({ account }) => account === owner.account);
  if (delegation.adopt || isOurs) return undefined;
  const why = whyForeign(found, given);
  const remedy = `if it may be taken over, write \`adopt: true\` under \`delegation\` ${inFile(given)}; otherwise give the account another zone`;
  return why === undefined ? undefined : refused(why, remedy, found.there);
}

/** `undefined` when nothing is there that somebody could miss. */
function whyForeign({ there, marker, hidden }: Found, { domain, delegation }: DelegationCase) {
  const [other] = ownersIn(marker);
  if (there !== undefined) {
    const whose =
      other === undefined ? "is not marked as ours" : `is marked as that of account ${other.account}`;
    return `the NS record ${domain} in ${delegation.parent} leads to ${there.values.join(", ")} and ${whose}`;
  }
  if (hidden.length === 0) return undefined;
  const named = hidden.slice(0, MOST_NAMED).map(({ name, type }) => `${name} ${type}`);
  const rest = hidden.length > MOST_NAMED ? ` and ${hidden.length - MOST_NAMED} more` : "";
  return `the zone ${delegation.parent} has records that nobody could see any more once ${domain} is delegated: ${named.join(", ")}${rest}`;
}

const MOST_NAMED = 3;

function writeTo({ there, marker, zoneId }: Found, given: DelegationCase): DelegationVerdict {
  const { domain, nameServers, owner } = given;
  const about = { kind: "to-write", zoneId, ...(there === undefined ? {} : { there }) } as const;
  if (nameServers === undefined) return { ...about, changes: [] };
  const kept = marker?.values.filter((value) => MARK.exec(value) === null) ?? [];
  const changes = [
    ...replacement(there, { name: domain, type: "NS", values: nameServers.map((name) => `${name}.`) }),
    ...replacement(marker, { name: markerName(domain), type: "TXT", values: [...kept, markOf(owner)] }),
  ];
  return { ...about, changes };
}

function replacement(
  there: DnsRecord | undefined,
  wanted: Omit<RecordChange["record"], "ttl">,
): readonly RecordChange[] {
  const create = { action: "create", record: { ...wanted, ttl: TTL } } as const;
  if (there === undefined) return [create];
  if (JSON.stringify(there.values.toSorted()) === JSON.stringify(wanted.values.toSorted())) return [];
  const { name, type, values, ttl = TTL } = there;
  return [{ action: "delete", record: { name, type, values, ttl } }, create];
}

function markOf({ repository, account }: DelegationCase["owner"]): string {
  return `"mooring:${repository}/${account}"`;
}

const MARK = /^"mooring:([^"/]+)\/([^"/]+)"$/;

function ownersIn(marker: DnsRecord | undefined): readonly DelegationCase["owner"][] {
  return (marker?.values ?? []).flatMap((value) => {
    const [, repository, account] = MARK.exec(value) ?? [];
    return repository === undefined || account === undefined ? [] : [{ repository, account }];
  });
}

/** A zone above in an account that is not in the repository is nobody's that Mooring could wait for. */
function afterOwner({ name, id }: DelegationCase["delegation"]["site"]): string {
  return name === id ? "" : `; where Mooring makes it, write \`after: [${name}]\` there`;
}

function inFile({ owner }: DelegationCase): string {
  return `in accounts/${owner.account}/account.yaml`;
}

function refused(why: string, remedy: string, there?: DnsRecord): DelegationVerdict {
  return { kind: "refused", why, remedy, ...(there === undefined ? {} : { there }) };
}
