import { derivedHex } from "../../identifiers.ts";
import { isWithin, normalizeName } from "../../route53/names.ts";
import type { RecordInput, Zone } from "../../route53/records.ts";
import { recordKey, recordSets, zones } from "../../route53/records.ts";
import type { Account, World } from "../../world.ts";
import { certificatesNeedDelegation } from "./settings.ts";

/** The record by which somebody proves to ACM that a domain is theirs: one for an account and a domain, a wildcard's too. */
export function validationRecord(account: string, domain: string): RecordInput {
  const bare = domain.replace(/^\*\./, "");
  const target = `_${derivedHex(32, account, bare, "target")}.${derivedHex(10, account, bare)}`;
  return {
    name: normalizeName(`_${derivedHex(32, account, bare, "name")}.${bare}`),
    type: "CNAME",
    ttl: 300,
    values: [`${target}.acm-validations.aws.`],
  };
}

/** Whether a public zone of any account of the world has the record and, where that is asked for, the zone is delegated. */
export function isValidated(world: World, record: RecordInput): boolean {
  return publicZones(world, record.name).some(
    ({ account, zone }) =>
      hasRecord(account, zone, record) && (!certificatesNeedDelegation(world) || isDelegated(world, zone)),
  );
}

/** A zone, and whose it is. */
interface OwnedZone {
  readonly account: Account;
  readonly zone: Zone;
}

/** The public zones that a name lies in, of whatever account. */
function publicZones(world: World, name: string): readonly OwnedZone[] {
  return [...world.accounts()].flatMap((account) =>
    [...account.table(zones).values()]
      .filter((zone) => !zone.isPrivate && isWithin(name, zone.name))
      .map((zone) => ({ account, zone })),
  );
}

function hasRecord(account: Account, zone: Zone, wanted: RecordInput): boolean {
  const values = account.table(recordSets).get(recordKey(zone.id, wanted))?.values ?? [];
  return values.some((value) => bare(value) === bare(wanted.values?.[0] ?? ""));
}

/** A zone is delegated when a zone above it names at least one of its servers. */
function isDelegated(world: World, zone: Zone): boolean {
  return publicZones(world, zone.name)
    .filter((above) => above.zone.name !== zone.name)
    .some(({ account, zone: above }) => {
      const servers = account
        .table(recordSets)
        .get(recordKey(above.id, { name: zone.name, type: "NS" }))?.values;
      return (servers ?? []).some((server) => zone.nameServers.includes(bare(server)));
    });
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
