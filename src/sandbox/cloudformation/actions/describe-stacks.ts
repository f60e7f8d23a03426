import type { Action, Call, OutputValue } from "../api.ts";
import { text } from "../input.ts";
import { requireSeenStack, seenById, seenStacks } from "../consistency.ts";
import { cutPage } from "../page.ts";
import type { StackRecord } from "../records.ts";
import { renderStack } from "../stack/render-stack.ts";

/** Shows one stack, by name or by id, or all that are not deleted, 1 MB a page. */
export const describeStacks: Action = (call) => {
  const { input } = call;
  const name = text(input, "StackName");
  if (name !== undefined && name !== "") return { Stacks: [shown(call, requireSeenStack(call, name))] };
  const page = cutPage(seenStacks(call), text(input, "NextToken"), (stack) =>
    stack.status === "DELETE_COMPLETE" ? undefined : shown(call, stack),
  );
  return { Stacks: page.members, NextToken: page.nextToken };
};

/** A nested stack is protected as its root is. (User guide, using-cfn-protect-stacks.) The record itself, where it says so already, has been rendered before. */
function shown(call: Call, stack: StackRecord): OutputValue {
  const root = stack.rootId === undefined ? stack : seenById(call, stack.rootId);
  const terminationProtection = root?.terminationProtection ?? false;
  return renderStack(
    terminationProtection === stack.terminationProtection ? stack : { ...stack, terminationProtection },
  );
}
