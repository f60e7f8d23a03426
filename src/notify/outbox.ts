import { ExponentialBackoff, TaskCancelledError, timeout, TimeoutStrategy } from "cockatiel";
import type { IBackoff } from "cockatiel";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import { unansweredDelivery, type Delivery, type Notice, type Receiver } from "../model/receiver.ts";
import { parcelOf, type Parcel } from "./parcel.ts";
import type { Told } from "./told.ts";

/** How much is kept, and how long it is tried. */
export interface OutboxLimits {
  /** Notices that wait for one receiver; of more, the oldest is dropped. */
  readonly waiting: number;
  /** For one try. */
  readonly timeoutMs: number;
  /** How long one notice is tried. */
  readonly patienceMs: number;
  /** Between two tries, also when the receiver asks for more. */
  readonly longestPauseMs: number;
}

/** What waits for one receiver. */
export interface Outbox {
  /** Takes note and returns at once. */
  put(notice: Notice): void;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/** What an outbox works with. */
export interface OutboxSetup {
  readonly clock: Clock;
  readonly log: Log;
  readonly delivered: Metrics["delivered"];
  readonly told: Told;
  readonly limits?: Partial<OutboxLimits>;
  /** Nothing new comes: what failed is tried again at once, and then without growing pauses. */
  readonly closing: AbortSignal;
  /** Nothing is tried any more. */
  readonly stop: AbortSignal;
}

const LIMITS: OutboxLimits = {
  waiting: 1000,
  timeoutMs: 15_000,
  patienceMs: 6 * 3_600_000,
  longestPauseMs: 300_000,
};

const FIRST_PAUSE_MS = 1000;

/** An empty outbox. Delivers in order; a notice that fails holds those behind it, because an outage is the usual reason. */
export function newOutbox(receiver: Receiver, setup: OutboxSetup): Outbox {
  const working = new Outgoing(receiver, setup);
  // What an earlier process could not deliver.
  for (const event of setup.told.waiting(receiver.name)) {
    working.put(parcelOf({ kind: "event", event }, event.at));
  }
  return {
    put: (notice) => {
      if (receiver.wants(notice)) working.put(parcelOf(notice, setup.clock.now()));
    },
    idle: () => working.run,
  };
}

/** The queue of one receiver. `inHand` is not in `waiting`; `run` is pending exactly while there is either. */
class Outgoing {
  run: Promise<void> = Promise.resolve();
  readonly #receiver: Receiver;
  readonly #setup: OutboxSetup;
  readonly #limits: OutboxLimits;
  #waiting: readonly Parcel[] = [];
  #inHand: Parcel | undefined;
  /** Since the last delivery. */
  #dropped = 0;
  #pause: IBackoff<unknown> | undefined;

  constructor(receiver: Receiver, setup: OutboxSetup) {
    this.#receiver = receiver;
    this.#setup = setup;
    this.#limits = { ...LIMITS, ...setup.limits };
  }

  put(parcel: Parcel): void {
    const isInHand = this.#inHand?.key === parcel.key;
    if (parcel.isEvent && (isInHand || this.#waiting.some(({ key }) => key === parcel.key))) return;
    const others = this.#waiting.filter(({ key }) => key !== parcel.key);
    const isTold = !isInHand && this.#setup.told.has(this.#receiver.name, parcel);
    this.#waiting = isTold ? others : [...others, parcel];
    if (this.#waiting.length > this.#limits.waiting) this.#dropOldest();
    if (parcel.isEvent) this.#keep(this.#inHand);
    if (this.#inHand === undefined && this.#waiting.length > 0) this.run = this.#work();
  }

  /** So that it is there after a crash. Verdicts are judged anew by the next process. */
  #keep(inHand?: Parcel): void {
    const parcels = inHand === undefined ? this.#waiting : [inHand, ...this.#waiting];
    const events = parcels.flatMap(({ notice }) => (notice.kind === "event" ? [notice.event] : []));
    this.#setup.told.keep(this.#receiver.name, events);
  }

  #dropOldest(): void {
    const [oldest, ...rest] = this.#waiting;
    this.#waiting = rest;
    this.#setup.delivered(this.#receiver.name, "given-up");
    this.#dropped += 1;
    if (this.#dropped === 1)
      this.#say("notifications wait in too great a number, the oldest are dropped", oldest);
  }

  async #work(): Promise<void> {
    for (let parcel = this.#take(); parcel !== undefined; parcel = this.#take()) {
      await this.#carry(parcel);
    }
  }

  #take(): Parcel | undefined {
    const [next, ...rest] = this.#waiting;
    this.#inHand = next;
    this.#waiting = rest;
    return next;
  }

  /** Tries until it is delivered, refused, overtaken or too old. */
  async #carry(parcel: Parcel): Promise<void> {
    for (;;) {
      const delivery = await this.#try(parcel);
      if (delivery.kind === "delivered") return this.#finish(parcel);
      if (delivery.kind === "refused") return this.#giveUp(parcel, delivery.why);
      if (this.#waiting.some(({ key }) => key === parcel.key)) return;
      const pauseMs = this.#pauseAfter(delivery);
      const { clock, closing, stop } = this.#setup;
      if (stop.aborted) return this.#leave(parcel, delivery.why);
      const isTooOld = clock.now() + pauseMs - parcel.at > this.#limits.patienceMs;
      if (isTooOld) return this.#giveUp(parcel, delivery.why);
      await clock.sleep(pauseMs, closing.aborted ? stop : closing);
    }
  }

  async #try({ notice }: Parcel): Promise<Delivery> {
    const { stop } = this.#setup;
    if (stop.aborted) return { kind: "failed", why: "the agent ends" };
    const limit = timeout(this.#limits.timeoutMs, TimeoutStrategy.Aggressive);
    try {
      return await limit.execute(({ signal }) => this.#receiver.deliver(notice, signal), stop);
    } catch (error) {
      if (error instanceof TaskCancelledError) return { kind: "failed", why: "it did not answer in time" };
      return unansweredDelivery(error);
    }
  }

  #finish(parcel: Parcel): void {
    const { told, delivered, log } = this.#setup;
    const receiver = this.#receiver.name;
    told.add(receiver, parcel);
    if (parcel.isEvent) this.#keep();
    delivered(receiver, "delivered");
    if (this.#pause !== undefined)
      log.info("notifications are delivered again", { receiver, dropped: this.#dropped });
    this.#pause = undefined;
    this.#dropped = 0;
  }

  /** At the end: an event that is remembered is tried again by the next process. */
  #leave(parcel: Parcel, why: string): void {
    if (!parcel.isEvent || !this.#setup.told.isLasting) return this.#giveUp(parcel, why);
    this.#say("notification left for the next start", parcel, why);
  }

  #giveUp(parcel: Parcel, why: string): void {
    if (parcel.isEvent) this.#keep();
    this.#setup.delivered(this.#receiver.name, "given-up");
    this.#say("notification given up", parcel, why);
  }

  #pauseAfter({ why, afterMs }: Extract<Delivery, { kind: "failed" }>): number {
    if (this.#pause === undefined) this.#say("notification not delivered, tried again", this.#inHand, why);
    this.#pause = this.#pause?.next(undefined) ?? this.#firstPause();
    if (this.#setup.closing.aborted) return FIRST_PAUSE_MS;
    return Math.min(Math.max(this.#pause.duration, afterMs ?? 0), this.#limits.longestPauseMs);
  }

  #firstPause(): IBackoff<unknown> {
    const maxDelay = this.#limits.longestPauseMs;
    return new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay }).next();
  }

  #say(message: string, parcel: Parcel | undefined, why?: string): void {
    this.#setup.log.warn(message, { receiver: this.#receiver.name, ...parcel?.fields, why });
  }
}
