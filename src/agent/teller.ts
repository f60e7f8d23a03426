import { createHash } from "node:crypto";
import type { AgentEvent, AgentEventKind, History, Notifier } from "../model/agent-event.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Revision } from "../model/report.ts";
import { messageOf } from "./defect.ts";
import type { Happening } from "./happenings.ts";

/** Tells what happened, each thing once: to the log, the history and whoever is notified. */
export interface Teller {
  /** Whether it was news. */
  tell(happening: Happening, about: About): boolean;
  /** Takes note of what an earlier process told; does without it where that cannot be read. */
  recall(): Promise<void>;
  /** When an earlier process told something last; absent when nothing is known of that. */
  toldUntil(): number | undefined;
}

/** What a happening is about, besides itself. */
export interface About {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly account: string;
  readonly revision: Revision | undefined;
}

/** What telling takes. */
export interface TellerSetup {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly notifier: Notifier;
}

/** Enough for what is wrong at one time in some hundreds of accounts. */
const MOST_REMEMBERED = 10_000;

/** A teller that has told nothing. */
export function newTeller({ clock, log, history, notifier }: TellerSetup): Teller {
  /** Ids of what was told, the oldest first. */
  const told = new Set<string>();
  let until: number | undefined;
  const note = (id: string): void => {
    told.add(id);
    for (const oldest of told) {
      if (told.size <= MOST_REMEMBERED) break;
      told.delete(oldest);
    }
  };
  return {
    tell(happening, about) {
      const event = eventOf(happening, about, clock.now());
      if (told.has(event.id)) return false;
      note(event.id);
      logEvent(log, event);
      history.add(event);
      notifier.tell(event);
      return true;
    },
    toldUntil: () => until,
    async recall() {
      try {
        const events = await history.read({ limit: MOST_REMEMBERED });
        for (const { id } of events.toReversed()) note(id);
        until = events[0]?.at;
      } catch (error) {
        log.warn("history cannot be read; something may be told twice", { why: messageOf(error) });
      }
    },
  };
}

function eventOf(happening: Happening, about: About, at: number): AgentEvent {
  const { key, revision = about.revision, ...rest } = happening;
  const { repository, account } = about;
  const id = createHash("sha256")
    .update(JSON.stringify([repository, account, happening.kind, ...key]))
    .digest("hex")
    .slice(0, 32);
  return { id, at, repository, account, ...rest, ...(revision === undefined ? {} : { revision }) };
}

/** Messages of the log, and how loud they are. */
const LINES: Readonly<Record<AgentEventKind, readonly ["info" | "warn" | "error", string]>> = {
  applied: ["info", "stack applied"],
  failed: ["error", "stack failed"],
  held: ["warn", "needs a person"],
  drifted: ["warn", "stack drifted"],
  healed: ["info", "stack healed"],
  pruned: ["info", "stack deleted"],
  recovered: ["info", "stack recovered"],
};

function logEvent(log: Log, event: AgentEvent): void {
  const isAccount = event.kind === "failed" && event.stack === undefined;
  const [level, message] = isAccount ? (["error", "account failed"] as const) : LINES[event.kind];
  const { account, app, stack, version, revision, remedy } = event;
  log[level](message, {
    account,
    app,
    stack,
    version,
    commit: revision?.commit.slice(0, 12),
    author: revision?.author,
    what: event.message,
    remedy,
  });
}
