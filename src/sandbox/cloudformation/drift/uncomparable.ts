import type { JsonObject } from "../../json.ts";
import { canonicalJson } from "../../json.ts";
import type { StackContent } from "../records.ts";
import { writeOnlyProperties } from "./support.ts";

/** A property that is never compared with the live resource, and why. */
export interface Uncomparable {
  readonly name: string;
  readonly reason: "WRITE_ONLY_PROPERTY" | "SENSITIVE_PROPERTY";
}

/** The declared properties whose live values cannot, or may not, be looked at: what no read answers, and what holds a secret. */
export function uncomparableProperties(
  type: string,
  declared: JsonObject,
  content: StackContent,
): readonly Uncomparable[] {
  const writeOnly = writeOnlyProperties(type);
  const secrets = content.parameters.flatMap(({ isSecret, value }) =>
    isSecret === true && value !== "" ? [value] : [],
  );
  return Object.entries(declared).flatMap(([name, value]): Uncomparable[] => {
    if (writeOnly.includes(name)) return [{ name, reason: "WRITE_ONLY_PROPERTY" }];
    const text = canonicalJson(value);
    const isSensitive = text.includes("{{resolve:") || secrets.some((secret) => text.includes(secret));
    return isSensitive ? [{ name, reason: "SENSITIVE_PROPERTY" }] : [];
  });
}
