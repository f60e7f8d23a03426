import { canonicalJson } from "./canonical.ts";
import type { DesiredStack } from "./desired-stack.ts";

/**
 * Bytes of a template that goes into the request itself; a larger one goes through a bucket. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const MAX_TEMPLATE_BYTES = 51_200;

/** Bytes of a description, of a stack as of a change set. Source: the same page. */
export const MAX_DESCRIPTION_BYTES = 1024;

/**
 * Bytes of the template with what is put on when it is submitted, at most: whose commit the description will name, and in how
 * many words, shows only then.
 */
export function mostBytes({
  template,
  dependsOn,
  version,
}: Pick<DesiredStack, "template" | "dependsOn" | "version">): number {
  const added = canonicalJson({ Description: "", Metadata: { Mooring: { dependsOn, version } } });
  return Buffer.byteLength(template) + added.length + ESCAPED * MAX_DESCRIPTION_BYTES;
}

/** A quote, a backslash or the end of a line is written as two bytes. */
const ESCAPED = 2;
