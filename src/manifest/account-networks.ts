import ipaddr from "ipaddr.js";
import { heldWith, originIn, shownPlace } from "./draft-place.ts";
import type { Finding, Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import type { Origin } from "./source-file.ts";
import { child, keyOrigin } from "./tree.ts";

/** What is wrong with the accounts' networks, and between them. */
export function checkNetworks(drafts: readonly AccountDraft[]): readonly Finding[] {
  const own = drafts.flatMap((draft) =>
    [...checkCidr(draft), ...checkSides(draft), ...checkMeaning(draft)].map((flaw) => heldWith(draft, flaw)),
  );
  return [...own, ...overlaps(drafts), ...copies(drafts)];
}

const CIDR = ["network", "cidr"];

/** Private address ranges: RFC 1918, and the shared space of RFC 6598. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function checkCidr(draft: AccountDraft): readonly Flaw[] {
  const { cidr } = draft.fields.network;
  const origin = originIn(draft, CIDR);
  const range = rangeOf(cidr);
  if (range === undefined)
    return [{ origin, message: `network.cidr is ${cidr}, which is no range of addresses` }];
  const network = ipaddr.IPv4.networkAddressFromCIDR(cidr).toString();
  if (!cidr.startsWith(`${network}/`)) {
    const right = `${network}/${cidr.split("/")[1] ?? ""}`;
    return [
      { origin, message: `network.cidr is ${cidr}, which begins inside a range`, remedy: `write ${right}` },
    ];
  }
  return draft.fields.network.existing === undefined ? checkMadeRange(origin, cidr, range) : [];
}

/** Longest prefix that leaves room for six subnets with load balancers in them. */
const LONGEST_PREFIX = 22;

function checkMadeRange(origin: Origin, cidr: string, range: Range): readonly Flaw[] {
  if (Number(cidr.split("/")[1]) > LONGEST_PREFIX) {
    const message = `network.cidr is ${cidr}, too small for the network of an account`;
    return [{ origin, message, remedy: `take a range from /16 to /${LONGEST_PREFIX}` }];
  }
  const isPrivate = PRIVATE.map(rangeOf).some((known) => known !== undefined && contains(known, range));
  const remedy = "take a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";
  return isPrivate ? [] : [{ origin, message: `network.cidr is ${cidr}, which is not private`, remedy }];
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOf(cidr: string): Range | undefined {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return undefined;
  const number = (address: { readonly octets: readonly number[] }): number =>
    address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return {
    first: number(ipaddr.IPv4.networkAddressFromCIDR(cidr)),
    last: number(ipaddr.IPv4.broadcastAddressFromCIDR(cidr)),
  };
}

function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Ranges in order of their beginning: one overlaps an earlier one exactly when it begins before that one's end. */
function overlaps(drafts: readonly AccountDraft[]): readonly Finding[] {
  const ranges = drafts
    .flatMap((draft) => {
      const range = rangeOf(draft.fields.network.cidr);
      return range === undefined ? [] : [{ draft, range }];
    })
    .toSorted((one, other) => one.range.first - other.range.first);
  let widest: (typeof ranges)[number] | undefined;
  return ranges.flatMap((next) => {
    const before = widest;
    if (before === undefined || next.range.last > before.range.last) widest = next;
    if (before === undefined || before.range.last < next.range.first) return [];
    return [...overlap(next.draft, before.draft), ...overlap(before.draft, next.draft)];
  });
}

/** A VPC that is there has the range that it has, and a person has to choose another for the one that is made. */
function overlap(draft: AccountDraft, other: AccountDraft): readonly Finding[] {
  if (draft.fields.network.existing !== undefined) return [];
  const cidr = other.fields.network.cidr;
  const message = `network.cidr ${draft.fields.network.cidr} overlaps ${cidr} of account ${other.name} (${shownPlace(other, CIDR)})`;
  const remedy = "give each account a range of its own";
  return [heldWith(draft, { origin: originIn(draft, CIDR), message, remedy })];
}

/** A subnet either has a way in from the internet or has none. */
function checkSides(draft: AccountDraft): readonly Flaw[] {
  const { existing } = draft.fields.network;
  return (existing?.privateSubnets ?? []).flatMap((subnet, index) => {
    if (existing?.publicSubnets.includes(subnet) !== true) return [];
    const origin = originIn(draft, ["network", "existing", "privateSubnets", index]);
    const message = `${subnet} is both a public and a private subnet of this account`;
    return [
      {
        origin,
        message,
        remedy: "databases go to the private ones: name subnets that the internet does not reach",
      },
    ];
  });
}

/** What only a VPC that is made can be told. */
const OF_MADE = ["availabilityZones", "nat"];

/** Said in the defaults of all accounts, it is meant for the others. */
function checkMeaning(draft: AccountDraft): readonly Flaw[] {
  const network = child(draft.tree, "network");
  if (network?.kind !== "map") return [];
  const file = network.entries.get("existing")?.key.file;
  return OF_MADE.flatMap((field) => {
    const key = network.entries.get(field)?.key;
    if (key === undefined || key === network.origin || key.file !== file) return [];
    const message = `network.${field} is for a VPC that Mooring makes, and this account has its own`;
    return [
      {
        origin: keyOrigin(draft.tree, ["network", field]),
        message,
        remedy: "take it out, or take `existing` out",
      },
    ];
  });
}

/** Ids of VPCs and subnets mean one thing in one account and Region. */
function copies(drafts: readonly AccountDraft[]): readonly Finding[] {
  const named = drafts.flatMap((draft) => {
    const { existing } = draft.fields.network;
    if (existing === undefined) return [];
    const subnets = (["publicSubnets", "privateSubnets"] as const).flatMap((side) =>
      existing[side].map((id, index) => ({ draft, id, path: ["network", "existing", side, index] })),
    );
    return [{ draft, id: existing.vpc, path: ["network", "existing", "vpc"] }, ...subnets];
  });
  return named.flatMap(({ draft, id, path }) => {
    const other = named.find((one) => one.id === id && one.draft !== draft);
    if (other === undefined) return [];
    const message = `${id} is in the network of account ${other.draft.name} too (${shownPlace(other.draft, other.path)})`;
    return [
      heldWith(draft, {
        origin: originIn(draft, path),
        message,
        remedy: "name what this account has itself",
      }),
    ];
  });
}
