import type { CloudOf } from "../model/cloud.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { AccountQueue } from "./account-queue.ts";
import type { Accounts } from "./accounts.ts";
import type { AgentPace } from "./agent-pace.ts";
import type { Brakes } from "./brakes.ts";
import type { Content } from "./content.ts";
import type { Round } from "./round.ts";
import type { Teller } from "./teller.ts";
import type { Verdicts } from "./account-verdict.ts";
import type { Watchdog } from "./watchdog.ts";

/** What the turns of all accounts share. */
export interface Office {
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  readonly pace: AgentPace;
  readonly queue: AccountQueue;
  readonly accounts: Accounts;
  readonly brakes: Brakes;
  readonly teller: Teller;
  readonly verdicts: Verdicts;
  readonly round: Round;
  readonly watchdog: Watchdog;
  readonly metrics: Metrics;
  readonly cloudsFor: (repository: string) => Promise<CloudOf>;
  /** What is worked from; absent until the repository could be read once. */
  content(): Content | undefined;
}
