import { advance } from "../cloudformation/advance.ts";
import type { JsonObject } from "../json.ts";
import { snapshotsIn } from "../resources/snapshots.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/snapshots`: what is left of databases and the like that stacks deleted under the policy Snapshot. */
export const listSnapshots: ControlRoute = ({ world, clock }) => {
  advance(world, clock.now());
  return [...world.regions()].flatMap((region) =>
    snapshotsIn(region).map(({ takenAt, ...snapshot }): JsonObject => ({
      account: region.account,
      region: region.region,
      ...snapshot,
      takenAt: new Date(takenAt).toISOString(),
    })),
  );
};
