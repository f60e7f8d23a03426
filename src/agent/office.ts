import type { CloudOf } from "../model/cloud.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Repository } from "../model/repository.ts";
import { newAccountQueue, type AccountQueue } from "./account-queue.ts";
import { newVerdicts, type Verdicts } from "./account-verdict.ts";
import { newAccounts, type Accounts } from "./accounts.ts";
import { DEFAULT_AGENT_PACE, type AgentPace } from "./agent-pace.ts";
import type { AgentSetup } from "./agent-setup.ts";
import { newBrakes, type Brakes } from "./brakes.ts";
import type { Content } from "./content.ts";
import { newRound, type Round } from "./round.ts";
import { newTeller, type Teller } from "./teller.ts";
import { newWatchdog, type Watchdog } from "./watchdog.ts";

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
  /** The clouds of the repository that is worked from. Throws while there is none. */
  clouds(): Promise<CloudOf>;
  /** What is worked from; absent until the repository could be read once. */
  content(): Content | undefined;
}

/** An office in which nothing has been done yet. */
export function newOffice(setup: AgentSetup, content: () => Content | undefined): Office {
  const { clock, log, random, metrics, notifier } = setup;
  const pace = { ...DEFAULT_AGENT_PACE, ...setup.pace };
  const queue = newAccountQueue(clock, setup.concurrency);
  const accounts = newAccounts({ queue, log, random, pace });
  return {
    clock,
    log,
    random,
    pace,
    queue,
    accounts,
    brakes: newBrakes({ clock, log }),
    teller: newTeller(setup),
    verdicts: newVerdicts({ notifier, states: accounts.states }),
    round: newRound(accounts.states, log),
    watchdog: newWatchdog(clock),
    metrics,
    clouds: cloudsOf(setup, content),
    content,
  };
}

/** One answer is kept: that of the content at hand. */
function cloudsOf({ cloudsFor }: AgentSetup, content: () => Content | undefined): Office["clouds"] {
  let last: { readonly repository: Repository; readonly clouds: Promise<CloudOf> } | undefined;
  return async () => {
    const repository = content()?.repository;
    if (repository === undefined) throw new Error("there is no content to work from");
    if (last?.repository === repository) return last.clouds;
    const mine = { repository, clouds: cloudsFor(repository) };
    last = mine;
    mine.clouds.catch(() => {
      if (last === mine) last = undefined;
    });
    return mine.clouds;
  };
}
