import type { JsonObject } from "../json.ts";
import type { Region, World } from "../world.ts";
import { ControlError } from "./control-error.ts";
import { requiredField } from "./fields.ts";

/** The account and Region that a request names in `account` and `region`. Throws ControlError. */
export function placeIn(world: World, object: JsonObject, where: string): Region {
  const account = requiredField(object, "account", where);
  const region = requiredField(object, "region", where);
  if (!/^\d{12}$/.test(account)) throw new ControlError(`${where}: account must be 12 digits`);
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region))
    throw new ControlError(`${where}: region must be the name of a Region, such as eu-west-1`);
  return world.region(account, region);
}
