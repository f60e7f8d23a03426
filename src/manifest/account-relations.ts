import ipaddr from "ipaddr.js";
import { didYouMean } from "./closest-name.ts";
import { cycleThrough } from "./cycle.ts";
import type { Finding, Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import { placeOf, type Origin } from "./source-file.ts";
import { keyOrigin, nearest, type TreePath } from "./tree.ts";

/** What is wrong between accounts, and with what one account says of others. Each side of a clash is told and held. */
export function checkAccounts(drafts: readonly AccountDraft[], names: readonly string[]): readonly Finding[] {
  const found = drafts.flatMap((draft) =>
    [
      ...checkNames(draft, names, "after"),
      ...checkNames(draft, names, "crossAccount"),
      ...checkCidr(draft),
    ].map((flaw) => heldWith(draft, flaw)),
  );
  return [
    ...found,
    ...clashes(drafts, "id", ({ id, region }) => `${id} ${region}`, "AWS account and Region"),
    ...clashes(drafts, "zone", ({ zone }) => zone, "zone"),
    ...overlaps(drafts),
    ...cycles(drafts),
  ];
}

function heldWith(draft: AccountDraft, flaw: Flaw): Finding {
  return { ...flaw, holds: { kind: "account", account: draft.name } };
}

function originIn({ tree }: AccountDraft, path: TreePath): Origin {
  return nearest(tree, path).origin;
}

function checkNames(
  draft: AccountDraft,
  names: readonly string[],
  field: "after" | "crossAccount",
): readonly Flaw[] {
  return draft.fields[field].flatMap((name, index) => {
    if (names.includes(name)) return [];
    const remedy = didYouMean(name, names, `there are ${names.join(", ")}`);
    return [
      {
        origin: originIn(draft, [field, index]),
        message: `${field} names ${name}, which is no account`,
        remedy,
      },
    ];
  });
}

type Fields = AccountDraft["fields"];

function clashes(
  drafts: readonly AccountDraft[],
  field: "id" | "zone",
  key: (fields: Fields) => string,
  what: string,
): readonly Finding[] {
  const first = new Map<string, AccountDraft>();
  return drafts.flatMap((draft) => {
    const other = first.get(key(draft.fields));
    if (other === undefined) {
      first.set(key(draft.fields), draft);
      return [];
    }
    return [clash(draft, other, field, what), clash(other, draft, field, what)];
  });
}

function clash(draft: AccountDraft, other: AccountDraft, field: "id" | "zone", what: string): Finding {
  const message = `account ${draft.name} has the same ${what} as account ${other.name} (${shownPlace(other, [field])})`;
  return heldWith(draft, {
    origin: originIn(draft, [field]),
    message,
    remedy: `give each account its own ${field}`,
  });
}

function shownPlace(draft: AccountDraft, path: TreePath): string {
  const { file, line } = placeOf(originIn(draft, path));
  return `${file}:${line}`;
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
    return [overlap(next.draft, before.draft), overlap(before.draft, next.draft)];
  });
}

function overlap(draft: AccountDraft, other: AccountDraft): Finding {
  const cidr = other.fields.network.cidr;
  const message = `network.cidr ${draft.fields.network.cidr} overlaps ${cidr} of account ${other.name} (${shownPlace(other, CIDR)})`;
  return heldWith(draft, {
    origin: originIn(draft, CIDR),
    message,
    remedy: "give each account a range of its own",
  });
}

function cycles(drafts: readonly AccountDraft[]): readonly Finding[] {
  const after = new Map(drafts.map(({ name, fields }) => [name, fields.after]));
  return drafts.flatMap((draft) => {
    const path = cycleThrough(draft.name, after);
    if (path === undefined) return [];
    const message = `account ${draft.name} would wait for itself: ${path.join(" → ")}`;
    return [
      heldWith(draft, {
        origin: keyOrigin(draft.tree, ["after"]),
        message,
        remedy: "take one of them out of after",
      }),
    ];
  });
}
