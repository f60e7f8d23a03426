import type { JsonObject } from "../../json.ts";
import { isSameValue } from "../../resources/difference.ts";
import type { ResourceRecord } from "../records.ts";
import type { LiveState } from "./records.ts";

/** What a resource was last deployed as, and how the physical one differs. */
export interface Deployed {
  readonly properties: JsonObject;
  readonly live?: LiveState;
}

/** The properties that the physical resource has, as far as the record knows: the deployed ones, and what differs. */
export function liveProperties({ properties, live }: Deployed): JsonObject {
  if (live?.kind !== "changed") return properties;
  const kept = Object.entries(properties).filter(([name]) => !live.removed.includes(name));
  return { ...Object.fromEntries(kept), ...live.properties };
}

/** What a record has to keep of a physical resource that has these properties; `undefined` when it is as deployed. */
export function liveStateOf(deployed: JsonObject, actual: JsonObject): LiveState | undefined {
  const changed = Object.entries(actual).filter(([name, value]) => !isSameValue(deployed[name], value));
  const removed = Object.keys(deployed).filter((name) => actual[name] === undefined);
  if (changed.length === 0 && removed.length === 0) return undefined;
  return { kind: "changed", properties: Object.fromEntries(changed), removed };
}

/** A record with this live state instead of its own. */
export function withLive(record: ResourceRecord, live: LiveState | undefined): ResourceRecord {
  const { live: _, ...rest } = record;
  return { ...rest, ...(live === undefined ? {} : { live }) };
}
