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
