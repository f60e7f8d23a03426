import type { JsonObject } from "../../json.ts";
import { changeByHand, deleteByHand } from "../../resources/by-hand.ts";
import type { ResourceRecord } from "../records.ts";
import { resourceKey, resources } from "../records.ts";
import type { Lookout, PhysicalRecord } from "./detect-resource.ts";
import { lookoutContext } from "./detect-resource.ts";
import { liveProperties, liveStateOf, withLive } from "./live.ts";

/** Gives a live resource other properties, as a person in the console would. Answers why not, when the service would refuse it. */
export function changeLiveResource(
  lookout: Lookout,
  record: PhysicalRecord,
  properties: JsonObject,
): string | undefined {
  const refusal = changeByHand(lookoutContext(lookout, record, properties));
  if (refusal !== undefined) return refusal;
  put(lookout, withLive(record, liveStateOf(record.properties, properties)));
  return undefined;
}

/** Deletes a live resource, as a person in the console would. Answers why not, when the service would refuse it. */
export function deleteLiveResource(lookout: Lookout, record: PhysicalRecord): string | undefined {
  const refusal = deleteByHand(lookoutContext(lookout, record, liveProperties(record)));
  if (refusal !== undefined) return refusal;
  put(lookout, withLive(record, { kind: "deleted" }));
  return undefined;
}

function put({ region }: Lookout, record: ResourceRecord): void {
  region.table(resources).put(resourceKey(record.stackId, record.logicalId), record);
}
