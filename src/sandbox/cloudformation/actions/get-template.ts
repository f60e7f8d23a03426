import { validationError } from "../../errors.ts";
import { processedText } from "../../template/parse.ts";
import type { Region } from "../../world.ts";
import type { Action, Input } from "../api.ts";
import { requireChangeSet } from "../change-set/find-change-set.ts";
import { choice, requiredText, text } from "../input.ts";
import type { StackContent } from "../records.ts";
import { templates } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";

/**
 * The text of a stack's or a change set's template: as it was sent, or after its transform.
 *
 * Characters beyond ASCII come back as `?`, as on AWS.
 */
export const getTemplate: Action = ({ region, input }) => {
  const stage = choice(input, "TemplateStage", ["Original", "Processed"]) ?? "Processed";
  const { key, content } = keeperOf(region, input);
  const body = region.table(templates).get(key);
  if (body === undefined) throw validationError(`Template for ${key} does not exist`);
  const { account, region: name } = region;
  const { parameters } = content;
  const shown = stage === "Original" ? body : processedText(body, { account, region: name, parameters });
  return {
    TemplateBody: shown.replaceAll(/\P{ASCII}/gu, "?"),
    StagesAvailable: ["Original", "Processed"],
  };
};

/** Where the template lies, and what it goes with. */
function keeperOf(region: Region, input: Input): { readonly key: string; readonly content: StackContent } {
  if (text(input, "ChangeSetName") !== undefined) {
    const { changeSetId, content } = requireChangeSet(region, input);
    return { key: changeSetId, content };
  }
  const { stackId, content } = requireStack(region, requiredText(input, "StackName"));
  return { key: stackId, content };
}
