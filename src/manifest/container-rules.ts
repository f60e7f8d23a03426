import type { JobSpec, ServiceSpec, WorkerSpec } from "../model/repository.ts";
import { FARGATE_SIZES } from "./fargate-sizes.ts";
import type { SpecRule } from "./spec-rule.ts";

type Container = ServiceSpec | WorkerSpec | JobSpec;

/** What holds for everything that runs as a Fargate task. */
export const CONTAINER_RULES: readonly SpecRule<Container>[] = [memoryFitsCpu, namesDiffer];

/** What holds for everything that runs all the time. */
export const RUNNING_RULES: readonly SpecRule<ServiceSpec | WorkerSpec>[] = [
  scaleHasOrder,
  scaleHasTarget,
  scaleMayBeNothing,
  releaseFitsCpu,
  deploymentCanMove,
];

function memoryFitsCpu(size: Size): ReturnType<SpecRule<Container>> {
  return checkSize(size, ["memory"]);
}

/** What a release leaves out is the app's own; an app of no known size is told of that once. */
function releaseFitsCpu({ release, cpu, memory }: Running): ReturnType<SpecRule<Running>> {
  if (release?.cpu === undefined && release?.memory === undefined) return [];
  const field = release.memory === undefined ? "cpu" : "memory";
  return checkSize({ cpu, memory, ...release }, ["release", field]);
}

type Size = Pick<Container, "cpu" | "memory">;

function checkSize({ cpu, memory }: Size, path: readonly string[]): ReturnType<SpecRule<Container>> {
  const size = FARGATE_SIZES.find((known) => known.cpu === cpu);
  if (size === undefined || size.memory.includes(memory)) return [];
  const message = `Fargate has no task with cpu ${cpu} and memory ${memory}`;
  return [{ path, message, remedy: `with cpu ${cpu}, memory is ${inWords(size.memory)}` }];
}

/** All sizes when they are few; otherwise the bounds and the step, which is the same all the way. */
function inWords(memory: readonly number[]): string {
  const [first = 0, second = 0] = memory;
  const last = memory.at(-1) ?? 0;
  if (memory.length <= 4) return `one of ${memory.join(", ")}`;
  return `${first} to ${last} in steps of ${second - first}`;
}

function namesDiffer({ environment, secrets }: Container): ReturnType<SpecRule<Container>> {
  return Object.keys(secrets)
    .filter((name) => Object.hasOwn(environment, name))
    .map((name) => ({
      path: ["secrets", name],
      message: `${name} is both in environment and in secrets, which ECS refuses`,
      remedy: "keep one of the two",
    }));
}

type Running = ServiceSpec | WorkerSpec;

function scaleHasOrder({ scale }: Running): ReturnType<SpecRule<Running>> {
  if (typeof scale === "number" || scale.min <= scale.max) return [];
  const message = `scale.min is ${scale.min}, more than scale.max, which is ${scale.max}`;
  return [{ path: ["scale", "min"], message, remedy: "make min at most max" }];
}

function scaleHasTarget({ kind, scale }: Running): ReturnType<SpecRule<Running>> {
  if (typeof scale === "number" || scale.min >= scale.max || queueOf(scale) !== undefined) return [];
  if (loadsOf(scale).length > 0) return [];
  const remedy = `add scale.cpu, scale.memory or ${FURTHER_TARGET[kind]}, or make scale a plain number`;
  return [{ path: ["scale"], message: "scale has bounds but says nothing to scale by", remedy }];
}

const FURTHER_TARGET = { Service: "(behind a balancer) scale.requests", Worker: "scale.queue" } as const;

/** From no task at all, no metric of the tasks can ever lead back to one; and one that runs is never without load. */
function scaleMayBeNothing({ scale }: Running): ReturnType<SpecRule<Running>> {
  const [load] = typeof scale === "number" ? [] : loadsOf(scale);
  if (typeof scale === "number" || scale.min > 0 || load === undefined) return [];
  if (queueOf(scale) === undefined) {
    const message = "scale.min is 0, and tasks that do not run have no load that could start one";
    return [{ path: ["scale", "min"], message, remedy: "make min at least 1" }];
  }
  const message = `scale.min is 0, and a task that runs always has some load: by scale.${load} the last one would never stop`;
  return [{ path: ["scale", load], message, remedy: `take ${load} out, or make min at least 1` }];
}

type Scale = Exclude<Running["scale"], number>;

function queueOf(scale: Scale): WorkerQueue | undefined {
  return "queue" in scale ? scale.queue : undefined;
}

type WorkerQueue = Exclude<WorkerSpec["scale"], number>["queue"];

/** The fields that aim at some load of the tasks themselves. */
function loadsOf(scale: Scale): readonly string[] {
  const { cpu, memory } = scale;
  const aims = { cpu, memory, requests: "requests" in scale ? scale.requests : undefined };
  return Object.entries(aims).flatMap(([name, aim]) => (aim === undefined ? [] : [name]));
}

/** ECS rounds the minimum up and the maximum down: when both come to the number of tasks, none may stop and none start. */
function deploymentCanMove({ scale, deployment }: Running): ReturnType<SpecRule<Running>> {
  const tasks = typeof scale === "number" ? scale : scale.min;
  const least = Math.ceil((tasks * deployment.minimumHealthyPercent) / 100);
  const most = Math.floor((tasks * deployment.maximumPercent) / 100);
  if (tasks === 0 || least < tasks || most > tasks) return [];
  const message = `a deployment could never move: of ${tasks} ${tasks === 1 ? "task" : "tasks"} none may stop and no further one may start`;
  const remedy = "raise deployment.maximumPercent, or lower deployment.minimumHealthyPercent";
  return [{ path: ["deployment", "maximumPercent"], message, remedy }];
}
