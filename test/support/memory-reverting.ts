import type { ResourceChange } from "../../src/model/change-set.ts";
import type { StackRecord } from "./memory-world.ts";

/** What a change set that reverts drift would do about what was changed by hand. */
export function revertingChanges(stack: StackRecord): readonly ResourceChange[] {
  return (stack.byHand ?? []).map((drift) => {
    const { logicalId, physicalId, type, state, differences } = drift;
    const properties = differences.map(({ path, expected, actual }) => ({
      path: path.replace(/^\//, ""),
      causesReplacement: "never" as const,
      ...(actual === undefined ? {} : { before: actual }),
      ...(expected === undefined ? {} : { after: expected }),
      drift: {
        ...(expected === undefined ? {} : { deployed: expected }),
        ...(actual === undefined ? {} : { live: actual }),
      },
    }));
    const isGone = state === "deleted";
    return {
      action: isGone ? "add" : "modify",
      logicalId,
      type,
      replacement: "never",
      scope: isGone ? [] : ["Properties"],
      properties: isGone ? [] : properties,
      drift: state,
      ...(isGone || physicalId === undefined ? {} : { physicalId }),
    };
  });
}
