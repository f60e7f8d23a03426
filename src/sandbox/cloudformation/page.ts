import { validationError } from "../errors.ts";
import type { Output, OutputValue } from "./api.ts";

const pageBytes = 1_000_000;

/** One page of a list, and the token of the next. */
export interface Page {
  readonly members: readonly OutputValue[];
  readonly nextToken: string | undefined;
}

/**
 * Cuts a page of at most 1 MB, or at most `limit` members, out of a list that only grows at its end.
 *
 * `render` may leave a record out by answering `undefined`. Throws ValidationError for a token that is none of ours.
 */
export function cutPage<T>(
  records: readonly T[],
  token: string | undefined,
  render: (record: T) => OutputValue | undefined,
  limit = Number.POSITIVE_INFINITY,
): Page {
  const members: OutputValue[] = [];
  let bytes = 0;
  for (let index = position(token); index < records.length; index++) {
    const record = records[index];
    const member = record === undefined ? undefined : render(record);
    if (member === undefined) continue;
    bytes += xmlSize(member);
    if (members.length > 0 && (bytes > pageBytes || members.length >= limit))
      return { members, nextToken: encode(index) };
    members.push(member);
  }
  return { members, nextToken: undefined };
}

/**
 * Cuts such a page out of the same kind of list, read from its end: newest first.
 *
 * The token counts what is older, so that records added between two pages move nothing.
 */
export function cutPageNewestFirst<T>(
  records: readonly T[],
  token: string | undefined,
  render: (record: T) => OutputValue | undefined,
): Page {
  const older = token === undefined ? records.length : position(token);
  const newestFirst = records.slice(0, older).toReversed();
  const { members, nextToken } = cutPage(newestFirst, undefined, render);
  return {
    members,
    nextToken: nextToken === undefined ? undefined : encode(newestFirst.length - position(nextToken)),
  };
}

function encode(index: number): string {
  return Buffer.from(`page:${index}`).toString("base64url");
}

function position(token: string | undefined): number {
  if (token === undefined) return 0;
  const index = /^page:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (index === undefined) throw validationError("Invalid NextToken");
  return Number(index);
}

/** About how many bytes a value takes as XML. */
function xmlSize(value: OutputValue): number {
  if (value === undefined) return 0;
  if (value instanceof Date) return 24;
  if (typeof value !== "object") return String(value).length;
  if (isList(value)) return value.reduce((size: number, member) => size + 17 + xmlSize(member), 0);
  if (!Object.isFrozen(value)) return sizeOfMembers(value);
  const size = sizes.get(value) ?? sizeOfMembers(value);
  sizes.set(value, size);
  return size;
}

/** How long fixed structures are. */
const sizes = new WeakMap<Output, number>();

function isList(value: OutputValue): value is readonly OutputValue[] {
  return Array.isArray(value);
}

function sizeOfMembers(structure: Output): number {
  return Object.entries(structure).reduce(
    (size, [name, member]) => (member === undefined ? size : size + 2 * name.length + 5 + xmlSize(member)),
    0,
  );
}
