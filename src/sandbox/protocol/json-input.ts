import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { isList } from "../json.ts";

/** A member that is text, when it is there. Throws `InvalidParameterException`. */
export function textIn(input: JsonObject, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw invalid(`${name} must be text`);
}

/** A member that is a list of at most `max` texts; none when it is not there. Throws `InvalidParameterException`. */
export function textsIn(input: JsonObject, name: string, max: number): readonly string[] {
  const value = input[name] ?? [];
  if (!isList(value) || !value.every((item) => typeof item === "string"))
    throw invalid(`${name} must be a list of texts`);
  if (value.length > max) throw invalid(`${name} can have at most ${String(max)} items`);
  return value;
}

/** One page of a list: the items, and the token of the next page, which is the place where it begins. */
export function pageOf<T>(
  items: readonly T[],
  input: JsonObject,
  max: number,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const token = textIn(input, "nextToken");
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw invalid("nextToken is not valid");
  const asked = input["maxResults"];
  const size = typeof asked === "number" && asked >= 1 ? Math.min(asked, max) : max;
  const page = items.slice(from, from + size);
  return from + size < items.length ? { items: page, nextToken: String(from + size) } : { items: page };
}

function invalid(message: string): ApiError {
  return new ApiError("InvalidParameterException", message);
}
