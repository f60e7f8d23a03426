import type { AgentEvent, History, HistoryFilter } from "../model/agent-event.ts";
import { eventDocument } from "../model/event-document.ts";
import type { Log } from "../model/ports.ts";
import { eventsOfLines } from "./event-lines.ts";
import { newFolio, type FolioLimits } from "./folio.ts";
import { newSelection } from "./selection.ts";

/** Where events are kept, and how many. */
export interface FolderHistoryOptions {
  readonly folder: string;
  readonly log: Log;
  readonly limits?: Partial<HistoryLimits>;
}

/** How much is kept. */
export interface HistoryLimits extends FolioLimits {
  /** Events in memory that could not be written yet; of more, the oldest are lost. */
  readonly waiting: number;
}

const LIMITS: HistoryLimits = {
  bytes: 50_000_000,
  fileBytes: 1_000_000,
  ageMs: 400 * 24 * 3_600_000,
  waiting: 10_000,
};

/** Events in a folder, one JSON document a line. Whatever becomes of the folder, events that come later are kept again. */
export function folderHistory({ folder, log, limits }: FolderHistoryOptions): History {
  return new FolderHistory(folder, log, { ...LIMITS, ...limits });
}

/** `run` is pending while something is written; `#waiting` holds what no write has taken, or a write failed for. */
class FolderHistory implements History {
  readonly #log: Log;
  readonly #limits: HistoryLimits;
  readonly #folio;
  #waiting: readonly string[] = [];
  #run: Promise<void> | undefined;
  #isFailing = false;

  constructor(folder: string, log: Log, limits: HistoryLimits) {
    this.#log = log;
    this.#limits = limits;
    this.#folio = newFolio(folder, limits);
  }

  add(event: AgentEvent): void {
    this.#waiting = [...this.#waiting, JSON.stringify(eventDocument(event))].slice(-this.#limits.waiting);
    this.#run ??= this.#write();
  }

  async read(filter: HistoryFilter): Promise<readonly AgentEvent[]> {
    await this.close();
    const selection = newSelection(filter);
    // What could not be written is newer than everything that could.
    selection.take(eventsOfLines(this.#waiting).toReversed());
    for await (const lines of this.#folio.newestFirst()) {
      if (selection.isComplete()) break;
      selection.take(eventsOfLines(lines).toReversed());
    }
    return selection.events();
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) this.#run ??= this.#write();
    await this.#run;
  }

  /** Writes until nothing waits or a write fails; the next event tries again. */
  async #write(): Promise<void> {
    // Events of one moment go into one write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      try {
        await this.#folio.append(lines);
        if (this.#isFailing) this.#log.info("history is written again");
        this.#isFailing = false;
      } catch (error) {
        this.#waiting = [...lines, ...this.#waiting].slice(-this.#limits.waiting);
        this.#complain(error);
        break;
      }
    }
    this.#run = undefined;
  }

  #complain(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    if (!this.#isFailing) this.#log.warn("history cannot be written", { why });
    this.#isFailing = true;
  }
}
