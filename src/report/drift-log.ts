import { differenceKey, type AccountDrift, type DriftedProperty, type UnknownDrift } from "../model/drift.ts";
import type { LogFields } from "../model/ports.ts";
import { oneLine } from "./untrusted.ts";

/** One line for the log. */
export interface DriftLogLine {
  readonly level: "info" | "warn";
  readonly message: string;
  readonly fields: LogFields;
}

/**
 * What is new since the drift that was known before: a line for every difference that came or went and for what cannot
 * be told any more, and a summary. Nothing at all when nothing changed.
 */
export function driftLogLines(drift: AccountDrift, before?: AccountDrift): readonly DriftLogLine[] {
  const known = new Set(before?.properties.map(differenceKey));
  const now = new Set(drift.properties.map(differenceKey));
  const lines = [
    ...drift.properties.filter((property) => !known.has(differenceKey(property))).map(found),
    ...(before?.properties ?? [])
      .filter((property) => !now.has(differenceKey(property)) && isKnown(property, drift))
      .map(gone),
    ...newlyUnknown(drift, before).map((unknown) => unreadable(unknown, drift)),
    ...newFailure(drift, before),
  ];
  return lines.length === 0 ? [] : [...lines, summary(drift)];
}

/** A difference that nobody could look at this time is not gone. */
function isKnown({ stack, resource }: DriftedProperty, { failure, unknown }: AccountDrift): boolean {
  if (failure !== undefined) return false;
  return !unknown.some(
    (each) => each.stack === stack && (each.resource === undefined || each.resource === resource),
  );
}

function found(property: DriftedProperty): DriftLogLine {
  return { level: "warn", message: "drift found", fields: fieldsOf(property) };
}

function gone(property: DriftedProperty): DriftLogLine {
  return { level: "info", message: "drift gone", fields: fieldsOf(property) };
}

function fieldsOf(property: DriftedProperty): LogFields {
  const { layer, account, app, stack, resource, type, property: place, expected, actual, since } = property;
  return {
    account,
    app,
    stack,
    resource: shown(resource),
    type: shown(type),
    property: shown(place),
    expected: expected === undefined ? undefined : shown(expected),
    actual: actual === undefined ? undefined : shown(actual),
    since: new Date(since).toISOString(),
    layer,
  };
}

function newlyUnknown(drift: AccountDrift, before: AccountDrift | undefined): readonly UnknownDrift[] {
  const known = new Set(before?.unknown.map(unknownKey));
  return drift.unknown.filter((unknown) => !known.has(unknownKey(unknown)));
}

function unreadable(
  { app, stack, resource, type, why }: UnknownDrift,
  { account }: AccountDrift,
): DriftLogLine {
  const fields = {
    account,
    app,
    stack,
    resource: resource === undefined ? undefined : shown(resource),
    type: type === undefined ? undefined : shown(type),
    why: shown(why),
  };
  return { level: "warn", message: "drift unknown", fields };
}

function newFailure({ account, failure }: AccountDrift, before: AccountDrift | undefined) {
  if (failure === undefined || failure.message === before?.failure?.message) return [];
  const remedy = failure.remedy === undefined ? undefined : shown(failure.remedy);
  const fields = { account, why: shown(failure.message), remedy };
  return [{ level: "warn", message: "drift survey failed", fields } as const];
}

function summary(drift: AccountDrift): DriftLogLine {
  const { account, stacks, properties, ignored, unknown } = drift;
  const resources = new Set(properties.map(({ stack, resource }) => `${stack} ${resource}`));
  return {
    level: properties.length === 0 ? "info" : "warn",
    message: "drift of account",
    fields: {
      account,
      stacks,
      driftedStacks: new Set(properties.map(({ stack }) => stack)).size,
      driftedResources: resources.size,
      driftedProperties: properties.length,
      ignored: ignored.length,
      unknown: unknown.length,
    },
  };
}

function unknownKey({ stack, resource, why }: UnknownDrift): string {
  return JSON.stringify([stack, resource, why]);
}

/** Longer values are for `moor drift --json`. */
const LONGEST = 500;

function shown(text: string): string {
  return oneLine(text, LONGEST);
}
