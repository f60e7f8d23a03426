import type { Violation } from "../change-set/records.ts";
import { refusalText } from "../change-set/planned.ts";
import { writeViolationEvent } from "./events.ts";
import { endInvalid } from "./finish.ts";
import type { Run } from "./run.ts";
import { putStack, stackOf } from "./run.ts";

/**
 * Early validation found something: the operation fails before it touches a resource, and goes where failures lead.
 *
 * Only `DescribeEvents` tells what was found. In which statuses AWS leaves the stack is not documented.
 */
export function refuseEarly(run: Run, violations: readonly Violation[]): void {
  for (const violation of violations) writeViolationEvent(run.region, run.stackId, violation, run.at);
  putStack(run, { ...stackOf(run), detailedStatus: "VALIDATION_FAILED" });
  endInvalid(run, `${refusalText(violations)} `);
}
