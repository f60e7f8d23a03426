import type { Json, JsonObject } from "../../json.ts";
import type { LiveContext } from "../../resources/behaviour.ts";
import { isSameValue } from "../../resources/difference.ts";
import type { Reading } from "../../resources/live-resource.ts";
import { readLive } from "../../resources/live-resource.ts";
import type { Region, World } from "../../world.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { propertyDifferences } from "./differences.ts";
import { liveProperties } from "./live.ts";
import type { ResourceDrift } from "./records.ts";
import { supportsDrift } from "./support.ts";
import { uncomparableProperties } from "./uncomparable.ts";

/** A record that has a physical resource. */
export type PhysicalRecord = ResourceRecord & { readonly physicalId: string };

/** Where and when resources are looked at. */
export interface Lookout {
  readonly world: World;
  readonly region: Region;
  readonly stack: StackRecord;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Whether drift detection looks at this resource: it is there as far as CloudFormation knows, and its type can be read. */
export function isDetectable(record: ResourceRecord): record is PhysicalRecord {
  return record.physicalId !== undefined && supportsDrift(record.type);
}

/** Looks at one resource: its declared properties against the live ones. */
export function detectResource(lookout: Lookout, record: PhysicalRecord): ResourceDrift {
  const { stack, at } = lookout;
  const reading = readRecord(lookout, record);
  switch (reading.kind) {
    case "unreadable":
      return { status: "UNKNOWN", checkedAt: at, reason: reading.reason, differences: [] };
    case "deleted":
      return { status: "DELETED", checkedAt: at, differences: [] };
    case "there": {
      const expected = comparedProperties(record, stack);
      const actual = declaredPart(expected, reading.properties);
      const differences = propertyDifferences(record.type, expected, actual);
      return {
        status: differences.length === 0 ? "IN_SYNC" : "MODIFIED",
        checkedAt: at,
        ...(isSameValue(expected, actual) ? {} : { actual }),
        differences,
      };
    }
  }
}

/** The declared properties that drift detection compares. */
export function comparedProperties(record: ResourceRecord, stack: StackRecord): JsonObject {
  const left = uncomparableProperties(record.type, record.properties, stack.content).map(({ name }) => name);
  return Object.fromEntries(Object.entries(record.properties).filter(([name]) => !left.includes(name)));
}

/** Reads the physical resource of a record. */
export function readRecord(lookout: Lookout, record: PhysicalRecord): Reading {
  return readLive(lookoutContext(lookout, record, liveProperties(record)));
}

/** The context of something that happens to a physical resource without an operation; `properties` are those it shall have. */
export function lookoutContext(
  { world, region, stack, at }: Lookout,
  record: PhysicalRecord,
  properties: JsonObject,
): LiveContext {
  const { stackId, logicalId, type, physicalId, attributes, live } = record;
  return {
    world,
    region,
    now: at,
    stackId,
    stackName: stack.name,
    logicalId,
    type,
    properties,
    seed: `${stackId}#${logicalId}#${String(at)}`,
    live: {
      physicalId,
      attributes,
      properties: liveProperties(record),
      isDeleted: live?.kind === "deleted",
    },
  };
}

function declaredPart(declared: JsonObject, actual: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(declared).flatMap((name): [string, Json][] => {
      const value = actual[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
