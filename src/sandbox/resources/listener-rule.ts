import { derivedUuid } from "../identifiers.ts";
import type { JsonObject } from "../json.ts";
import { limitOf } from "../limits.ts";
import { scalarText } from "../template/functions.ts";
import type { Region, TableKind } from "../world.ts";
import type { Failure, ResourceBehaviour, ResourceContext } from "./behaviour.ts";
import { handlerFailure } from "./failure.ts";
import { genericPhysicalId } from "./identity.ts";
import { forgetMovedLoad, movedActions } from "./moved-load.ts";

/** Which rule (by ARN) holds a priority, keyed by listener ARN and priority. */
const priorities: TableKind<string> = { name: "listenerPriorities" };

/** AWS::ElasticLoadBalancingV2::ListenerRule: a priority exists once on a listener, and a balancer takes so many rules. */
export const listenerRule: ResourceBehaviour = {
  begin(context) {
    const physicalId = genericPhysicalId({
      ...context,
      account: context.region.account,
      region: context.region.region,
    });
    return (
      tooManyRules(context) ?? claim(context, physicalId) ?? { kind: "begun", physicalId, attributes: {} }
    );
  },
  beginUpdate(context) {
    const { physicalId, attributes, properties } = context.live;
    const clash = claim(context, physicalId);
    if (clash !== undefined) return clash;
    // CloudFormation writes the actions that the template has, whoever changed them.
    forgetMovedLoad(context.region, physicalId);
    if (priorityKey(properties) !== priorityKey(context.properties)) release(context, properties, physicalId);
    return { kind: "begun", physicalId, attributes };
  },
  remove(context) {
    release(context, context.live.properties, context.live.physicalId);
    forgetMovedLoad(context.region, context.live.physicalId);
    return { kind: "done" };
  },
  read({ region, live }) {
    const Actions = movedActions(region, live.physicalId);
    return Actions === undefined ? {} : { Actions };
  },
};

/** Whether there is such a rule. */
export function isRule(region: Region, arn: string): boolean {
  return [...region.table(priorities).values()].includes(arn);
}

/** Rules are counted over all listeners of a balancer, whose ARNs begin alike. */
function tooManyRules(context: ResourceContext): Failure | undefined {
  const listener = scalarText(context.properties["ListenerArn"]) ?? "";
  const balancer = listener.slice(0, listener.lastIndexOf("/") + 1);
  const keys = [...context.region.table(priorities).entries()].map(([key]) => key);
  const count = keys.filter((key) => balancer !== "" && key.startsWith(balancer)).length;
  if (count < limitOf(context.world, "rules-per-application-load-balancer")) return undefined;
  return handlerFailure(
    context,
    "You've reached the limit on the number of rules per load balancer. (Service: ElasticLoadBalancingV2, Status Code: 400)",
    "ServiceLimitExceeded",
  );
}

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
