import type { JsonObject } from "../json.ts";
import type { Zone } from "../route53/records.ts";
import { createZone, findZoneByName, getZone } from "../route53/store.ts";
import { zones } from "../route53/records.ts";
import { ApiError } from "../errors.ts";
import type { Account } from "../world.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, requiredField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/zones`: every hosted zone of every account. */
export const listZones: ControlRoute = ({ world }) =>
  [...world.accounts()].flatMap((account) =>
    [...account.table(zones).values()].map((zone) => shown(account, zone)),
  );

/** `POST /_sandbox/zones { account, name }`: makes a public hosted zone if the account has none of that name. */
export const putZone: ControlRoute = ({ world, clock }, body) => {
  const given = objectWith(body, ["account", "name"], "a zone");
  const id = requiredField(given, "account", "a zone");
  if (!/^\d{12}$/.test(id)) throw new ControlError("a zone: account must be 12 digits");
  const account = world.account(id);
  const name = requiredField(given, "name", "a zone");
  const known = findZoneByName(account, name);
  return shown(account, known?.isPrivate === false ? known : made(account, name, clock.now()));
};

function made(account: Account, name: string, now: number): Zone {
  try {
    const { zoneId } = createZone(account, { name, callerReference: `sandbox-${name}-${now}`, now });
    return getZone(account, zoneId);
  } catch (error) {
    if (error instanceof ApiError) throw new ControlError(`a zone: ${error.message}`);
    throw error;
  }
}

function shown({ account }: Account, { id, name, nameServers }: Zone): JsonObject {
  return { account, id, name: name.replace(/\.$/, ""), nameServers };
}
