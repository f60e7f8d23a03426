import { lagOf, setLag } from "../cloudformation/consistency.ts";
import { ControlError } from "./control-error.ts";
import { numberField, objectWith } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/consistency`: for how long readers may see what was before the last write. */
export const readConsistency: ControlRoute = ({ world }) => ({ lagMs: lagOf(world) });

/** `POST /_sandbox/consistency { lagMs }`: sets it; 0 shows every write at once. */
export const setConsistency: ControlRoute = (sandbox, body, query) => {
  const wanted = objectWith(body, ["lagMs"], "consistency");
  const lagMs = numberField(wanted, "lagMs", { min: 0, max: MAX_LAG_MS }, "consistency");
  if (lagMs === undefined) throw new ControlError('consistency must have "lagMs", in milliseconds');
  setLag(sandbox.world, lagMs);
  return readConsistency(sandbox, body, query);
};

/** Ten minutes. */
const MAX_LAG_MS = 600_000;
