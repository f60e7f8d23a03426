import { validationError } from "../../errors.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { StackOutputQuestion } from "../../template/scope.ts";
import type { Region } from "../../world.ts";
import { findStack } from "./find-stack.ts";

/**
 * The value of an output of any stack: a weak reference, which locks nothing. (Template reference, Fn::GetStackOutput.)
 *
 * Throws ValidationError when there is no such stack or output; its words are not verified.
 */
export function readStackOutput(here: Region, question: StackOutputQuestion): string {
  const { stackName, outputName } = question;
  const there = placeOf(here, question);
  if (partitionOf(there.region) !== partitionOf(here.region))
    throw validationError("Template error: Fn::GetStackOutput does not support cross-partition references.");
  const stack = findStack(there, stackName);
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack with id ${stackName} does not exist`);
  const output = stack.outputs.find(({ key }) => key === outputName);
  if (output !== undefined) return output.value;
  throw validationError(`Template error: stack ${stackName} has no output ${outputName}`);
}

function placeOf(here: Region, { region = here.region, roleArn }: StackOutputQuestion): Region {
  const account =
    roleArn === undefined ? here.account : /^arn:[^:]+:iam::(\d{12}):role\/.+$/.exec(roleArn)?.[1];
  if (account === undefined)
    throw validationError(
      `Template error: RoleArn of Fn::GetStackOutput is not the ARN of a role: ${roleArn ?? ""}`,
    );
  return here.elsewhere(account, region);
}
