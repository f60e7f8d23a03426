import { parameterTypes } from "../resources/ssm/records.ts";
import { storeParameter } from "../resources/ssm/store.ts";
import { storeSecret } from "../secretsmanager/store.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, requiredField } from "./fields.ts";
import { placeIn } from "./place.ts";
import type { ControlRoute } from "./route.ts";

/** `POST /_sandbox/parameters { account, region, name, value, type? }`: stores a parameter of Systems Manager; another value is another version. */
export const putParameter: ControlRoute = ({ world }, body) => {
  const parameter = objectWith(body, ["account", "region", "name", "value", "type"], "a parameter");
  const place = placeIn(world, parameter, "a parameter");
  const name = requiredField(parameter, "name", "a parameter");
  const value = requiredField(parameter, "value", "a parameter");
  const type = parameterTypes.find((known) => known === (parameter["type"] ?? "String"));
  if (type === undefined)
    throw new ControlError(`a parameter: type must be one of ${parameterTypes.join(", ")}`);
  storeParameter(place, { name, type, value });
  return { name, type, value };
};

/** `POST /_sandbox/secrets { account, region, name, value }`: stores the value of a secret; the one before becomes AWSPREVIOUS. */
export const putSecret: ControlRoute = ({ world }, body) => {
  const secret = objectWith(body, ["account", "region", "name", "value"], "a secret");
  const place = placeIn(world, secret, "a secret");
  const name = requiredField(secret, "name", "a secret");
  const { arn } = storeSecret(place, name, requiredField(secret, "value", "a secret"));
  return { arn, name };
};
