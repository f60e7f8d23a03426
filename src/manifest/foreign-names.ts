import { wordOf, type Identities } from "./identities.ts";
import { ARN, namedThings, type NamedThing } from "./named-things.ts";
import type { TreePath } from "./tree.ts";

/** Whose values are looked at. */
export interface Whose {
  readonly account: string;
  readonly region: string;
  /** Absent for the account's own settings. */
  readonly app?: string;
  /** Accounts that may be named. */
  readonly allowed: readonly string[];
}

/** One value, and whose it is. */
export interface Valued {
  readonly text: string;
  readonly path: TreePath;
  readonly whose: Whose;
  readonly identities: Identities;
}

/** Something in a value that stands for accounts. */
export interface Named {
  readonly written: string;
  readonly names: readonly string[];
  /** What it is of them: `the id of`. */
  readonly what: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** What no name of an account can do without: a run of digits, or a dot inside a word. */
const MAY_NAME = /[0-9]{12}|[a-z0-9-]\.[a-z0-9-]/i;
const ACCOUNT_ID = /(?<![0-9])[0-9]{12}(?![0-9])/g;
/** Begins where a word does: values are anybody's, and one of 200,000 letters would take minutes to look through otherwise. */
const DOMAIN = /(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
const E_MAIL = /^[^@\s/]+@[^@\s/]+$/;

/** Accounts that a value names by their ids and zones. */
export function foreignZonesAndIds({
  text,
  identities: { namesById, namesByZone },
}: Valued): readonly Named[] {
  if (!MAY_NAME.test(text)) return [];
  const ids = [...text.matchAll(ACCOUNT_ID)].flatMap(([id]): Named[] => {
    const names = namesById.get(id);
    return names === undefined ? [] : [{ written: id, names, what: "the id of", remedy: "${account.id}" }];
  });
  const domains = E_MAIL.test(text) ? [] : [...text.matchAll(DOMAIN)];
  const zones = domains.flatMap(([domain]): Named[] => {
    const zone = zoneOf(domain.toLowerCase(), namesByZone);
    return zone === undefined ? [] : [{ ...zone, what: "the zone of", remedy: "${zone}" }];
  });
  return [...ids, ...zones];
}

/** The longest known zone that a domain is in. */
function zoneOf(
  domain: string,
  namesByZone: Identities["namesByZone"],
): Pick<Named, "written" | "names"> | undefined {
  for (let suffix = domain; suffix !== ""; suffix = suffix.slice(suffix.indexOf(".") + 1)) {
    const names = namesByZone.get(suffix);
    if (names !== undefined) return { written: suffix, names };
    if (!suffix.includes(".")) return undefined;
  }
  return undefined;
}

/** Accounts that a value's ARNs name by their Region. */
export function foreignRegions({ text, whose, identities: { namesByRegion } }: Valued): readonly Named[] {
  if (!text.includes("arn:aws")) return [];
  return [...text.matchAll(ARN)].flatMap(([, , region = ""]): readonly Named[] => {
    const names = region === whose.region ? undefined : namesByRegion.get(region);
    return names === undefined
      ? []
      : [{ written: region, names, what: "the Region of", remedy: "${region}" }];
  });
}

/** Accounts after which something in a value is named. What bears this account's own name too is its own. */
export function foreignNames({ text, path, whose, identities }: Valued): readonly Named[] {
  return namedThings(text, path).flatMap((thing): readonly Named[] => {
    const name = whose.app === undefined ? thing.name : thing.name.replace(wordOf([whose.app]), "");
    const found = accountsIn({ ...thing, name }, identities.anyName);
    if (found.length === 0 || found.includes(whose.account)) return [];
    return [{ written: thing.name, names: found.slice(0, 1), what: "named for", remedy: "${account.name}" }];
  });
}

function accountsIn({ name, by }: NamedThing, anyName: RegExp): readonly string[] {
  const found = [...name.matchAll(anyName)].filter(({ 0: word, index }) => {
    const isStart = index === 0 || name[index - 1] === "/";
    const isEnd = [undefined, "/"].includes(name[index + word.length]);
    return by === "word" || (isEnd && (isStart || by === "part or ending"));
  });
  return found.map(([word]) => word.toLowerCase());
}
