import type { QueueStatus } from "../model/agent-status.ts";
import type { Clock } from "../model/ports.ts";
import { newAlarm, ringOnAbort } from "./alarm.ts";
import { newWaiting } from "./waiting.ts";

/** What an account may be due for. A pass goes before a step of a drift survey. */
export type Errand = "pass" | "survey";

/** Does one errand of one account. */
export type Turn = (account: string, errand: Errand) => Promise<void>;

/** Which account is worked on next: one account never twice at once, each asked for often as good as once. */
export interface AccountQueue {
  /** Due now, or so many milliseconds from now; what is due earlier stays so. */
  add(account: string, errand: Errand, afterMs?: number): void;
  /** Nothing of it is due any more; a turn in hand goes on to its end. */
  drop(account: string): void;
  /** Milliseconds until an account is due for an errand, 0 when it is; `undefined` when nobody asked. */
  dueIn(account: string, errand: Errand): number | undefined;
  status(): QueueStatus;
  /** Takes turns until the signal is aborted and the turns in hand have ended. Throws what a turn throws. */
  run(turn: Turn, signal: AbortSignal): Promise<void>;
}

/** An empty queue that lets so many accounts have their turn at once. */
export function newAccountQueue(clock: Clock, concurrency: number): AccountQueue {
  /** What each account is due for. An errand that is asked for while its account has a turn stays here until that has ended. */
  const due = new Map<string, { readonly errands: Set<Errand>; readonly since: number }>();
  /** Accounts of `due` without those of `running`, each once, in the order in which they have their turn. */
  const line: string[] = [];
  /** Accounts that have their turn; never in `line`. */
  const running = new Map<string, Promise<void>>();
  /** Errands that are due later; never one that is in `due`. */
  const waiting = newWaiting(clock);
  const alarm = newAlarm(clock);
  let failed: { readonly error: unknown } | undefined;

  function makeDue(account: string, errand: Errand): void {
    waiting.remove(account, errand);
    const known = due.get(account);
    if (known === undefined) due.set(account, { errands: new Set([errand]), since: clock.now() });
    else known.errands.add(errand);
    if (known === undefined && !running.has(account)) line.push(account);
  }

  function begin(account: string, turn: Turn): void {
    const errand = take(account);
    if (errand === undefined) return;
    const end = (): void => {
      running.delete(account);
      if (due.has(account)) line.push(account);
      alarm.ring();
    };
    const fail = (error: unknown): void => {
      failed ??= { error };
    };
    running.set(account, turn(account, errand).catch(fail).then(end));
  }

  function take(account: string): Errand | undefined {
    const errands = due.get(account)?.errands;
    const errand = errands?.has("pass") === true ? "pass" : errands?.values().next().value;
    due.delete(account);
    for (const other of errands ?? []) if (other !== errand) rest(account, other);
    return errand;
  }

  function rest(account: string, errand: Errand): void {
    due.set(account, { errands: new Set([errand]), since: clock.now() });
  }

  return {
    add(account, errand, afterMs = 0) {
      if (due.get(account)?.errands.has(errand) === true) return;
      if (afterMs > 0) waiting.add(account, errand, afterMs);
      else makeDue(account, errand);
      alarm.ring();
    },
    drop(account) {
      due.delete(account);
      waiting.remove(account, "pass");
      waiting.remove(account, "survey");
      if (line.includes(account)) line.splice(line.indexOf(account), 1);
    },
    dueIn: (account, errand) =>
      due.get(account)?.errands.has(errand) === true ? 0 : waiting.dueIn(account, errand),
    status() {
      const oldest = Math.min(...line.map((account) => due.get(account)?.since ?? clock.now()));
      return {
        depth: line.length,
        oldestMs: line.length === 0 ? 0 : Math.max(0, clock.now() - oldest),
        running: [...running.keys()],
      };
    },
    async run(turn, signal) {
      const deaf = ringOnAbort(alarm, signal);
      while (!signal.aborted && failed === undefined) {
        for (const { account, errand } of waiting.takeDue()) makeDue(account, errand);
        while (running.size < concurrency && line.length > 0) begin(line.shift() ?? "", turn);
        await alarm.sleep(waiting.nextInMs());
      }
      deaf();
      await Promise.all(running.values());
      if (failed !== undefined) throw failed.error;
    },
  };
}
