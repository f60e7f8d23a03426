import { imageExists } from "../../ecr/images.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Region, World } from "../../world.ts";
import { findTaskDefinition } from "./deployment.ts";
import { isFailing } from "./health.ts";
import type { ServiceRecord } from "./records.ts";

/** Why tasks of a service do not come up, or do not stay. */
export interface TaskTrouble {
  readonly container: string;
  readonly image: string;
  /** Why a task stopped. */
  readonly stopped: string;
  /** What the service's events say. */
  readonly event: string;
}

/** What keeps the tasks of a service's newest deployment from running: an image that cannot be pulled, or a check that fails. */
export function troubleOf(world: World, region: Region, service: ServiceRecord): TaskTrouble | undefined {
  const containers = containersOf(region, service.taskDefinition);
  const missing = containers.find(({ image }) => !imageExists(world, image));
  if (missing !== undefined) return { ...missing, ...pullError(missing.image) };
  const { serviceName, serviceArn } = service;
  const ill = containers.find(({ image }) => isFailing(world, [serviceName, serviceArn, image]));
  return ill === undefined ? undefined : { ...ill, ...checkFailure(service) };
}

interface Container {
  readonly container: string;
  readonly image: string;
}

function containersOf(region: Region, taskDefinition: string): readonly Container[] {
  const containers = findTaskDefinition(region, taskDefinition)?.properties["ContainerDefinitions"];
  if (!isList(containers)) return [];
  return containers.filter(isObject).map((container) => ({
    container: scalarText(container["Name"]) ?? "",
    image: scalarText(container["Image"]) ?? "",
  }));
}

function pullError(image: string): Pick<TaskTrouble, "stopped" | "event"> {
  const stopped = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
  return { stopped, event: `was unable to place a task: ${stopped}` };
}

/** Behind a target group it is the balancer that checks, otherwise the container's own health check. */
function checkFailure({ properties }: ServiceRecord): Pick<TaskTrouble, "stopped" | "event"> {
  const [balancer] = isList(properties["LoadBalancers"]) ? properties["LoadBalancers"].filter(isObject) : [];
  const targetGroup = balancer === undefined ? undefined : scalarText(balancer["TargetGroupArn"]);
  if (targetGroup === undefined)
    return {
      stopped: "Task failed container health checks",
      event: "has stopped 1 running tasks: task failed container health checks.",
    };
  return {
    stopped: `Task failed ELB health checks in (target-group ${targetGroup})`,
    event: `is unhealthy in (target-group ${targetGroup}) due to (reason Health checks failed).`,
  };
}
