import type { AccountVerdict } from "../model/agent-event.ts";
import type { Notice } from "../model/receiver.ts";

/** The verdict of a notice that belongs on a commit of the host: of an account that was asked for, and of a commit as it is. */
export function verdictOf(
  notice: Notice,
  accounts: readonly string[] | undefined,
): AccountVerdict | undefined {
  if (notice.kind !== "verdict") return undefined;
  const { account, revision } = notice.verdict;
  const isWanted = accounts?.includes(account) ?? true;
  const isCommit = !revision.isDirty && /^[0-9a-f]{40,64}$/.test(revision.commit);
  return isWanted && isCommit ? notice.verdict : undefined;
}

/** What both hosts take at most, in characters. */
const MAX_DESCRIPTION = 140;

/** The verdict in a line that a host takes. */
export function descriptionOf({ description }: AccountVerdict): string {
  const line = description.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
  const letters = Array.from(line);
  return letters.length <= MAX_DESCRIPTION ? line : `${letters.slice(0, MAX_DESCRIPTION - 1).join("")}…`;
}

/** Under which name the account's status stands. */
export function contextOf({ account }: AccountVerdict): string {
  return `mooring/${account}`;
}
