import type { Clock } from "../model/ports.ts";
import type { Errand } from "./account-queue.ts";

/** Errands that are due later. */
export interface Waiting {
  /** One that waits already keeps the earlier time. */
  add(account: string, errand: Errand, afterMs: number): void;
  remove(account: string, errand: Errand): void;
  /** Takes out everything whose time has come, the earliest first. */
  takeDue(): readonly { readonly account: string; readonly errand: Errand }[];
  /** Milliseconds until the next one is due; infinite when none waits. */
  nextInMs(): number;
  dueIn(account: string, errand: Errand): number | undefined;
}

interface Entry {
  readonly account: string;
  readonly errand: Errand;
  readonly at: number;
  /** When it was added, or when the clock was found to be behind that. */
  readonly from: number;
}

/** Nothing waits. A clock that was set back delays nothing for longer than was asked for. */
export function newWaiting(clock: Clock): Waiting {
  const entries = new Map<string, Entry>();
  const leftOf = ({ at, from }: Entry): number => Math.max(0, Math.min(at - clock.now(), at - from));
  return {
    add(account, errand, afterMs) {
      const key = keyOf(account, errand);
      const known = entries.get(key);
      if (known !== undefined && leftOf(known) <= afterMs) return;
      const from = clock.now();
      entries.set(key, { account, errand, from, at: from + afterMs });
    },
    remove: (account, errand) => void entries.delete(keyOf(account, errand)),
    takeDue() {
      const now = clock.now();
      for (const [key, entry] of entries) {
        if (entry.from > now) entries.set(key, { ...entry, from: now, at: now + entry.at - entry.from });
      }
      const due = [...entries.values()].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
      for (const { account, errand } of due) entries.delete(keyOf(account, errand));
      return due;
    },
    nextInMs: () => Math.min(Number.POSITIVE_INFINITY, ...[...entries.values()].map(leftOf)),
    dueIn(account, errand) {
      const entry = entries.get(keyOf(account, errand));
      return entry === undefined ? undefined : leftOf(entry);
    },
  };
}

function keyOf(account: string, errand: Errand): string {
  return `${errand} ${account}`;
}
