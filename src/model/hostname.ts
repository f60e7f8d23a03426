import type { Account } from "./repository.ts";

/** The zone of an account that a domain name belongs to: the longest of those that it is in, if any. */
export function zoneOfHostname(
  { zone, zones }: Pick<Account, "zone" | "zones">,
  hostname: string,
): string | undefined {
  const around = [zone, ...Object.keys(zones)].filter(
    (one) => hostname === one || hostname.endsWith(`.${one}`),
  );
  return around.toSorted((one, other) => other.length - one.length)[0];
}

/** Whether the certificate of the account's load balancers is made out to a name: the zone, or one label below it. */
export function hasSharedCertificate({ zone }: Pick<Account, "zone">, hostname: string): boolean {
  return [zone, `internal.${zone}`].includes(hostname.slice(hostname.indexOf(".") + 1)) || hostname === zone;
}
