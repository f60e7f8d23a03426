import { failingHealth, setFailingHealth } from "../resources/ecs/health.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, textsField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/health`: that the sandbox is up, which process it is, and whose tasks are not healthy, if any. */
export const readHealth: ControlRoute = ({ world }) => {
  const failing = failingHealth(world);
  return { status: "ok", pid: process.pid, ...(failing.length === 0 ? {} : { failing }) };
};

/** `POST /_sandbox/health { failing: [patterns] }`: services (name or ARN) and images whose tasks do not become healthy from now on; all others do. */
export const setHealth: ControlRoute = ({ world }, body) => {
  const failing = textsField(objectWith(body, ["failing"], "health"), "failing", "health");
  if (failing === undefined) throw new ControlError('health must have "failing", a list of patterns');
  setFailingHealth(world, failing);
  return { failing: failingHealth(world) };
};
