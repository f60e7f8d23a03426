import { canPull, namesOfImage } from "../../ecr/images.ts";
import type { Json } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Region, World } from "../../world.ts";
import { findTaskDefinition } from "./deployment.ts";
import { exitCodeOf, isFailing } from "./health.ts";
import { missingSecret } from "./missing-secret.ts";
import type { ServiceRecord } from "./records.ts";

/** Why tasks of a service do not come up, or do not stay. */
export interface TaskTrouble {
  readonly container: string;
  readonly image: string;
  /** What kind of end it was, in ECS's words. */
  readonly stopCode: "EssentialContainerExited" | "ServiceSchedulerInitiated" | "TaskFailedToStart";
  /** Why a task stopped. */
  readonly stopped: string;
  /** What the container itself came to; absent for one that was stopped with its task. */
  readonly reason?: string;
  /** Absent for a container that never ran. */
  readonly exitCode?: number;
  /** What the service's events say. */
  readonly event: string;
}

/** What keeps the tasks of a service's newest deployment from running: an image that cannot be pulled, a secret that is missing, or a check that fails. */
export function troubleOf(world: World, region: Region, service: ServiceRecord): TaskTrouble | undefined {
  const containers = containersOf(region, service.taskDefinition);
  const missing = containers.find(({ image }) => !canPull(world, image));
  if (missing !== undefined) return troubleIn(missing, pullError(missing.image));
  for (const container of containers) {
    const trouble = startTrouble(world, container) ?? runTrouble(world, service, container);
    if (trouble !== undefined) return troubleIn(container, trouble);
  }
  return undefined;
}

function troubleIn({ container, image }: Container, trouble: Trouble): TaskTrouble {
  return { container, image, ...trouble };
}

function startTrouble(world: World, { secrets }: Container): Trouble | undefined {
  const refusal = missingSecret(world, secrets);
  return refusal === undefined ? undefined : startError(refusal);
}

function runTrouble(world: World, service: ServiceRecord, { image }: Container): Trouble | undefined {
  const names = [service.serviceName, service.serviceArn, ...namesOfImage(world, image)];
  const exitCode = exitCodeOf(world, names);
  if (exitCode !== undefined) return exit(exitCode);
  return isFailing(world, names) ? checkFailure(service) : undefined;
}

type Trouble = Omit<TaskTrouble, keyof Container>;

interface Container {
  readonly container: string;
  readonly image: string;
  /** Where its secrets come from. */
  readonly secrets: readonly string[];
}

function containersOf(region: Region, taskDefinition: string): readonly Container[] {
  const containers = findTaskDefinition(region, taskDefinition)?.properties["ContainerDefinitions"];
  if (!isList(containers)) return [];
  return containers.filter(isObject).map((container) => ({
    container: scalarText(container["Name"]) ?? "",
    image: scalarText(container["Image"]) ?? "",
    secrets: sourcesIn(container["Secrets"]),
  }));
}

function sourcesIn(secrets: Json | undefined): readonly string[] {
  if (!isList(secrets)) return [];
  return secrets.filter(isObject).flatMap((secret) => scalarText(secret["ValueFrom"]) ?? []);
}

function pullError(image: string): Trouble {
  const stopped = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
  return startError(stopped);
}

function startError(stopped: string): Trouble {
  return {
    stopCode: "TaskFailedToStart",
    stopped,
    reason: stopped,
    event: `was unable to place a task: ${stopped}`,
  };
}

/** A container that ends takes its task with it. What is killed for its memory ends with 137 (128 and SIGKILL). */
function exit(exitCode: number): Trouble {
  return {
    stopCode: "EssentialContainerExited",
    stopped: "Essential container in task exited",
    exitCode,
    ...(exitCode === 137 ? { reason: "OutOfMemoryError: Container killed due to memory usage" } : {}),
    event: "has started 1 tasks.",
  };
}

const TERMINATED = 143;

/** Behind a target group it is the balancer that checks, otherwise the container's own health check. */
function checkFailure({ properties }: ServiceRecord): Trouble {
  const stopping = { stopCode: "ServiceSchedulerInitiated", exitCode: TERMINATED } as const;
  const [balancer] = isList(properties["LoadBalancers"]) ? properties["LoadBalancers"].filter(isObject) : [];
  const targetGroup = balancer === undefined ? undefined : scalarText(balancer["TargetGroupArn"]);
  if (targetGroup === undefined)
    return {
      ...stopping,
      stopped: "Task failed container health checks",
      event: "has stopped 1 running tasks: task failed container health checks.",
    };
  return {
    ...stopping,
    stopped: `Task failed ELB health checks in (target-group ${targetGroup})`,
    event: `is unhealthy in (target-group ${targetGroup}) due to (reason Health checks failed).`,
  };
}
