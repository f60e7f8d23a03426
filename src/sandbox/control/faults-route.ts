import { randomUUID } from "node:crypto";
import type { Fault } from "../faults.ts";
import { faults } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { isList } from "../json.ts";
import { ControlError } from "./control-error.ts";
import type { ControlRoute } from "./route.ts";
import { readFault } from "./fault-input.ts";

/** `GET /_sandbox/faults`: the faults that are still to come. */
export const listFaults: ControlRoute = ({ world }) => [...world.table(faults).values()].map(shown);

/** `POST /_sandbox/faults [fault, …]`: adds faults; all of them or, when one is wrong, none. */
export const addFaults: ControlRoute = (sandbox, body, query) => {
  if (!isList(body)) throw new ControlError("faults must be a list");
  const table = sandbox.world.table(faults);
  if (table.size + body.length > MAX_FAULTS)
    throw new ControlError(`there may be ${String(MAX_FAULTS)} faults at most`);
  const added = body.map((item, index) => readFault(item, randomUUID(), `fault ${String(index + 1)}`));
  for (const fault of added) table.put(fault.id, fault);
  return listFaults(sandbox, body, query);
};

/** `DELETE /_sandbox/faults`: nothing goes wrong on purpose any more. */
export const removeFaults: ControlRoute = ({ world }) => {
  const table = world.table(faults);
  for (const { id } of table.values()) table.delete(id);
  return [];
};

const MAX_FAULTS = 1000;

function shown({ id, effect, match, remaining, share }: Fault): JsonObject {
  return {
    id,
    effect: { ...effect },
    match: { ...match },
    remaining,
    ...(share === undefined ? {} : { share }),
  };
}
