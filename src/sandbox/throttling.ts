import { durationsOf } from "./clock.ts";
import { fitsPattern } from "./faults.ts";
import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import type { World } from "./world.ts";
import { settings } from "./world.ts";

/** A token bucket: how many calls it holds when it is full, and how many come back in a second of AWS's time. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Operations that AWS meters together, in an account and Region, or in an account alone. */
export interface ApiFamily extends Rate {
  readonly name: string;
  readonly service: string;
  /** Patterns of operation names, `*` standing for anything. */
  readonly operations: readonly string[];
  readonly isGlobal: boolean;
}

/**
 * The families, in the order in which they are tried; what is in none is not throttled.
 *
 * AWS publishes no rates of CloudFormation: these are what its users report, UNVERIFIED (some 5 to 10 reads a second, a few templates, about one change
 * or drift detection). Route 53's five requests a second of an account are from its Developer Guide, "Quotas"; the 600 of STS from the IAM User Guide, "IAM and AWS STS quotas".
 * How deep the buckets are is published nowhere, and UNVERIFIED throughout.
 */
export const API_FAMILIES: readonly ApiFamily[] = [
  family("cloudformation-drift", ["DetectStack*Drift"], { perSecond: 1, burst: 5 }),
  family("cloudformation-templates", ["GetTemplate*", "ValidateTemplate"], { perSecond: 5, burst: 10 }),
  family("cloudformation-reads", ["Describe*", "Get*", "List*"], { perSecond: 10, burst: 20 }),
  family("cloudformation-changes", ["*"], { perSecond: 1, burst: 10 }),
  { ...family("route53", ["*"], { perSecond: 5, burst: 5 }), isGlobal: true },
  family("sts", ["*"], { perSecond: 600, burst: 600 }),
];

/** Whether calls are throttled, and the rates that a person has set. */
export interface ThrottlingSettings {
  readonly isOn: boolean;
  readonly rates: Readonly<Record<string, Rate>>;
}

/** A call, as far as throttling asks about it. */
export interface MeteredCall {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** The buckets of every account; full after a restart. */
export interface Throttle {
  /** Takes a token for a call; `false` when there is none, and the call has to be refused. `now` is in epoch milliseconds. */
  admits(call: MeteredCall, now: number): boolean;
  /** Fills every bucket. */
  refill(): void;
}

/**
 * Throttling as the world's settings have it: on unless switched off.
 *
 * Buckets fill faster by as much as operations are quicker than on AWS, so `instant` never throttles; where operations are slower, callers are not.
 */
export function createThrottle(world: World): Throttle {
  const buckets = new Map<string, Bucket>();
  return {
    admits(call, now) {
      const metered = familyOf(call);
      const durations = durationsOf(world);
      if (metered === undefined || durations === "instant") return true;
      const { isOn, rates } = throttlingOf(world);
      if (!isOn) return true;
      const rate = rates[metered.name] ?? metered;
      const place = metered.isGlobal ? call.account : `${call.account}/${call.region}`;
      const key = `${metered.name}/${place}`;
      const bucket = filled(
        buckets.get(key),
        { ...rate, perSecond: rate.perSecond / Math.min(1, durations.scale) },
        now,
      );
      const isAdmitted = bucket.tokens >= 1;
      buckets.set(key, isAdmitted ? { ...bucket, tokens: bucket.tokens - 1 } : bucket);
      return isAdmitted;
    },
    refill: () => buckets.clear(),
  };
}

/** The settings in force. */
export function throttlingOf(world: World): ThrottlingSettings {
  const stored = world.table(settings).get(KEY);
  if (stored === undefined || !isObject(stored)) return { isOn: true, rates: {} };
  return { isOn: stored["isOn"] !== false, rates: storedRates(stored["rates"]) };
}

/** Sets them; they survive a restart. */
export function setThrottling(world: World, { isOn, rates }: ThrottlingSettings): void {
  const stored = Object.entries(rates).map(([name, rate]) => [name, { ...rate }]);
  world.table(settings).put(KEY, { isOn, rates: Object.fromEntries(stored) as JsonObject });
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const KEY = "throttling";

function family(name: string, operations: readonly string[], rate: Rate): ApiFamily {
  const [service = name] = name.split("-");
  return { name, service, operations, isGlobal: false, ...rate };
}

function familyOf({ service, operation }: MeteredCall): ApiFamily | undefined {
  return API_FAMILIES.find(
    (candidate) =>
      candidate.service === service && candidate.operations.some((name) => fitsPattern(name, operation)),
  );
}

function filled(bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number): Bucket {
  if (bucket === undefined) return { tokens: burst, at: now };
  const refilled = bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond;
  return { tokens: Math.min(burst, refilled), at: now };
}

function storedRates(stored: Json | undefined): Readonly<Record<string, Rate>> {
  if (stored === undefined || !isObject(stored)) return {};
  const rates = Object.entries(stored).flatMap(([name, rate]) => {
    if (!isObject(rate)) return [];
    const { perSecond, burst } = rate;
    return typeof perSecond === "number" && typeof burst === "number" ? [[name, { perSecond, burst }]] : [];
  });
  return Object.fromEntries(rates) as Record<string, Rate>;
}
