import { validationError } from "../../errors.ts";
import type { Input } from "../api.ts";
import { checkLength, text } from "../input.ts";
import type { StackRecord } from "../records.ts";

/** The service role that a request names; `undefined` when it names none. Throws ValidationError. */
export function givenRole(input: Input): string | undefined {
  const role = text(input, "RoleARN");
  if (role === undefined) return undefined;
  checkLength("roleARN", role.length, 2048);
  if (role.length >= 20) return role;
  throw validationError(
    `1 validation error detected: Value '${role}' at 'roleARN' failed to satisfy constraint: Member must have length greater than or equal to 20`,
  );
}

/**
 * The stack under the role that works on it from now on: a role sticks until it is replaced, and cannot be taken away.
 * (User guide, using-iam-servicerole.)
 */
export function underRole(stack: StackRecord, input: Input): StackRecord {
  const roleArn = givenRole(input);
  return roleArn === undefined ? stack : { ...stack, content: { ...stack.content, roleArn } };
}
