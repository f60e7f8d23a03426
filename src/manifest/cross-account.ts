import type { Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import type { Origin } from "./source-file.ts";
import { visitScalars, type ScalarNode, type Tree } from "./tree.ts";

/** How values name accounts: by id, and by zone. */
export interface Identities {
  readonly namesById: ReadonlyMap<string, readonly string[]>;
  readonly nameByZone: ReadonlyMap<string, string>;
}

/** The identities of all accounts that could be read. */
export function identitiesOf(drafts: readonly AccountDraft[]): Identities {
  const namesById = new Map<string, readonly string[]>();
  const nameByZone = new Map<string, string>();
  for (const { name, fields } of drafts) {
    namesById.set(fields.id, [...(namesById.get(fields.id) ?? []), name]);
    if (!nameByZone.has(fields.zone)) nameByZone.set(fields.zone, name);
  }
  return { namesById, nameByZone };
}

/** Fields that name accounts by their folder, that are the account's own identity, or that nothing is deployed with. */
const EXEMPT: ReadonlySet<string> = new Set([
  "id",
  "zone",
  "delegation",
  "after",
  "crossAccount",
  "paused",
  "windows",
  "ignoreDrift",
]);

/**
 * Finds values that name another account's id or zone: the copy-and-paste mistake that deploys one environment against the
 * resources of another. Accounts in `allowed` may be named.
 */
export function findForeign(
  tree: Tree,
  own: string,
  allowed: readonly string[],
  identities: Identities,
): readonly Flaw[] {
  const isForeign = (names: readonly string[]): boolean =>
    ![own, ...allowed].some((name) => names.includes(name));
  const flaws: Flaw[] = [];
  visitScalars(tree, (node, [field]) => {
    if (typeof node.value !== "string" || EXEMPT.has(String(field))) return;
    for (const { written, names, remedy, what } of namedIn(node.value, identities)) {
      if (!isForeign(names)) continue;
      const message = `${written} is the ${what} of account ${names.join(", ")}`;
      const allow = `or say crossAccount: [${names[0] ?? ""}] where that is meant`;
      flaws.push({ origin: originOf(node, written), message, remedy: `write ${remedy}, ${allow}` });
    }
  });
  return flaws;
}

interface Named {
  readonly written: string;
  readonly names: readonly string[];
  readonly what: "id" | "zone";
  readonly remedy: string;
}

/** What no name of an account can do without: a run of digits, or a dot inside a word. */
const MAY_NAME = /[0-9]{12}|[a-z0-9-]\.[a-z0-9-]/i;
const ACCOUNT_ID = /(?<![0-9])[0-9]{12}(?![0-9])/g;
const DOMAIN = /[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
const E_MAIL = /^[^@\s/]+@[^@\s/]+$/;

function namedIn(text: string, { namesById, nameByZone }: Identities): readonly Named[] {
  if (!MAY_NAME.test(text)) return [];
  const ids = [...text.matchAll(ACCOUNT_ID)].flatMap(([id]): Named[] => {
    const names = namesById.get(id);
    return names === undefined ? [] : [{ written: id, names, what: "id", remedy: "${account.id}" }];
  });
  const domains = E_MAIL.test(text) ? [] : [...text.matchAll(DOMAIN)];
  const zones = domains.flatMap(([domain]): Named[] => {
    const zone = zoneOf(domain.toLowerCase(), nameByZone);
    return zone === undefined ? [] : [{ ...zone, what: "zone", remedy: "${zone}" }];
  });
  return [...ids, ...zones];
}

/** The longest known zone that a domain is in. */
function zoneOf(
  domain: string,
  nameByZone: Identities["nameByZone"],
): Pick<Named, "written" | "names"> | undefined {
  for (let suffix = domain; suffix !== ""; suffix = suffix.slice(suffix.indexOf(".") + 1)) {
    const name = nameByZone.get(suffix);
    if (name !== undefined) return { written: suffix, names: [name] };
    if (!suffix.includes(".")) return undefined;
  }
  return undefined;
}

/** Where the name stands inside the value; the beginning of the value when it came out of a variable. */
function originOf(node: ScalarNode, written: string): Origin {
  const { file, start, end } = node.origin;
  const at = file.text.slice(start, end).toLowerCase().indexOf(written.toLowerCase());
  return at < 0 ? node.origin : { file, start: start + at, end: start + at + written.length };
}
