import {
  containerExits,
  failingHealth,
  setContainerExits,
  setFailingHealth,
} from "../resources/ecs/health.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { World } from "../world.ts";
import { ControlError } from "./control-error.ts";
import { numberField, objectWith, textsField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/health`: that the sandbox is up, which process it is, and whose tasks do not run well, if any. */
export const readHealth: ControlRoute = ({ world }) => {
  const { failing, exits } = shown(world);
  return {
    status: "ok",
    pid: process.pid,
    ...(failing.length === 0 ? {} : { failing }),
    ...(Object.keys(exits).length === 0 ? {} : { exits }),
  };
};

/**
 * `POST /_sandbox/health { failing: [patterns], exits: { pattern: code } }`: services (name or ARN) and images whose tasks
 * do not become healthy, or end at once, from now on; all others run.
 */
export const setHealth: ControlRoute = ({ world }, body) => {
  const given = objectWith(body, ["failing", "exits"], "health");
  const failing = textsField(given, "failing", "health");
  const exits = exitsIn(given);
  if (failing === undefined && exits === undefined)
    throw new ControlError(
      'health must have "failing", a list of patterns, or "exits", exit codes by patterns',
    );
  setFailingHealth(world, failing ?? []);
  setContainerExits(world, exits ?? {});
  return given["exits"] === undefined ? { failing: shown(world).failing } : shown(world);
};

function shown(world: World): {
  readonly failing: readonly string[];
  readonly exits: Readonly<Record<string, number>>;
} {
  return { failing: failingHealth(world), exits: containerExits(world) };
}

const MAX_EXITS = 1000;

function exitsIn(given: JsonObject): Readonly<Record<string, number>> | undefined {
  if (given["exits"] === undefined) return undefined;
  const patterns = isObject(given["exits"]) ? given["exits"] : undefined;
  if (patterns === undefined || Object.keys(patterns).length > MAX_EXITS)
    throw new ControlError(`health: exits must be an object with at most ${String(MAX_EXITS)} members`);
  const codes = Object.keys(patterns).map(
    (pattern) =>
      [pattern, numberField(patterns, pattern, { min: 1, max: 255 }, "health: exits") ?? 1] as const,
  );
  return Object.fromEntries(codes);
}
