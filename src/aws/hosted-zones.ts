import type { Route53 } from "@aws-sdk/client-route-53";
import type { HostedZone } from "../model/cloud-dns.ts";
import { isMissingZone } from "./failure.ts";
import { pagesOf, type Page } from "./pages.ts";
import { required } from "./shape.ts";

/** Zones of one name; a page has 100 of them. */
const MAX_PAGES = 10;

/** The public zones of exactly that domain. */
export async function readHostedZones(route53: Route53, domain: string): Promise<readonly HostedZone[]> {
  const zones: HostedZone[] = [];
  for await (const page of pagesOf((token) => readPage(route53, domain, token), MAX_PAGES))
    zones.push(...page.zones);
  return zones;
}

/** Sorted; `undefined` when there is no such zone, or a private one, which has none. */
export async function readNameServers(
  route53: Route53,
  zoneId: string,
): Promise<readonly string[] | undefined> {
  try {
    const { DelegationSet: set } = await route53.getHostedZone({ Id: zoneId });
    return set?.NameServers?.map(plainDomain).toSorted();
  } catch (error) {
    if (isMissingZone(error)) return undefined;
    throw error;
  }
}

interface ZonePage extends Page {
  readonly zones: readonly HostedZone[];
}

/** Zones come in order of their names, so those of one name stand together. */
async function readPage(route53: Route53, domain: string, token: string | undefined): Promise<ZonePage> {
  const answer = await route53.listHostedZonesByName({ DNSName: domain, HostedZoneId: token });
  const read = (answer.HostedZones ?? []).map((zone) => ({
    id: required(zone.Id, "id of a hosted zone").replace(/^\/hostedzone\//, ""),
    name: plainDomain(required(zone.Name, "name of a hosted zone")),
    isPrivate: zone.Config?.PrivateZone === true,
  }));
  const named = read.filter(({ name }) => name === domain);
  const zones = named.filter(({ isPrivate }) => !isPrivate).map(({ id, name }) => ({ id, name }));
  const isLast = answer.IsTruncated !== true || plainDomain(answer.NextDNSName ?? "") !== domain;
  return isLast ? { zones } : { zones, NextToken: required(answer.NextHostedZoneId, "id of the next zone") };
}

function plainDomain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
