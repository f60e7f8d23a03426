import { ApiError } from "../errors.ts";
import type { RestXmlAnswer, RestXmlCall } from "../protocol/rest-xml-service.ts";
import { normalizeName, sortKey } from "./names.ts";
import type { Zone } from "./records.ts";
import { zones } from "./records.ts";
import { compareOrder } from "./store.ts";
import { pageSize, zoneShape } from "./wire-shapes.ts";

/** ListHostedZones: pages of 100, in the order in which the zones were made. The marker is the id of the first zone of the next page. */
export function listHostedZones({ world, caller, query }: RestXmlCall): RestXmlAnswer {
  const account = world.account(caller.account);
  const all = [...account.table(zones).values()];
  const marker = query.get("marker");
  const from = marker === null ? 0 : all.findIndex(({ id }) => id === marker);
  if (from === -1) throw new ApiError("InvalidInput", `The marker ${marker ?? ""} is not valid`);
  const size = pageSize(query, PAGE);
  const next = all[from + size];
  return {
    content: {
      HostedZones: all.slice(from, from + size).map((zone) => zoneShape(account, zone)),
      Marker: marker ?? undefined,
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: size,
    },
  };
}

/** ListHostedZonesByName: pages of 100, ordered by name from the right, then by id; it begins at a name, and an id. */
export function listHostedZonesByName({ world, caller, query }: RestXmlCall): RestXmlAnswer {
  const account = world.account(caller.account);
  const name = query.get("dnsname");
  const id = query.get("hostedzoneid");
  const start = name === null ? [] : [sortKey(normalizeName(name)), id ?? ""];
  const all = [...account.table(zones).values()]
    .map((zone) => ({ zone, key: orderOf(zone) }))
    .filter(({ key }) => name === null || compareOrder(key, start) >= 0)
    .toSorted((a, b) => compareOrder(a.key, b.key))
    .map(({ zone }) => zone);
  const size = pageSize(query, PAGE);
  const next = all[size];
  return {
    content: {
      HostedZones: all.slice(0, size).map((zone) => zoneShape(account, zone)),
      DNSName: name ?? undefined,
      HostedZoneId: id ?? undefined,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: size,
    },
  };
}

const PAGE = 100;

function orderOf({ name, id }: Zone): readonly string[] {
  return [sortKey(name), id];
}
