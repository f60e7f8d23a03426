import { hasSharedCertificate, zoneOfHostname } from "../model/hostname.ts";
import { LONGEST_CERTIFICATE_NAME } from "./account-zones.ts";
import type { Finding, Flaw } from "./flaw.ts";
import type { PlacedService } from "./placed-service.ts";
import type { AccountDraft } from "./read-account.ts";
import { formatPlace } from "../model/place.ts";
import { nearest } from "./tree.ts";

/** Certificates of a listener beside its own ("Quotas for your Application Load Balancers"). */
const MAX_CERTIFICATES = 25;

/** What is wrong with the further names of an account's services. Each name leads to one service. */
export function checkHostnames(
  { name: account, fields }: AccountDraft,
  services: readonly PlacedService[],
): readonly Finding[] {
  const all = services.flatMap(namesOf);
  let certificates = 0;
  return all.flatMap((one): readonly Finding[] => {
    const { name, service } = one;
    if (!hasSharedCertificate(fields, name)) certificates += 1;
    const flaw =
      whereNot(fields, one) ??
      takenBy(one, all) ??
      sameAsHost(fields, one, services) ??
      tooLong(fields, one) ??
      tooMany(certificates, one);
    const { app } = service.placement;
    return flaw === undefined
      ? []
      : [{ ...flaw, origin: originOf(one), holds: { kind: "app", account, app } }];
  });
}

interface PlacedName {
  readonly name: string;
  readonly index: number;
  readonly service: PlacedService;
}

type Fields = AccountDraft["fields"];
type Complaint = Omit<Flaw, "origin"> | undefined;

function namesOf(service: PlacedService): readonly PlacedName[] {
  return service.placement.spec.hostnames.map((name, index) => ({ name, index, service }));
}

function originOf({ index, service }: PlacedName): Flaw["origin"] {
  return nearest(service.fields, ["hostnames", index]).origin;
}

function whereNot(fields: Fields, { name }: PlacedName): Complaint {
  if (zoneOfHostname(fields, name) !== undefined) return undefined;
  const has = [fields.zone, ...Object.keys(fields.zones)].join(", ");
  return {
    message: `${name} is in no zone of this account, which has ${has}`,
    remedy: "add its zone to `zones` in account.yaml, or take the name out here",
  };
}

function takenBy({ name, service }: PlacedName, all: readonly PlacedName[]): Complaint {
  const other = all.find((one) => one.name === name && one.service !== service)?.service.placement;
  if (other === undefined) return undefined;
  return {
    message: `${name} leads to ${other.app} already (${formatPlace(other.place)})`,
    remedy: "take it out of one of them",
  };
}

/** A host is `<host>.<zone>` and `<host>.internal.<zone>` already. */
function sameAsHost({ zone }: Fields, { name }: PlacedName, services: readonly PlacedService[]): Complaint {
  const host = [`.internal.${zone}`, `.${zone}`].flatMap((end) =>
    name.endsWith(end) ? [name.slice(0, -end.length)] : [],
  )[0];
  const owner = services.find(
    ({ placement: { spec } }) => spec.expose.length > 0 && host !== undefined && spec.hosts.includes(host),
  )?.placement;
  if (owner === undefined) return undefined;
  return {
    message: `${name} is the host ${host} of ${owner.app} already (${formatPlace(owner.place)})`,
    remedy: "take it out of `hostnames`, or give that app other `hosts`",
  };
}

function tooLong(fields: Fields, { name }: PlacedName): Complaint {
  if (name.length <= LONGEST_CERTIFICATE_NAME || hasSharedCertificate(fields, name)) return undefined;
  return {
    message: `no certificate can be made out to ${name}: it has ${name.length} characters`,
    remedy: `take a name of at most ${LONGEST_CERTIFICATE_NAME} characters`,
  };
}

function tooMany(certificates: number, { name }: PlacedName): Complaint {
  if (certificates <= MAX_CERTIFICATES) return undefined;
  return {
    message: `the public load balancer would have ${certificates} certificates with ${name}, and ${MAX_CERTIFICATES} is the limit`,
    remedy: "use fewer names outside of the account's zone",
  };
}
