import { stepMs } from "../clock.ts";
import { canPull, namesOfImage } from "../ecr/images.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { exitCodeOf } from "../resources/ecs/health.ts";
import { missingSecret } from "../resources/ecs/missing-secret.ts";
import { waitingMs } from "../resources/durations.ts";
import { scalarText } from "../template/functions.ts";
import type { World } from "../world.ts";
import type { RanContainer, RanTaskRecord } from "./ran-tasks.ts";
import { scriptOf } from "./run-scripts.ts";

/** What becomes of a task, worked out when it starts. */
export type RunOutcome = Pick<
  RanTaskRecord,
  "startedAt" | "stopsAt" | "stopCode" | "stoppedReason" | "containers"
> & { readonly logs: readonly ContainerLog[] };

/** What a container writes. */
export interface ContainerLog {
  readonly container: string;
  readonly lines: readonly string[];
}

/** A container to be run. */
export interface WantedContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** Where its secrets come from. */
  readonly secrets: readonly string[];
}

const STARTING_SECONDS = 30;
const USUAL_SECONDS = 5;

/**
 * What becomes of a task with these containers: as it is scripted, or they end well after some seconds.
 *
 * A scripted time passes in `instant`, too, so that a test can look at what runs. The task ends with the container that runs longest.
 */
export function outcomeOf(
  world: World,
  containers: readonly WantedContainer[],
  createdAt: number,
): RunOutcome {
  const startedAt = createdAt + stepMs(world, STARTING_SECONDS);
  const missing = containers.find(({ image }) => !canPull(world, image));
  if (missing !== undefined) return neverStarted(containers, pullError(missing.image), startedAt);
  const refusal = missingSecret(
    world,
    containers.flatMap(({ secrets }) => secrets),
  );
  if (refusal !== undefined) return neverStarted(containers, refusal, startedAt);
  const runs = containers.map((container) => runOf(world, container));
  return {
    startedAt,
    stopsAt: startedAt + Math.max(0, ...runs.map(({ ms }) => ms)),
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: runs.map(({ ended }) => ended),
    logs: runs.map(({ ended, lines }) => ({ container: ended.name, lines })),
  };
}

/** The containers of a task definition, with what the request overrides. Members are named as the API names them. */
export function containersOf(
  definition: JsonObject,
  overrides: readonly JsonObject[],
): readonly WantedContainer[] {
  const declared = definition["containerDefinitions"];
  if (!isList(declared)) return [];
  return declared.filter(isObject).map((container) => {
    const name = scalarText(container["name"]) ?? "";
    const override = overrides.find((each) => each["name"] === name);
    const command = override?.["command"] ?? container["command"];
    return {
      name,
      image: scalarText(container["image"]) ?? "",
      command: isList(command) ? command.flatMap((word) => scalarText(word) ?? []) : [],
      secrets: sourcesIn(container["secrets"]),
    };
  });
}

interface Run {
  readonly ms: number;
  readonly ended: RanContainer;
  readonly lines: readonly string[];
}

function runOf(world: World, { name, image, command }: WantedContainer): Run {
  const names = namesOfImage(world, image);
  const script = scriptOf(world, names, command.join(" "));
  const exitCode = script?.exitCode ?? exitCodeOf(world, names) ?? 0;
  return {
    ms: script === undefined ? stepMs(world, USUAL_SECONDS) : waitingMs(world, script.seconds),
    ended: {
      name,
      image,
      exitCode,
      ...(exitCode === 137 ? { reason: "OutOfMemoryError: Container killed due to memory usage" } : {}),
    },
    lines: script?.logs ?? [],
  };
}

function sourcesIn(secrets: Json | undefined): readonly string[] {
  if (!isList(secrets)) return [];
  return secrets.filter(isObject).flatMap((secret) => scalarText(secret["valueFrom"]) ?? []);
}

function pullError(image: string): string {
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
}

function neverStarted(
  containers: readonly WantedContainer[],
  stoppedReason: string,
  stopsAt: number,
): RunOutcome {
  return {
    stopsAt,
    stopCode: "TaskFailedToStart",
    stoppedReason,
    containers: containers.map(({ name, image }) => ({
      name,
      image,
      ...(stoppedReason.includes(image) ? { reason: stoppedReason } : {}),
    })),
    logs: [],
  };
}
