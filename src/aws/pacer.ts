import type Bottleneck from "bottleneck";

/** Keeps the calls to one account and Region within a rate that CloudFormation stands. */
export interface Pacer {
  /** Waits for its turn, makes the call and gives its result; learns from a throttled one. */
  pace<T>(kind: CallKind, call: () => Promise<T>): Promise<T>;
}

/** Reads and writes have limits of their own. */
export type CallKind = "read" | "write";

/** What a pacer works by. */
export interface PacerOptions {
  readonly rates: Rates;
  readonly isThrottle: (error: unknown) => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What each kind of call is allowed. */
export type Rates = Readonly<Record<CallKind, Rate>>;

/** A token bucket. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * What CloudFormation is asked for at most, an account and Region. AWS publishes no figures; these are what careful
 * tools use.
 */
export const DEFAULT_RATES: Rates = {
  read: { perSecond: 4, burst: 10 },
  write: { perSecond: 1, burst: 2 },
};

/**
 * Route 53 has one bucket for an account in all Regions, and other tools use it as well. Source: Route 53 developer guide,
 * "Quotas": five requests a second.
 */
export const ROUTE_53_RATES: Rates = {
  read: { perSecond: 2, burst: 5 },
  write: { perSecond: 1, burst: 1 },
};

/** For a local endpoint: every call goes out at once. */
export const unpaced: Pacer = { pace: (_kind, call) => call() };

/**
 * A pacer whose spacing doubles when AWS throttles and shrinks again while calls succeed (additive increase,
 * multiplicative decrease of the rate).
 */
export async function createPacer(options: PacerOptions): Promise<Pacer> {
  const { default: Limiter } = await import("bottleneck");
  const lanes = {
    read: createLane(new Limiter(bucket(options.rates.read)), options.rates.read),
    write: createLane(new Limiter(bucket(options.rates.write)), options.rates.write),
  };
  return {
    async pace(kind, call) {
      const lane = lanes[kind];
      try {
        const result = await lane.limiter.schedule(call);
        speedUp(lane);
        return result;
      } catch (error) {
        if (options.isThrottle(error)) slowDown(lane, options.now());
        throw error;
      }
    },
  };
}

interface Lane {
  readonly limiter: Bottleneck;
  readonly rate: Rate;
  /** Calls a second at the moment; never above `rate.perSecond`. */
  perSecond: number;
  slowedAt: number;
}

const SLOWEST_PER_SECOND = 0.1;
/** Successes until a halved rate is whole again. */
const STEPS_TO_RECOVER = 20;
/** Calls that were under way together are throttled together, and count once. */
const ONE_EVENT_MS = 1000;
const REFILL_MS = 250;
/** Calls that are given a time to go out; only those after them feel a change of pace. */
const AT_ONCE = 10;

function bucket({ perSecond, burst }: Rate): Bottleneck.ConstructorOptions {
  return {
    maxConcurrent: AT_ONCE,
    reservoir: burst,
    reservoirIncreaseInterval: REFILL_MS,
    reservoirIncreaseAmount: (perSecond * REFILL_MS) / 1000,
    reservoirIncreaseMaximum: burst,
  };
}

function createLane(limiter: Bottleneck, rate: Rate): Lane {
  return { limiter, rate, perSecond: rate.perSecond, slowedAt: Number.NEGATIVE_INFINITY };
}

function slowDown(lane: Lane, now: number): void {
  if (now - lane.slowedAt < ONE_EVENT_MS) return;
  lane.slowedAt = now;
  setSpeed(lane, Math.max(lane.perSecond / 2, SLOWEST_PER_SECOND));
}

function speedUp(lane: Lane): void {
  const { perSecond } = lane.rate;
  if (lane.perSecond >= perSecond) return;
  setSpeed(lane, Math.min(lane.perSecond + perSecond / 2 / STEPS_TO_RECOVER, perSecond));
}

/** At full speed only the bucket limits; below it, calls are also kept apart. */
function setSpeed(lane: Lane, perSecond: number): void {
  lane.perSecond = perSecond;
  const minTime = perSecond >= lane.rate.perSecond ? 0 : Math.ceil(1000 / perSecond);
  lane.limiter.updateSettings({ minTime });
}
