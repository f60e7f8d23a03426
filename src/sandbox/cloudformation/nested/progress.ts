import type { JsonObject } from "../../json.ts";
import type { Progress, ResourceContext } from "../../resources/behaviour.ts";
import type { OperationRecord } from "../operation/records.ts";
import type { StackRecord } from "../records.ts";

/** What `Fn::GetAtt` gives of a nested stack: its outputs, as `Outputs.Name`. */
export function outputAttributes(child: StackRecord): JsonObject {
  return Object.fromEntries(child.outputs.map(({ key, value }) => [`Outputs.${key}`, value]));
}

/** The parent looks again when the next step of its nested stack has been due. */
export function waitForChild(
  { now }: ResourceContext,
  operation: OperationRecord,
): Progress & { kind: "wait" } {
  return { kind: "wait", ms: Math.max(0, operation.dueAt - now) };
}
