import { createLogUpdate } from "log-update";
import type { ResourceEvent } from "../model/observed-stack.ts";
import type { Clock } from "../model/ports.ts";
import type { PassReport, Progress, Standing } from "../model/report.ts";
import { isMoving, liveLines, type LiveAccount } from "../report/live-lines.ts";
import type { Paint } from "../report/palette.ts";
import type { Stream } from "./shell.ts";

/** Times a second that the elapsed time is drawn anew. */
const FRAMES_PER_SECOND = 4;
const KEPT_EVENTS = 50;

/** What the picture is made of. */
export interface LiveOptions {
  readonly accounts: readonly string[];
  readonly stream: Stream;
  readonly clock: Clock;
  readonly paint: Paint;
  /** Takes the picture away when it is aborted, so that what is said then stands alone. */
  readonly signal?: AbortSignal | undefined;
}

/** A picture of a running sync in the terminal, drawn over itself until it is stopped. */
export class LiveProgress implements Progress {
  readonly #options: LiveOptions;
  readonly #startedAt: number;
  readonly #accounts: Map<string, LiveAccount>;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #timer: NodeJS.Timeout;
  #drawnLines = 0;
  #isOver = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#accounts = new Map(
      options.accounts.map((account) => [account, { account, events: {}, movingSince: {} }]),
    );
    this.#update = createLogUpdate(options.stream);
    this.#timer = setInterval(() => this.#draw(), 1000 / FRAMES_PER_SECOND);
    this.#draw();
    options.signal?.addEventListener("abort", () => this.stop(), { once: true });
  }

  passed(report: PassReport, standing: Standing): void {
    const before = this.#accounts.get(report.account);
    const moving = report.steps.filter(isMoving).map(({ step }) => step.app);
    const now = this.#options.clock.now();
    this.#accounts.set(report.account, {
      account: report.account,
      last: { report, standing },
      events: Object.fromEntries(moving.map((app) => [app, before?.events[app] ?? []])),
      movingSince: Object.fromEntries(moving.map((app) => [app, before?.movingSince[app] ?? now])),
    });
    this.#draw();
  }

  moved(account: string, app: string, events: readonly ResourceEvent[]): void {
    const before = this.#accounts.get(account);
    if (before === undefined) return;
    const kept = [...(before.events[app] ?? []), ...events].slice(-KEPT_EVENTS);
    this.#accounts.set(account, { ...before, events: { ...before.events, [app]: kept } });
    this.#draw();
  }

  /** Takes the picture away; what it came to is told by the report. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#update.clear();
    this.#update.done();
  }

  #draw(): void {
    if (this.#isOver) return;
    const { stream, clock, paint } = this.#options;
    const frame = {
      now: clock.now(),
      startedAt: this.#startedAt,
      columns: stream.columns ?? 80,
      rows: stream.rows ?? 24,
    };
    const lines = liveLines([...this.#accounts.values()], frame, paint);
    // log-update 7 writes only the lines that differ and leaves what moved up or down where it was: a picture with
    // another number of lines is drawn from scratch.
    if (lines.length !== this.#drawnLines) this.#update.clear();
    this.#drawnLines = lines.length;
    this.#update(lines.join("\n"));
  }
}
