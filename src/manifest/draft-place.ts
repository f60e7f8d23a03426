import type { Finding, Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import { placeOf, type Origin } from "./source-file.ts";
import { nearest, type TreePath } from "./tree.ts";

/** A flaw of an account's own settings, which holds the account. */
export function heldWith(draft: AccountDraft, flaw: Flaw): Finding {
  return { ...flaw, holds: { kind: "account", account: draft.name } };
}

/** Where an account says something; the nearest map when it does not. */
export function originIn({ tree }: AccountDraft, path: TreePath): Origin {
  return nearest(tree, path).origin;
}

/** `file:line`, for a message about another account. */
export function shownPlace(draft: AccountDraft, path: TreePath): string {
  const { file, line } = placeOf(originIn(draft, path));
  return `${file}:${line}`;
}
