import type { AccountStatus, AgentStatus, SourceStatus } from "../model/agent-status.ts";
import type { AccountDrift, DriftedProperty } from "../model/drift.ts";
import type { Pause } from "../model/pause.ts";
import { problemJson, standingsJson } from "./report-json.ts";
import { harmlessJson } from "./untrusted.ts";

/** Raised when a reader of the status would have to change; additions do not count. */
const AGENT_STATUS_VERSION = 1;

/**
 * The status of a running agent for programs, as `schema/agent-status.schema.json` describes it. Ends with a line break.
 *
 * It says where things stand and never what they hold: whoever may read it may not read the values of all properties.
 */
export function agentStatusJson(status: AgentStatus): string {
  return `${harmlessJson({
    version: AGENT_STATUS_VERSION,
    mooring: status.version,
    startedAt: timeText(status.startedAt),
    now: timeText(status.now),
    unready: status.unready,
    source: sourceJson(status.source),
    problems: status.problems.map(problemJson),
    queue: status.queue,
    pauses: status.pauses.map(pauseJson),
    accounts: status.accounts.map(accountJson),
  })}\n`;
}

function sourceJson({ description, repository, revision, seenAt, lookedAt, failure }: SourceStatus): object {
  return {
    description,
    repository,
    revision,
    seenAt: timeText(seenAt),
    lookedAt: timeText(lookedAt),
    failure: failure === undefined ? undefined : { ...failure, since: timeText(failure.since) },
  };
}

function pauseJson({ covers, reason, until, place, by }: Pause): object {
  return { covers, reason, until: timeText(until), place, by };
}

function accountJson(account: AccountStatus): object {
  const { closed, drift } = account;
  return {
    name: account.account,
    id: account.id,
    region: account.region,
    standing: account.standing,
    revision: account.revision,
    lastPassAt: timeText(account.lastPassAt),
    lastSettledAt: timeText(account.lastSettledAt),
    nextPassAt: timeText(account.nextPassAt),
    isRunning: account.isRunning,
    failure: account.failure,
    steps: standingsJson(account.steps),
    pauses: account.pauses.map(pauseJson),
    closed: closed === undefined ? undefined : { why: closed.why, until: timeText(closed.until) },
    drift: drift === undefined ? undefined : driftSummary(drift),
    calls: account.calls,
    throttles: account.throttles,
  };
}

function driftSummary({ checkedAt, stacks, properties, ignored, unknown, failure }: AccountDrift): object {
  return {
    checkedAt: timeText(checkedAt),
    stacks,
    properties: properties.map(driftedProperty),
    ignored: ignored.length,
    unknown: unknown.map(({ app, stack, resource, type, why }) => ({ app, stack, resource, type, why })),
    failure,
  };
}

function driftedProperty({ layer, app, stack, resource, type, property, since }: DriftedProperty): object {
  return { layer, app, stack, resource, type, property, since: timeText(since) };
}

/** ISO 8601 in UTC. */
function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
