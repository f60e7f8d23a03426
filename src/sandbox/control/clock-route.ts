import type { Durations } from "../clock.ts";
import { advanceClock, durationsOf, setDurations } from "../clock.ts";
import { advance } from "../cloudformation/advance.ts";
import type { Json } from "../json.ts";
import { isObject } from "../json.ts";
import { ControlError } from "./control-error.ts";
import type { ControlRoute } from "./route.ts";
import { numberField, objectWith } from "./fields.ts";

/** `GET /_sandbox/clock`: what time it is in the sandbox, and how long operations take. */
export const readClock: ControlRoute = ({ world, clock }) => ({
  now: new Date(clock.now()).toISOString(),
  durations: durationsOf(world),
});

/**
 * `POST /_sandbox/clock { advanceMs?, durations? }`: moves the time forward, and sets how long operations take: `"instant"` or `{ scale }`, 1 being
 * as long as on AWS. What falls due on the way happens at its own time.
 */
export const setClock: ControlRoute = (sandbox, body, query) => {
  const wanted = objectWith(body, ["advanceMs", "durations"], "the clock");
  const advanceMs = numberField(wanted, "advanceMs", { min: 0, max: MAX_ADVANCE_MS }, "the clock");
  const durations = wanted["durations"] === undefined ? undefined : readDurations(wanted["durations"]);
  if (durations !== undefined) setDurations(sandbox.world, durations);
  if (advanceMs !== undefined) advanceClock(sandbox.world, advanceMs);
  advance(sandbox.world, sandbox.clock.now());
  return readClock(sandbox, body, query);
};

/** Ten years. */
const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000;
const MAX_SCALE = 100;

function readDurations(value: Json): Durations {
  if (value === "instant") return "instant";
  if (!isObject(value))
    throw new ControlError('the clock: durations must be "instant" or { "scale": a number }');
  const object = objectWith(value, ["scale"], "durations");
  const scale = numberField(object, "scale", { min: 0, max: MAX_SCALE }, "durations");
  if (scale === undefined) throw new ControlError('durations must be "instant" or { "scale": a number }');
  return scale === 0 ? "instant" : { scale };
}
