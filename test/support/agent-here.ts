import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LOCAL_AGENT_PACE } from "../../src/agent/agent-pace.ts";
import { newAgent, type Agent } from "../../src/agent/agent.ts";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import { remoteSource } from "../../src/git/remote-source.ts";
import { templateRepositories } from "../../src/git/template-repositories.ts";
import { memoryHistory } from "./memory-history.ts";
import { prometheusMetrics } from "../../src/metrics/prometheus-metrics.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { CloudOf } from "../../src/model/cloud.ts";
import { memoryLog, type LoggedLine } from "./memory-log.ts";
import { memorySchedules } from "./memory-schedules.ts";
import type { Environments } from "./environments.ts";
import type { TestSandbox } from "./sandbox.ts";

/** An agent in this process with real neighbours: Git and the sandbox. Only its schedules ring when a test says so. */
export interface AgentHere {
  readonly agent: Agent;
  /** What it logged so far. */
  readonly lines: readonly LoggedLine[];
  /** What it would have told people. */
  readonly events: readonly AgentEvent[];
  /** Rings the schedule of that cron expression. */
  ring(cron: string): void;
  /** Looks at the repository, and resolves when it works from that commit and has nothing to do any more. */
  follow(commit: string): Promise<void>;
  /** Resolves when it has nothing to do, surveys of drift included. */
  atRest(): Promise<void>;
  /** Resolves when a line that fits was logged, after the `from`th. */
  line(fits: (line: LoggedLine) => boolean, from?: number): Promise<LoggedLine>;
  stop(): Promise<void>;
}

/** How it is started. */
export interface HereOptions {
  /** For its clone. */
  readonly folder: string;
  /** How often it asks the repository for news; nobody does without it. */
  readonly intervalMs?: number;
}

/** Starts one on that repository. */
export function startAgentHere(
  repository: Environments,
  sandbox: TestSandbox,
  options: HereOptions,
): AgentHere {
  const log = memoryLog();
  const schedules = memorySchedules();
  const events: AgentEvent[] = [];
  const stop = new AbortController();
  const agent = newAgent({
    source: remoteSource({
      url: repository.url,
      branch: "main",
      path: ".",
      folder: join(options.folder, "repository"),
      auth: {},
      verify: { mode: "off" },
    }),
    templates: templateRepositories({
      folder: join(options.folder, "templates"),
      base: () => Promise.resolve(repository.url),
      reader: { kind: "program", neighbours: { auth: {}, verify: { mode: "off" } }, listed: [] },
    }),
    cloudsFor: () => Promise.resolve(cloudsAt(sandbox.url)),
    clock: systemClock,
    log,
    random: Math.random,
    schedules,
    notifier: {
      tell: (event) => void events.push(event),
      judge: () => undefined,
      close: () => Promise.resolve(),
    },
    history: memoryHistory(),
    metrics: prometheusMetrics(),
    version: "0.0.0",
    intervalMs: options.intervalMs,
    concurrency: 4,
    pace: { ...LOCAL_AGENT_PACE, longestSurveyMs: 0, surveyPostponedMs: 200 },
  });
  const ended = agent.run(stop.signal);
  const isIdle = (): boolean => {
    const { accounts, queue } = agent.status();
    const isLookedAt = accounts.every(
      ({ standing, nextPassAt }) =>
        standing !== undefined && standing !== "moving" && nextPassAt === undefined,
    );
    return accounts.length > 0 && queue.depth === 0 && queue.running.length === 0 && isLookedAt;
  };
  const atRest = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet = isIdle() ? quiet + 1 : 0) await delay(30);
  };
  return {
    agent,
    lines: log.lines,
    events,
    ring: (cron) => schedules.ring(cron),
    atRest,
    async follow(commit) {
      agent.pushed();
      while (agent.status().source.revision?.commit !== commit) await delay(20);
      await atRest();
    },
    async line(fits, from = 0) {
      for (;;) {
        const found = log.lines.slice(from).find(fits);
        if (found !== undefined) return found;
        await delay(20);
      }
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

/** In the sandbox, an access key id that is an account id belongs to that account. */
function cloudsAt(endpoint: string): CloudOf {
  const byAccount = new Map<string, CloudOf>();
  return (account) => {
    const keys = { accessKeyId: account.id, secretAccessKey: "test" };
    const clouds = byAccount.get(account.id) ?? sdkClouds({ sessionName: "mooring-test", endpoint, keys });
    byAccount.set(account.id, clouds);
    return clouds(account);
  };
}
