import { validationError } from "../../errors.ts";
import type { Region } from "../../world.ts";
import type { StackRecord } from "../records.ts";
import { stacks } from "../records.ts";

/** A stack by name (then not a deleted one) or by id; `undefined` when there is none. */
export function findStack(region: Region, nameOrId: string): StackRecord | undefined {
  const table = region.table(stacks);
  if (nameOrId.startsWith("arn:")) return table.get(nameOrId);
  return table.inGroup(nameOrId).find((stack) => stack.status !== "DELETE_COMPLETE");
}

/** A stack that has to be there; a deleted one is found by its id only. Throws ValidationError. */
export function requireStack(region: Region, nameOrId: string): StackRecord {
  const stack = findStack(region, nameOrId);
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}

/** A stack that has to be there and not deleted. Throws ValidationError in the words of the actions that write. */
export function requireLiveStack(region: Region, nameOrId: string): StackRecord {
  const stack = findStack(region, nameOrId);
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack [${nameOrId}] does not exist`);
  return stack;
}

/** Throws ValidationError for a name that no stack may have. */
export function checkStackName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
