import { validationError } from "../../errors.ts";
import type { Region } from "../../world.ts";
import type { Action, Call } from "../api.ts";
import { flag, requiredText, text, textList } from "../input.ts";
import { beginOperation } from "../operation/begin.ts";
import { works } from "../operation/records.ts";
import { resourceKey, resources } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";
import { checkStatus } from "../stack/states.ts";
import { underRole } from "../stack/service-role.ts";
import { rememberToken, replayedOperation } from "../stack/tokens.ts";

/** Goes on with a rollback that is stuck; resources may be skipped, which leaves them as they are. */
export const continueUpdateRollback: Action = (call) => {
  const { region, input } = call;
  const stack = requireStack(region, requiredText(input, "StackName"));
  const token = text(input, "ClientRequestToken");
  if (replayedOperation(region, stack.stackId, token, "ContinueUpdateRollback") !== undefined) return {};
  checkStatus(stack, ["UPDATE_ROLLBACK_FAILED"], "continued to roll back");
  const skipped = readSkipped(call, stack.stackId);
  const operationId = call.random();
  rememberToken(region, stack.stackId, token, "ContinueUpdateRollback", operationId);
  takeUpStuck(region, stack.stackId);
  beginOperation({
    world: call.world,
    region,
    now: call.now,
    operationId,
    token,
    stack: underRole(stack, input),
    type: "CONTINUE_ROLLBACK",
    phase: "restore",
    status: "UPDATE_ROLLBACK_IN_PROGRESS",
    isCreation: false,
    spared: skipped,
  });
  return {};
};

/** Resources to leave as they are: those that are named, or, with `ForceRollback`, all that are stuck. */
function readSkipped({ region, input }: Call, stackId: string): readonly string[] {
  const named = textList(input, "ResourcesToSkip") ?? [];
  if (flag(input, "ForceRollback") !== true) {
    checkSkipped(region, stackId, named);
    return named;
  }
  if (named.length > 0)
    throw validationError("You can specify either ForceRollback or ResourcesToSkip, but not both.");
  const all = region.table(works).inGroup(stackId);
  return all.filter((work) => work.state === "stuck").map((work) => work.logicalId);
}

/** What is nested is named as `Nested.Resource`. */
function checkSkipped(region: Region, stackId: string, skipped: readonly string[]): void {
  for (const name of skipped) {
    const [logicalId = "", ...inner] = name.split(".");
    const key = resourceKey(stackId, logicalId);
    const nestedId = region.table(resources).get(key)?.physicalId;
    if (inner.length > 0 && nestedId !== undefined) checkSkipped(region, nestedId, [inner.join(".")]);
    else if (inner.length > 0 || region.table(works).get(key)?.state !== "stuck")
      throw validationError(
        `Invalid resource specified in ResourcesToSkip: [${name}] is not in the state UPDATE_FAILED.`,
      );
  }
}

/** What was stuck is tried again. */
function takeUpStuck(region: Region, stackId: string): void {
  const table = region.table(works);
  for (const work of table.inGroup(stackId))
    if (work.state === "stuck") table.put(resourceKey(stackId, work.logicalId), { ...work, state: "failed" });
}
