import type { ObservedStack } from "../model/observed-stack.ts";

/** What the description of a stack of ours tells of its last deployment. */
export interface Deployed {
  readonly version?: string;
  /** The first digits of the commit. */
  readonly commit?: string;
  readonly author?: string;
}

const OURS = /^[a-z0-9-]+\/[a-z0-9-]+(?: (\S+?))?(?:: commit ([0-9a-f]{7,40})(?: by (.+))?)?$/;

/** Reads back what `apply/change-set-request.ts` writes; nothing for a stack somebody else wrote. */
export function readDeployed(stack: ObservedStack | undefined): Deployed {
  const [head = ""] = (stack?.description ?? "").split("\n");
  const [, version, commit, author] = OURS.exec(head) ?? [];
  return {
    ...(version === undefined ? {} : { version }),
    ...(commit === undefined ? {} : { commit }),
    ...(author === undefined ? {} : { author }),
  };
}

const CHANGE_SET =
  /^[a-z0-9-]+\/[a-z0-9-]+(?: (\S+?))?: commit ([0-9a-f]{7,40}) by (.+?)(?: with uncommitted changes)?: (.*)$/s;

/** Reads back the description of a change set of ours, which tells the commit's subject too. */
export function readChangeSetDescription(description: string): Deployed & { readonly subject?: string } {
  const [, version, commit, author, subject] = CHANGE_SET.exec(description) ?? [];
  if (commit === undefined || author === undefined || subject === undefined) return {};
  return { ...(version === undefined ? {} : { version }), commit, author, subject };
}
