import { changedLimits, limitNames, setLimits } from "../limits.ts";
import { numberField, objectWith } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/limits`: the limits that are not as usual. */
export const readLimits: ControlRoute = ({ world }) => changedLimits(world);

/** `POST /_sandbox/limits { StackLimit: 3, "rules-per-application-load-balancer": 2 }`: what accounts may have from now on; the others are as usual. */
export const setLimitsRoute: ControlRoute = (sandbox, body, query) => {
  const given = objectWith(body, limitNames, "limits");
  const limits = limitNames.flatMap((name) => {
    const value = numberField(given, name, { min: 0, max: 100_000 }, "limits");
    return value === undefined ? [] : [[name, Math.floor(value)] as const];
  });
  setLimits(sandbox.world, Object.fromEntries(limits));
  return readLimits(sandbox, body, query);
};
