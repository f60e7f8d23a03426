import type { Input } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";

/** A text of a request. */
export function textIn(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" ? value : undefined;
}

/** A list of texts of a request. */
export function textsIn(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** One page, of 400 unless fewer are asked for; the marker is the place where the next one begins. */
export function pageOf<T extends object>(
  input: Input,
  all: readonly T[],
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  const from = Number(textIn(input, "Marker") ?? 0);
  const size = Number(textIn(input, "PageSize") ?? PAGE);
  if (!Number.isInteger(from) || from < 0 || !Number.isInteger(size) || size < 1 || size > PAGE)
    throw new ApiError("ValidationError", "Marker or PageSize is not valid");
  const NextMarker = from + size < all.length ? String(from + size) : undefined;
  return { items: all.slice(from, from + size), NextMarker };
}

const PAGE = 400;
