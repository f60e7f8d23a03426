import type { Operation } from "../model/observed-stack.ts";
import type { Event } from "./stack-events.ts";
import type { StackTurn } from "./stack-status.ts";
import { stackTurn } from "./stack-status.ts";

/** One operation and the events that belong to it, oldest first. */
export interface Episode {
  readonly token?: string | undefined;
  readonly kind: Operation["kind"];
  readonly outcome: Operation["outcome"];
  readonly events: readonly Event[];
}

/**
 * Groups a stack's history into operations, newest first.
 *
 * A rollback is part of the operation that failed when it carries the same token, or none and that operation had not
 * ended; otherwise somebody asked for it and it is an operation of its own. Events from before the first beginning that
 * was read are left out, unless there is nothing else.
 */
export function groupOperations(history: readonly Event[]): readonly Episode[] {
  const drafts: Draft[] = [];
  for (const event of history) append(drafts, event);
  const [oldest, ...later] = drafts;
  if (oldest === undefined) return [];
  const isCut = oldest.isHeadless && later.length > 0;
  return (isCut ? later : drafts).map(finish).toReversed();
}

interface Draft {
  readonly token: string | undefined;
  readonly isHeadless: boolean;
  kind: Operation["kind"];
  outcome: Operation["outcome"];
  readonly events: Event[];
}

function append(drafts: Draft[], event: Event): void {
  const current = drafts.at(-1);
  const turn = event.isOwn ? (stackTurn(event.status) ?? UNKNOWN_TURN) : NO_TURN;
  if (event.isOwn && turn.turn === "none" && turn !== UNKNOWN_TURN) return;
  if (beginsAnother(current, event, turn)) {
    const isHeadless = turn.turn !== "start" && turn.turn !== "undo";
    drafts.push({
      token: event.token,
      isHeadless,
      kind: turn.kind,
      outcome: outcomeOf(turn, turn.kind),
      events: [event],
    });
    return;
  }
  if (current === undefined) return;
  current.events.push(event);
  if (current.kind === "unknown") current.kind = turn.kind;
  if (turn.turn !== "none") current.outcome = outcomeOf(turn, current.kind);
}

/** Of events about resources, which say nothing of the operation as a whole. */
const NO_TURN: StackTurn = { kind: "unknown", turn: "none" };
/** Of statuses that this version does not know: whatever it is, it has not visibly ended. */
const UNKNOWN_TURN: StackTurn = { kind: "unknown", turn: "work" };

function beginsAnother(current: Draft | undefined, event: Event, { turn }: StackTurn): boolean {
  if (current === undefined || turn === "start") return true;
  if (turn !== "undo") return false;
  const hasEnded = current.outcome !== "running";
  return event.token === undefined && current.token === undefined ? hasEnded : event.token !== current.token;
}

function outcomeOf({ turn }: StackTurn, kind: Operation["kind"]): Operation["outcome"] {
  switch (turn) {
    case "none":
    case "start":
    case "undo":
    case "work":
      return "running";
    case "done":
      return "succeeded";
    case "undone":
      return kind === "rollback" ? "succeeded" : "failed";
    case "failed":
      return "failed";
  }
}

function finish({ token, kind, outcome, events }: Draft): Episode {
  return { token, kind, outcome, events };
}
