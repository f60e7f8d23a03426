import { derivedUuid } from "../identifiers.ts";
import type { JsonObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import type { TableKind } from "../world.ts";
import type { Failure, ResourceBehaviour, ResourceContext } from "./behaviour.ts";
import { handlerFailure } from "./failure.ts";
import { genericPhysicalId } from "./identity.ts";

/** Which rule (by ARN) holds a priority, keyed by listener ARN and priority. */
const priorities: TableKind<string> = { name: "listenerPriorities" };

/** AWS::ElasticLoadBalancingV2::ListenerRule: a priority exists once on a listener. */
export const listenerRule: ResourceBehaviour = {
  begin(context) {
    const physicalId = genericPhysicalId({
      ...context,
      account: context.region.account,
      region: context.region.region,
    });
    return claim(context, physicalId) ?? { kind: "begun", physicalId, attributes: {} };
  },
  beginUpdate(context) {
    const { physicalId, attributes, properties } = context.live;
    const clash = claim(context, physicalId);
    if (clash !== undefined) return clash;
    if (priorityKey(properties) !== priorityKey(context.properties)) release(context, properties, physicalId);
    return { kind: "begun", physicalId, attributes };
  },
  remove(context) {
    release(context, context.live.properties, context.live.physicalId);
    return { kind: "done" };
  },
};

function claim(context: ResourceContext, physicalId: string): Failure | undefined {
  const table = context.region.table(priorities);
  const key = priorityKey(context.properties);
  const holder = table.get(key);
  if (holder !== undefined && holder !== physicalId) {
    const priority = scalarText(context.properties["Priority"]) ?? "";
    const requestId = derivedUuid(physicalId, String(context.now));
    return handlerFailure(
      context,
      `Priority '${priority}' is currently in use (Service: ElasticLoadBalancingV2, Status Code: 400, Request ID: ${requestId})`,
      "AlreadyExists",
    );
  }
  table.put(key, physicalId);
  return undefined;
}

function release(context: ResourceContext, properties: JsonObject, physicalId: string): void {
  const table = context.region.table(priorities);
  const key = priorityKey(properties);
  if (table.get(key) === physicalId) table.delete(key);
}

function priorityKey(properties: JsonObject): string {
  return `${scalarText(properties["ListenerArn"]) ?? ""}|${scalarText(properties["Priority"]) ?? ""}`;
}
