import type { Metrics } from "../model/metrics.ts";
import type { Notifier } from "../model/agent-event.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Notice, Receiver } from "../model/receiver.ts";
import { newOutbox, type Outbox, type OutboxLimits } from "./outbox.ts";
import { openTold } from "./told.ts";

/** Who is told, and with what. */
export interface NotifierOptions {
  readonly receivers: readonly Receiver[];
  readonly clock: Clock;
  readonly log: Log;
  readonly delivered: Metrics["delivered"];
  /** Where it is remembered what was delivered; in memory only without it. May be lost without harm. */
  readonly folder?: string;
  readonly limits?: Partial<OutboxLimits>;
}

/**
 * Tells every receiver what it wants to know, each thing once. Every receiver has a queue of its own, so that a slow
 * one holds nobody else.
 */
export function notifier(options: NotifierOptions): Notifier {
  const { receivers, clock, log, folder } = options;
  const closing = new AbortController();
  const stop = new AbortController();
  const told = openTold({ folder, log });
  const outboxes = namedApart(receivers).map((receiver) =>
    newOutbox(receiver, { ...options, told, closing: closing.signal, stop: stop.signal }),
  );
  const post = (notice: Notice): void => {
    if (closing.signal.aborted) return;
    for (const outbox of outboxes) outbox.put(notice);
  };
  return {
    tell: (event) => post({ kind: "event", event }),
    judge: (verdict) => post({ kind: "verdict", verdict }),
    async close(withinMs) {
      closing.abort();
      await emptied(outboxes, { clock, withinMs });
      stop.abort();
      await Promise.all(outboxes.map((outbox) => outbox.idle()));
      await told.written();
    },
  };
}

/** Two receivers of the same name are told apart by their place among the receivers. */
function namedApart(receivers: readonly Receiver[]): readonly Receiver[] {
  return receivers.map((receiver, index) => {
    const before = receivers.slice(0, index).filter(({ name }) => name === receiver.name).length;
    if (before === 0) return receiver;
    return {
      name: `${receiver.name} ${before + 1}`,
      wants: (notice) => receiver.wants(notice),
      deliver: (notice, signal) => receiver.deliver(notice, signal),
    };
  });
}

/** Resolves when all is delivered or given up, at the latest after the given time. */
async function emptied(
  outboxes: readonly Outbox[],
  { clock, withinMs }: { readonly clock: Clock; readonly withinMs: number },
): Promise<void> {
  const done = new AbortController();
  const idle = Promise.all(outboxes.map((outbox) => outbox.idle())).then(() => done.abort());
  await Promise.race([idle, clock.sleep(withinMs, done.signal)]);
}
