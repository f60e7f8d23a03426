import type { Json } from "../model/canonical.ts";

/** What a text says; `undefined` for what is not JSON: CloudFormation gives plain text for plain text, and long values are cut. */
export function jsonIn(text: string | undefined): Json | undefined {
  try {
    const value: Json = JSON.parse(text ?? "");
    return value;
  } catch {
    return undefined;
  }
}
