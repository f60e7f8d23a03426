import { ApiError, validationError } from "../../errors.ts";
import type { Input } from "../api.ts";
import type { Region } from "../../world.ts";
import { requiredText, text } from "../input.ts";
import { findStack } from "../stack/find-stack.ts";
import type { ChangeSetRecord } from "./records.ts";
import { changeSets } from "./records.ts";

/**
 * The change set that a request means by its id, or by its name and the stack's.
 *
 * Throws ChangeSetNotFound, and ValidationError when the stack is missing or was not named.
 */
export function requireChangeSet(region: Region, input: Input): ChangeSetRecord {
  const nameOrId = requiredText(input, "ChangeSetName");
  const found = findChangeSet(region, input);
  if (found !== undefined) return found;
  throw new ApiError("ChangeSetNotFound", `ChangeSet [${nameOrId}] does not exist`, 404);
}

/** The same; `undefined` when the stack is there and has no such change set. */
export function findChangeSet(region: Region, input: Input): ChangeSetRecord | undefined {
  const nameOrId = requiredText(input, "ChangeSetName");
  const stackName = text(input, "StackName");
  if (nameOrId.startsWith("arn:")) return region.table(changeSets).get(nameOrId);
  if (stackName === undefined)
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const stack = findStack(region, stackName);
  if (stack === undefined) throw validationError(`Stack [${stackName}] does not exist`);
  return region
    .table(changeSets)
    .inGroup(stack.stackId)
    .find((changeSet) => changeSet.name === nameOrId);
}
