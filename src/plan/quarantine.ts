import { changeSetName } from "../model/change-set-name.ts";
import type { Operation } from "../model/observed-stack.ts";
import { newestContentOperation, nextAttempt } from "./attempts.ts";
import { holdFor } from "./blocker.ts";
import { followChangeSet } from "./change-set-path.ts";
import { withChangeSet, type Decision } from "./question.ts";
import { describeFailure } from "./root-cause.ts";
import { aboutWanted, hold, type Deployed } from "./situation.ts";

/**
 * Content that failed on this very stack. It is not tried again, unless a person asked: `moor retry` does so by making
 * the change set of the next attempt, and from there it is an ordinary update.
 */
export function planQuarantined(deployed: Deployed, operations: readonly Operation[]): Decision {
  const { to, from, details, blockers } = deployed;
  const attempt = nextAttempt(to.digest, operations);
  const name = changeSetName({ digest: to.digest, attempt });
  return withChangeSet({ app: to.app, stack: from, details }, name, (asked) => {
    if (asked === undefined) return quarantinedUpdate(deployed, operations, attempt);
    return blockers.length > 0
      ? hold(to, from, { ...holdFor(blockers), next: "update", to })
      : followChangeSet(deployed, attempt);
  });
}

function quarantinedUpdate(
  { to, from }: Deployed,
  operations: readonly Operation[],
  attempt: number,
): Decision {
  const why = describeFailure(newestContentOperation(operations), from);
  return {
    kind: "update",
    ...aboutWanted(to, `this content was rolled back: ${why}`),
    from,
    to,
    write: {
      kind: "create-change-set",
      type: "UPDATE",
      name: changeSetName({ digest: to.digest, attempt }),
    },
    quarantine: { digest: to.digest, attempt: attempt - 1, why },
  };
}
