import { previewChangeSetName } from "../model/change-set-name.ts";
import type { ChangeSet } from "../model/change-set.ts";
import type { Cloud } from "../model/cloud.ts";
import type { BoundStack } from "../model/desired-stack.ts";
import type { Clock } from "../model/ports.ts";
import { changeSetRequest, type Origin } from "../apply/change-set-request.ts";

/** What CloudFormation says an update would do, or why it would not say. */
export type Preview =
  | { readonly kind: "described"; readonly changeSet: ChangeSet }
  /** Somebody else is at work on the stack. */
  | { readonly kind: "busy"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string };

/** What making a preview needs. */
export interface PreviewTools {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly origin: Origin;
}

/** CloudFormation works seconds on a change set; this is two minutes. */
const POLLS = 60;
const POLL_MS = 2000;
const FIRST_POLL_MS = 500;

/**
 * Lets CloudFormation work out an update in a change set that is deleted right after: also when something goes wrong
 * between, and one that a killed `moor plan` left behind is deleted before. It is never executed.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function previewUpdate(to: BoundStack, tools: PreviewTools): Promise<Preview> {
  const name = previewChangeSetName(to.digest);
  const prepared = changeSetRequest(to, { kind: "create-change-set", type: "UPDATE", name }, tools.origin);
  if (prepared.kind === "too-large") return { kind: "refused", message: prepared.message };
  await removePreview(to.name, name, tools);
  try {
    const made = await tools.cloud.createChangeSet(prepared.request);
    if (made.kind === "conflict") return { kind: "busy", message: made.message };
    if (made.kind === "rejected") return { kind: "refused", message: made.message };
    const changeSet = await computed(to.name, name, tools);
    return changeSet === undefined || changeSet.state === "pending"
      ? { kind: "busy", message: "CloudFormation did not finish the change set in time" }
      : { kind: "described", changeSet };
  } finally {
    await removePreview(to.name, name, tools);
  }
}

/** CloudFormation refuses to delete a change set that it is still computing. */
async function removePreview(stack: string, name: string, tools: PreviewTools): Promise<void> {
  const changeSet = await computed(stack, name, tools);
  if (changeSet === undefined) return;
  await tools.cloud.deleteChangeSet(changeSet);
  await pollUntil(tools, async () => (await tools.cloud.changeSet(stack, name)) === undefined);
}

async function computed(stack: string, name: string, tools: PreviewTools): Promise<ChangeSet | undefined> {
  let changeSet: ChangeSet | undefined;
  await pollUntil(tools, async () => {
    changeSet = await tools.cloud.changeSet(stack, name);
    return changeSet?.state !== "pending";
  });
  return changeSet;
}

async function pollUntil({ clock }: PreviewTools, isDone: () => Promise<boolean>): Promise<void> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    if (await isDone()) return;
    await clock.sleep(poll === 0 ? FIRST_POLL_MS : POLL_MS);
  }
}
