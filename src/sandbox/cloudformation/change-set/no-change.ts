import type { Template } from "../../template/model.ts";

const plainText =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
const transformedText = "No updates are to be performed.";

/** What CloudFormation says when a change set would change nothing: another text for a template with a transform. */
export function noChangeText({ transforms }: Pick<Template, "transforms">): string {
  return transforms.length > 0 ? transformedText : plainText;
}

/** Whether this is why a change set failed. */
export function isNoChange(reason: string | undefined): boolean {
  return reason === plainText || reason === transformedText;
}
