import { scalarText } from "../../template/functions.ts";
import type { Region, TableKind } from "../../world.ts";
import type { LiveContext, Progress, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";
import type { ServiceRecord } from "./records.ts";
import { ecsServices } from "./records.ts";

/** Between what counts Application Auto Scaling keeps a service, keyed by `service/CLUSTER/NAME`. */
const bounds: TableKind<{ readonly min: number; readonly max: number }> = { name: "scalableServices" };

/** AWS::ApplicationAutoScaling::ScalableTarget: of an ECS service it keeps the count within its capacities. */
export const scalableTarget: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    if (isOfService(context) && scaledService(context) === undefined)
      return handlerFailure(
        context,
        `ECS service doesn't exist: ${resourceId(context)} (Service: ApplicationAutoScaling, Status Code: 400)`,
        "InvalidRequest",
      );
    keepBounds(context);
    return { kind: "begun", physicalId: genericPhysicalId({ ...context, account, region }), attributes: {} };
  },
  settle: pull,
  beginUpdate(context) {
    keepBounds(context);
    return { kind: "begun", physicalId: context.live.physicalId, attributes: context.live.attributes };
  },
  settleUpdate: pull,
  remove(context) {
    if (isOfService(context)) context.region.table(bounds).delete(resourceId(context));
    return { kind: "done" };
  },
};

/** The service with its count within the bounds of its scalable target, if it has one. */
export function withinBounds(region: Region, service: ServiceRecord): ServiceRecord {
  const limits = region.table(bounds).get(service.serviceArn.split(":").at(-1) ?? "");
  if (limits === undefined) return service;
  const desiredCount = Math.max(limits.min, Math.min(limits.max, service.desiredCount));
  const [primary, ...others] = service.deployments;
  return {
    ...service,
    desiredCount,
    ...(primary === undefined ? {} : { deployments: [{ ...primary, desiredCount }, ...others] }),
  };
}

/** A service that runs is scaled at once; one that is being deployed is when it has settled. */
function pull(context: LiveContext): Progress {
  const service = isOfService(context) ? scaledService(context) : undefined;
  if (service !== undefined) {
    const { desiredCount, deployments, ...rest } = withinBounds(context.region, service);
    const isSteady = deployments[0]?.rolloutState === "COMPLETED";
    context.region.table(ecsServices).put(service.serviceArn, {
      ...rest,
      desiredCount,
      runningCount: isSteady ? desiredCount : rest.runningCount,
      deployments: isSteady
        ? deployments.map((deployment) => ({ ...deployment, runningCount: desiredCount }))
        : deployments,
    });
  }
  return { kind: "done", attributes: context.live.attributes };
}

function keepBounds(context: ResourceContext): void {
  if (!isOfService(context)) return;
  const { MinCapacity, MaxCapacity } = context.properties;
  context.region.table(bounds).put(resourceId(context), {
    min: Number(scalarText(MinCapacity) ?? 0),
    max: Number(scalarText(MaxCapacity) ?? Number.MAX_SAFE_INTEGER),
  });
}

function isOfService({ properties }: ResourceContext): boolean {
  return (
    properties["ServiceNamespace"] === "ecs" && properties["ScalableDimension"] === "ecs:service:DesiredCount"
  );
}

function resourceId({ properties }: ResourceContext): string {
  return scalarText(properties["ResourceId"]) ?? "";
}

function scaledService(context: ResourceContext): ServiceRecord | undefined {
  const id = resourceId(context);
  return [...context.region.table(ecsServices).values()].find(
    ({ serviceArn, status }) => status === "ACTIVE" && serviceArn.endsWith(`:${id}`),
  );
}
