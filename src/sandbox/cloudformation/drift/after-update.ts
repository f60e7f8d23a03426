import type { Json } from "../../json.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { ResourceDifference } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import type { ResourceRecord } from "../records.ts";
import { liveProperties, liveStateOf, withLive } from "./live.ts";
import type { LiveState } from "./records.ts";
import { withForeignTags } from "./tags.ts";

/** The properties on the first level that an update in place writes. `isReverting` leaves alone what AWS manages. */
export function touchedNames(
  type: string,
  difference: ResourceDifference,
  isReverting: boolean,
): ReadonlySet<string> {
  const tags = findResourceType(type)?.tags?.property;
  return new Set([
    ...difference.properties.map(({ name }) => name),
    ...(difference.hasTagChange && tags !== undefined ? [tags] : []),
    ...(isReverting ? [] : (alwaysWritten[type] ?? [])),
  ]);
}

/**
 * How the live resource differs from what is desired once these properties of it have been written.
 *
 * Drift of everything else stays, and so do tags with keys that no template named.
 */
export function liveAfterUpdate(
  before: ResourceRecord,
  desired: DesiredResource,
  touched: ReadonlySet<string>,
): LiveState | undefined {
  if (before.live?.kind !== "changed") return undefined;
  const { properties, removed } = before.live;
  const actual = liveProperties(before);
  const tags = findResourceType(desired.type)?.tags?.property;
  const valueOf = (name: string): Json | undefined => {
    const isDrifted = properties[name] !== undefined || removed.includes(name);
    if (isDrifted && !touched.has(name)) return actual[name];
    const wanted = desired.properties[name];
    return name === tags ? withForeignTags(wanted, actual[name], before.properties[name]) : wanted;
  };
  const names = new Set([...Object.keys(desired.properties), ...Object.keys(actual)]);
  const after = [...names].flatMap((name): [string, Json][] => {
    const value = valueOf(name);
    return value === undefined ? [] : [[name, value]];
  });
  return liveStateOf(desired.properties, Object.fromEntries(after));
}

/** The record that a rollback goes back to when the update does not look at drift: what it wrote comes back as it was deployed. */
export function withoutDriftOf(record: ResourceRecord, touched: ReadonlySet<string>): ResourceRecord {
  if (record.live?.kind !== "changed") return record;
  const actual = liveProperties(record);
  const names = new Set([...Object.keys(record.properties), ...Object.keys(actual)]);
  const after = [...names].flatMap((name): [string, Json][] => {
    const value = touched.has(name) ? record.properties[name] : actual[name];
    return value === undefined ? [] : [[name, value]];
  });
  return withLive(record, liveStateOf(record.properties, Object.fromEntries(after)));
}

/** What a type's handler writes with every update, changed or not. (Template reference, AWS::ECS::Service: each update resets a declared count.) */
const alwaysWritten: Readonly<Record<string, readonly string[]>> = { "AWS::ECS::Service": ["DesiredCount"] };
