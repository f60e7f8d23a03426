import { createHash } from "node:crypto";
import { canonicalJson } from "../model/canonical.ts";
import type { DesiredStack } from "../model/desired-stack.ts";

/** What CloudFormation acts on; nothing else makes two stacks different. */
export interface DigestInput extends Pick<DesiredStack, "template" | "tags" | "capabilities" | "executor"> {
  readonly parameters: Readonly<Record<string, string>>;
}

const DIGEST_LENGTH = 40;

/** The digest of a bound stack: 40 lower-case hexadecimal digits, equal for equal content and independent of order. */
export function digestOf(content: DigestInput): string {
  const { template, parameters, tags, capabilities, executor } = content;
  return hashOf(
    canonicalJson({ template, parameters, tags, capabilities: capabilities.toSorted(), executor }),
    DIGEST_LENGTH,
  );
}

/** The first hexadecimal digits of a text's SHA-256. */
export function hashOf(text: string, length: number): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, length);
}
