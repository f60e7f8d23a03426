import type { AccountDraft } from "./read-account.ts";

/** How values name accounts. */
export interface Identities {
  readonly namesById: ReadonlyMap<string, readonly string[]>;
  /** A zone has several accounts only by a mistake, which is told by itself. */
  readonly namesByZone: ReadonlyMap<string, readonly string[]>;
  readonly namesByRegion: ReadonlyMap<string, readonly string[]>;
  /** Any account's name that stands by itself or between what no name is made of; hyphens part words. */
  readonly anyName: RegExp;
}

/** The identities of all accounts that could be read. */
export function identitiesOf(drafts: readonly AccountDraft[]): Identities {
  return {
    namesById: namesBy(drafts, ({ fields }) => fields.id),
    namesByZone: namesBy(drafts, ({ fields }) => fields.zone),
    namesByRegion: namesBy(drafts, ({ fields }) => fields.region),
    anyName: wordOf(drafts.map(({ name }) => name)),
  };
}

/** Finds any of some names as a word; the longest of those that begin at one place. Names hold no special characters. */
export function wordOf(names: readonly string[]): RegExp {
  const longestFirst = names.toSorted((one, other) => other.length - one.length);
  const any = names.length === 0 ? "(?!)" : longestFirst.join("|");
  return new RegExp(`(?<![a-z0-9])(?:${any})(?![a-z0-9])`, "gi");
}

function namesBy(
  drafts: readonly AccountDraft[],
  key: (draft: AccountDraft) => string,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const draft of drafts) names.set(key(draft), [...(names.get(key(draft)) ?? []), draft.name]);
  return names;
}
