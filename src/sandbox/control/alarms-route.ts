import { advance } from "../cloudformation/advance.ts";
import { wakeWatchers } from "../cloudformation/operation/rollback-triggers.ts";
import { alarmStates, alarms, setAlarm } from "../cloudwatch/alarms.ts";
import type { JsonObject } from "../json.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, requiredField } from "./fields.ts";
import { placeIn } from "./place.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/alarms`: every alarm of every account, and its state. */
export const listAlarms: ControlRoute = ({ world, clock }) => {
  advance(world, clock.now());
  return [...world.regions()].flatMap((region) =>
    [...region.table(alarms).values()].map(({ arn, state }): JsonObject => ({ arn, state })),
  );
};

/**
 * `POST /_sandbox/alarms { account, region, alarm, state }`: sets an alarm, named by its name or ARN, to `OK`, `ALARM` or `INSUFFICIENT_DATA`;
 * makes it if there is none. Operations that watch it see it at once.
 */
export const putAlarm: ControlRoute = ({ world, clock }, body) => {
  const alarm = objectWith(body, ["account", "region", "alarm", "state"], "an alarm");
  const place = placeIn(world, alarm, "an alarm");
  const name = requiredField(alarm, "alarm", "an alarm");
  const state = alarmStates.find((known) => known === alarm["state"]);
  if (state === undefined) throw new ControlError(`an alarm: state must be one of ${alarmStates.join(", ")}`);
  const now = clock.now();
  advance(world, now);
  const { arn } = setAlarm(place, name, state, now);
  wakeWatchers(place, arn, now);
  advance(world, now);
  return { arn, state };
};
