import { checkNetworks } from "./account-networks.ts";
import { checkZones } from "./account-zones.ts";
import { didYouMean } from "./closest-name.ts";
import { cycleThrough } from "./cycle.ts";
import { heldWith, originIn, shownPlace } from "./draft-place.ts";
import type { Finding, Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import { keyOrigin } from "./tree.ts";

/** What is wrong between accounts, and with what one account says of others. Each side of a clash is told and held. */
export function checkAccounts(drafts: readonly AccountDraft[], names: readonly string[]): readonly Finding[] {
  const found = drafts.flatMap((draft) =>
    [...checkNames(draft, names, "after"), ...checkNames(draft, names, "crossAccount")].map((flaw) =>
      heldWith(draft, flaw),
    ),
  );
  return [
    ...found,
    ...clashes(drafts, "id", ({ id, region }) => `${id} ${region}`, "AWS account and Region"),
    ...clashes(drafts, "zone", ({ zone }) => zone, "zone"),
    ...checkZones(drafts),
    ...checkNetworks(drafts),
    ...cycles(drafts),
  ];
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
