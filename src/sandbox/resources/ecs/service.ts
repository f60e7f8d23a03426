import { stepMs } from "../../clock.ts";
import type { JsonObject } from "../../json.ts";
import { isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { LiveContext, Progress, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { waitingMs } from "../durations.ts";
import { handlerFailure } from "../failure.ts";
import { generatedName } from "../identity.ts";
import { alarmedService, failingService, newDeployment, steadyService } from "./deployment.ts";
import { bakingMs, isAlarmed, shiftLoad, shiftLoadBack } from "./load-shift.ts";
import type { ServiceRecord } from "./records.ts";
import { ecsServices } from "./records.ts";
import { brokenReference } from "./references.ts";
import { withinBounds } from "./scalable-target.ts";
import { troubleOf } from "./task-trouble.ts";

const hour = 3600;
const stabilizationLimit = 3 * hour;
const retrySeconds = 60;

/**
 * AWS::ECS::Service: it begins to start tasks, and is done when they run.
 *
 * A missing image, or a check that fails, trips the circuit breaker where it is on; otherwise tasks are tried again for three hours.
 * An alarm that its deployments heed ends one. With the strategies that move the load, the tasks before are kept for the bake time.
 */
export const service: ResourceBehaviour = {
  begin(context) {
    const refusal = brokenReference(context, "CreateService");
    if (refusal !== undefined) return refusal;
    const record = newService(context);
    context.region.table(ecsServices).put(record.serviceArn, record);
    return {
      kind: "begun",
      physicalId: record.serviceArn,
      attributes: { ServiceArn: record.serviceArn, Name: record.serviceName },
    };
  },
  settle: settleService,
  beginUpdate(context) {
    const table = context.region.table(ecsServices);
    const known = table.get(context.live.physicalId);
    if (known === undefined) return handlerFailure(context, "Service was not ACTIVE.", "ServiceNotActive");
    const refusal = brokenReference(context, "UpdateService");
    if (refusal !== undefined) return refusal;
    table.put(known.serviceArn, updatedService(context, known));
    return { kind: "begun", physicalId: known.serviceArn, attributes: context.live.attributes };
  },
  settleUpdate: settleService,
  remove(context) {
    const table = context.region.table(ecsServices);
    const known = table.get(context.live.physicalId);
    if (known !== undefined)
      table.put(known.serviceArn, {
        ...known,
        status: "INACTIVE",
        desiredCount: 0,
        runningCount: 0,
        pendingCount: 0,
        deployments: [],
      });
    return { kind: "done" };
  },
  read(context) {
    const known = context.region.table(ecsServices).get(context.live.physicalId);
    return known?.status === "ACTIVE" ? { DesiredCount: known.desiredCount } : "not-found";
  },
};

function newService(context: ResourceContext): ServiceRecord {
  const { properties, now } = context;
  const { account, region } = context.region;
  const serviceName = scalarText(properties["ServiceName"]) ?? generatedName({ ...context, account, region });
  const clusterName = (scalarText(properties["Cluster"]) ?? "default").split("/").at(-1) ?? "default";
  const prefix = `arn:${partitionOf(region)}:ecs:${region}:${account}`;
  const serviceArn = `${prefix}:service/${clusterName}/${serviceName}`;
  const taskDefinition = scalarText(properties["TaskDefinition"]) ?? "";
  const desiredCount = Number(scalarText(properties["DesiredCount"]) ?? 1);
  return {
    serviceArn,
    serviceName,
    clusterArn: `${prefix}:cluster/${clusterName}`,
    status: "ACTIVE",
    taskDefinition,
    desiredCount,
    runningCount: 0,
    pendingCount: desiredCount,
    createdAt: now,
    deployments: [newDeployment({ serviceArn, taskDefinition, desiredCount, now })],
    events: [],
    stoppedTasks: [],
    properties,
  };
}

/** A count that is left out stays as it is; a new task definition, or a forced one, starts a new deployment. */
function updatedService(context: LiveContext, known: ServiceRecord): ServiceRecord {
  const { properties, now } = context;
  const taskDefinition = scalarText(properties["TaskDefinition"]) ?? known.taskDefinition;
  const desiredCount = Number(scalarText(properties["DesiredCount"]) ?? known.desiredCount);
  const { serviceArn } = known;
  const isNewDeployment =
    taskDefinition !== known.taskDefinition ||
    JSON.stringify(properties["ForceNewDeployment"]) !==
      JSON.stringify(known.properties["ForceNewDeployment"]) ||
    known.deployments[0]?.rolloutState !== "COMPLETED";
  const older = known.deployments
    .filter(({ runningCount }) => runningCount > 0)
    .map((deployment) => ({ ...deployment, status: "ACTIVE" as const }));
  return {
    ...known,
    taskDefinition,
    desiredCount,
    properties,
    deployments: isNewDeployment
      ? [newDeployment({ serviceArn, taskDefinition, desiredCount, now }), ...older]
      : known.deployments.map((deployment) => ({ ...deployment, desiredCount })),
  };
}

function settleService(context: LiveContext): Progress {
  const { region, world, now } = context;
  const table = region.table(ecsServices);
  const found = table.get(context.live.physicalId);
  if (found === undefined) return handlerFailure(context, "Service was not ACTIVE.", "ServiceNotActive");
  const known = withinBounds(region, found);
  const trouble = known.desiredCount === 0 ? undefined : troubleOf(world, region, known);
  if (trouble === undefined) return settleWell(context, known);
  const isGivenUp = hasBreaker(known.properties);
  table.put(known.serviceArn, failingService(known, { trouble, now, isGivenUp }));
  if (isGivenUp)
    return handlerFailure(
      context,
      "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
      "GeneralServiceException",
    );
  return waitOrGiveUp(context, known);
}

/** The tasks run. Where ECS moves the load it does so now, and keeps the tasks before for a while. */
function settleWell(context: LiveContext, known: ServiceRecord): Progress {
  const { region, world, now } = context;
  const table = region.table(ecsServices);
  const [primary] = known.deployments;
  const isDeploying = primary?.rolloutState === "IN_PROGRESS";
  if (isDeploying) shiftLoad(region, known);
  if (isDeploying && isAlarmed(region, known)) {
    shiftLoadBack(region, known);
    table.put(known.serviceArn, alarmedService(known, now));
    return handlerFailure(
      context,
      "Error occurred during operation 'ECS Deployment Alarm was triggered'.",
      "GeneralServiceException",
    );
  }
  const remaining = isDeploying ? primary.createdAt + bakingMs(world, known) - now : 0;
  if (remaining > 0)
    return { kind: "wait", ms: Math.min(remaining, Math.max(1, stepMs(world, retrySeconds))) };
  table.put(known.serviceArn, steadyService(known, now));
  return { kind: "done", attributes: context.live.attributes };
}

function waitOrGiveUp(context: LiveContext, known: ServiceRecord): Progress {
  const startedAt = known.deployments[0]?.createdAt ?? context.now;
  if (context.now - startedAt >= waitingMs(context.world, stabilizationLimit))
    return handlerFailure(context, `Service ${known.serviceArn} did not stabilize.`, "NotStabilized");
  return { kind: "wait", ms: waitingMs(context.world, retrySeconds) };
}

function hasBreaker(properties: JsonObject): boolean {
  const configuration = properties["DeploymentConfiguration"];
  const breaker = isObject(configuration) ? configuration["DeploymentCircuitBreaker"] : undefined;
  return isObject(breaker) && (breaker["Enable"] === true || breaker["Enable"] === "true");
}
