import type { LiveContext } from "./behaviour.ts";
import { behaviourOf } from "./behaviours.ts";
import { beginUpdate, removeLive } from "./provider.ts";
import { dropUses } from "./uses.ts";

/**
 * Changes a physical resource as a person in the console would: `context.properties` are the new ones.
 *
 * Answers why not, when the service would refuse it. No fault happens to it.
 */
export function changeByHand(context: LiveContext): string | undefined {
  const begun = beginUpdate(context);
  if (begun.kind === "failed") return begun.reason;
  // The change is made; whether the service comes to rest with it is not the person's affair.
  behaviourOf(context.type).settleUpdate?.(context);
  return undefined;
}

/** Deletes a physical resource as a person in the console would: its fixed name is free again. Answers why not, when the service would refuse it. */
export function deleteByHand(context: LiveContext): string | undefined {
  const removal = removeLive(context);
  switch (removal.kind) {
    case "failed":
      return removal.reason;
    case "wait":
      return "it takes its time to be deleted";
    case "done":
      dropUses(context);
      return undefined;
  }
}
