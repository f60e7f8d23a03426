import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { isReplacedBy } from "../../resources/conditional-replacement.ts";
import { diffProperties, isSameValue } from "../../resources/difference.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { DesiredResource } from "../desired.ts";
import type { Lookout, PhysicalRecord } from "./detect-resource.ts";
import { readRecord } from "./detect-resource.ts";
import { liveStateOf, withLive } from "./live.ts";
import { managedProperties } from "./managed.ts";
import type { ResourceDriftStatus } from "./records.ts";
import { supportsReverting } from "./support.ts";
import { ownTags } from "./tags.ts";
import { uncomparableProperties } from "./uncomparable.ts";

/** A resource as an operation that reverts drift finds it. */
export interface ActualState {
  readonly status: ResourceDriftStatus | "UNSUPPORTED";
  /** The resource's record, with the live state as it was read just now. */
  readonly record: PhysicalRecord;
  /** What the new template is compared with: live values where drift is to be reverted, deployed ones elsewhere. */
  readonly compared: JsonObject;
  readonly ignored: readonly IgnoredAttribute[];
}

/** A place that may drift as it likes. */
export interface IgnoredAttribute {
  /** `/Properties/DesiredCount`. */
  readonly path: string;
  readonly reason: "WRITE_ONLY_PROPERTY" | "MANAGED_BY_AWS" | "SENSITIVE_PROPERTY";
}

/**
 * Compares live resource, last deployment and new template.
 *
 * Left alone: what cannot be read, what AWS manages and the template does not change, what only a replacement could change,
 * tags with keys that no template names, and whatever was never declared. (User guide, drift-aware-change-sets.)
 */
export function actualState(lookout: Lookout, record: PhysicalRecord, desired: DesiredResource): ActualState {
  const deployed = { record, compared: record.properties, ignored: [] };
  if (!supportsReverting(record.type)) return { status: "UNSUPPORTED", ...deployed };
  const reading = readRecord(lookout, record);
  switch (reading.kind) {
    case "unreadable":
      return { status: "UNKNOWN", ...deployed };
    case "deleted":
      return { ...deployed, status: "DELETED", record: asPhysical(record, { kind: "deleted" }) };
    case "there": {
      const live = liveStateOf(record.properties, reading.properties);
      return compareStates(lookout, asPhysical(record, live), reading.properties, desired);
    }
  }
}

function asPhysical(record: PhysicalRecord, live: Parameters<typeof withLive>[1]): PhysicalRecord {
  return { ...withLive(record, live), physicalId: record.physicalId };
}

function compareStates(
  { region, stack }: Lookout,
  record: PhysicalRecord,
  actual: JsonObject,
  desired: DesiredResource,
): ActualState {
  const { type, properties: previous } = record;
  const unread = uncomparableProperties(type, { ...previous, ...desired.properties }, stack.content);
  const managed = managedProperties(region, record);
  const managedDrift = managed.filter(
    (name) =>
      isSameValue(previous[name], desired.properties[name]) && !isSameValue(previous[name], actual[name]),
  );
  const leftAlone = new Set([...unread.map(({ name }) => name), ...managedDrift]);
  const names = new Set([...Object.keys(previous), ...Object.keys(desired.properties)]);
  const compared = [...names].flatMap((name): [string, Json][] => {
    const value = leftAlone.has(name)
      ? previous[name]
      : comparedValue({
          type,
          name,
          previous: previous[name],
          actual: actual[name],
          desired: desired.properties[name],
        });
    return value === undefined ? [] : [[name, value]];
  });
  const comparedProperties = Object.fromEntries(compared);
  return {
    status: isSameObject(comparedProperties, previous) ? "IN_SYNC" : "MODIFIED",
    record,
    compared: comparedProperties,
    ignored: [
      ...unread.map(({ name, reason }) => ({ path: `/Properties/${name}`, reason })),
      ...managedDrift
        .filter((name) => names.has(name))
        .map((name) => ({ path: `/Properties/${name}`, reason: "MANAGED_BY_AWS" as const })),
    ],
  };
}

/** The three states of one property on the first level. */
interface States {
  readonly type: string;
  readonly name: string;
  readonly previous: Json | undefined;
  readonly actual: Json | undefined;
  readonly desired: Json | undefined;
}

function comparedValue({ type, name, previous, actual, desired }: States): Json | undefined {
  if (name === findResourceType(type)?.tags?.property)
    return previous === undefined && desired === undefined ? undefined : ownTags(actual, previous, desired);
  // What was never declared is not drift: a template that begins to declare it changes it, unless it is so already.
  if (previous === undefined && !isSameValue(projected(actual, undefined, desired), desired))
    return undefined;
  const value = projected(actual, previous, desired);
  return isSameValue(value, desired) || !needsReplacement(type, name, value, previous) ? value : previous;
}

function needsReplacement(
  type: string,
  name: string,
  actual: Json | undefined,
  previous: Json | undefined,
): boolean {
  const asObject = (value: Json | undefined): JsonObject => (value === undefined ? {} : { [name]: value });
  return diffProperties(type, asObject(actual), asObject(previous)).some((change) =>
    isReplacedBy(type, change),
  );
}

/** The live value without the members that neither the last deployment nor the new template declares. */
function projected(
  actual: Json | undefined,
  previous: Json | undefined,
  desired: Json | undefined,
): Json | undefined {
  if (isObject(actual)) {
    const [before, after] = [previous, desired].map((value) => (isObject(value) ? value : {}));
    const declared = Object.entries(actual).flatMap(([name, value]): [string, Json][] => {
      if (before?.[name] === undefined && after?.[name] === undefined) return [];
      const member = projected(value, before?.[name], after?.[name]);
      return member === undefined ? [] : [[name, member]];
    });
    return Object.fromEntries(declared);
  }
  if (!isList(actual)) return actual;
  const [before, after] = [previous, desired].map((value) => (isList(value) ? value : []));
  return actual.map((element, index) => projected(element, before?.[index], after?.[index]) ?? element);
}

function isSameObject(left: JsonObject, right: JsonObject): boolean {
  return isSameValue(left, right);
}
