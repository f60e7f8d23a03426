import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { Rate } from "../throttling.ts";
import { API_FAMILIES, setThrottling, throttlingOf } from "../throttling.ts";
import { ControlError } from "./control-error.ts";
import { booleanField, numberField, objectWith } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/throttling`: whether calls are throttled, and the rate of every family of operations. */
export const readThrottling: ControlRoute = ({ world }) => {
  const { isOn, rates } = throttlingOf(world);
  const inForce = API_FAMILIES.map(({ name, perSecond, burst }) => [
    name,
    { ...(rates[name] ?? { perSecond, burst }) },
  ]);
  return { enabled: isOn, rates: Object.fromEntries(inForce) as JsonObject };
};

/** `POST /_sandbox/throttling { enabled?, rates? }`: switches throttling, and sets rates of families by name; every bucket is full afterwards. */
export const setRates: ControlRoute = (sandbox, body, query) => {
  const wanted = objectWith(body, ["enabled", "rates"], "throttling");
  const { isOn, rates } = throttlingOf(sandbox.world);
  setThrottling(sandbox.world, {
    isOn: booleanField(wanted, "enabled", "throttling") ?? isOn,
    rates: { ...rates, ...readRates(wanted["rates"]) },
  });
  sandbox.throttle.refill();
  return readThrottling(sandbox, body, query);
};

const MAX_RATE = 1_000_000;

function readRates(value: Json | undefined): Readonly<Record<string, Rate>> {
  if (value === undefined) return {};
  const names = API_FAMILIES.map(({ name }) => name);
  const rates = objectWith(value, names, "rates");
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, readRate(rate, name)]));
}

function readRate(value: Json, name: string): Rate {
  if (!isObject(value))
    throw new ControlError(`${name} must be { "perSecond": a number, "burst": a number }`);
  const rate = objectWith(value, ["perSecond", "burst"], name);
  const perSecond = numberField(rate, "perSecond", { min: 0, max: MAX_RATE }, name);
  const burst = numberField(rate, "burst", { min: 1, max: MAX_RATE }, name);
  if (perSecond === undefined || burst === undefined)
    throw new ControlError(`${name} must have both, perSecond and burst`);
  return { perSecond, burst };
}
