import { setMissingImages, setUnpullableImages } from "../ecr/images.ts";
import { setLag } from "../cloudformation/consistency.ts";
import { sessions } from "../sts/sessions.ts";
import { setCertificatesNeedDelegation } from "../resources/acm/settings.ts";
import { setContainerExits, setFailingHealth } from "../resources/ecs/health.ts";
import { setLimits } from "../limits.ts";
import { setMissingValues } from "../missing-values.ts";
import { setRunScripts } from "../ecs/run-scripts.ts";
import { setThrottling } from "../throttling.ts";
import { settings } from "../world.ts";
import { objectWith } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/**
 * `GET /_sandbox/calls`: how often each AWS operation was called since the start or the last reset; `?writes` lists the
 * calls that were to change something, in their order; `?reset` begins again at zero after this answer.
 */
export const readCalls: ControlRoute = ({ calls }, _body, query) => {
  const counts = calls.counts().map((count) => ({ ...count }));
  const writes = calls.writes().map(({ at, ...call }) => ({ at: new Date(at).toISOString(), ...call }));
  if (query.has("reset")) calls.reset();
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return { total, calls: counts, ...(query.has("writes") ? { writes } : {}) };
};

/** `POST /_sandbox/reset`: empties every account and forgets faults, images, ill services, settings, counts, rates and the lag. The clock, its durations and issued credentials stay. */
export const resetWorld: ControlRoute = ({ world, calls, throttle }, body) => {
  objectWith(body, [], "a reset");
  world.reset([sessions.name, settings.name]);
  setMissingImages(world, []);
  setUnpullableImages(world, []);
  setFailingHealth(world, []);
  setContainerExits(world, {});
  setRunScripts(world, []);
  setLimits(world, {});
  setMissingValues(world, { secrets: [], parameters: [] });
  setCertificatesNeedDelegation(world, false);
  setThrottling(world, { isOn: true, rates: {} });
  throttle.refill();
  setLag(world, 0);
  calls.reset();
  return { status: "ok" };
};
