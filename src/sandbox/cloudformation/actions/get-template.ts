import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { requireChangeSet } from "../change-set/find-change-set.ts";
import { choice, requiredText, text } from "../input.ts";
import { templates } from "../records.ts";
import { findStack } from "../stack/find-stack.ts";

/** The text of a stack's or a change set's template as it was sent. Characters beyond ASCII come back as `?`, as on AWS. */
export const getTemplate: Action = ({ region, input }) => {
  choice(input, "TemplateStage", ["Original", "Processed"]);
  const key =
    text(input, "ChangeSetName") === undefined
      ? stackKey(requiredText(input, "StackName"))
      : requireChangeSet(region, input).changeSetId;
  const body = region.table(templates).get(key);
  if (body === undefined) throw validationError(`Template for ${key} does not exist`);
  return {
    TemplateBody: body.replaceAll(/\P{ASCII}/gu, "?"),
    StagesAvailable: ["Original", "Processed"],
  };

  function stackKey(name: string): string {
    const stack = findStack(region, name);
    if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
    return stack.stackId;
  }
};
