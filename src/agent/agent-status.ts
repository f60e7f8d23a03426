import type { AccountStatus, AgentStatus } from "../model/agent-status.ts";
import type { Pause } from "../model/pause.ts";
import { closedBy } from "../model/window.ts";
import type { AccountState } from "./account-state.ts";
import type { Follower } from "./follower.ts";
import type { Office } from "./office.ts";
import { unreadyBecause } from "./readiness.ts";

/** What a status is made of, besides what the turns share. */
export interface StatusSetup {
  readonly office: Office;
  readonly follower: Follower;
  readonly version: string;
  readonly startedAt: number;
  readonly intervalMs: number | undefined;
}

/** What the agent knows, at this moment. */
export function statusOf(setup: StatusSetup): AgentStatus {
  const { office, follower, version, startedAt } = setup;
  const { clock, queue, accounts, brakes } = office;
  const content = follower.content();
  const now = clock.now();
  const queued = queue.status();
  const running = new Set(queued.running);
  return {
    version,
    startedAt,
    now,
    source: {
      ...follower.status(),
      ...(content?.repository === undefined ? {} : { repository: content.repository.name }),
      ...(content?.revision === undefined ? {} : { revision: content.revision }),
    },
    problems: content?.problems ?? [],
    accounts: [...accounts.states].map(([name, state]) =>
      accountStatus(state, { now, isRunning: running.has(name), dueInMs: queue.dueIn(name, "pass") }),
    ),
    queue: queued,
    pauses: brakes.pauses(),
    unready: unreadyBecause(setup, now),
  };
}

interface Moment {
  readonly now: number;
  readonly isRunning: boolean;
  readonly dueInMs: number | undefined;
}

function accountStatus(state: AccountState, { now, isRunning, dueInMs }: Moment): AccountStatus {
  const { target, last, lastSettledAt, drift, calls, throttles } = state;
  const { name, id, region, windows } = target.account;
  const failure = last?.pass.report.failure;
  const closed = closedBy(windows, now);
  return {
    account: name,
    id,
    region,
    isRunning,
    steps: last?.pass.report.steps ?? [],
    pauses: target.account.pauses.filter((pause) => holds(pause, now)),
    calls,
    throttles,
    ...(last === undefined ? {} : { standing: last.pass.standing, lastPassAt: last.at }),
    ...(last?.revision === undefined ? {} : { revision: last.revision }),
    ...(lastSettledAt === undefined ? {} : { lastSettledAt }),
    ...(dueInMs === undefined ? {} : { nextPassAt: now + dueInMs }),
    ...(failure === undefined ? {} : { failure }),
    ...(closed === undefined ? {} : { closed }),
    ...(drift === undefined ? {} : { drift }),
  };
}

function holds({ until }: Pause, now: number): boolean {
  return until === undefined || until > now;
}
