// Forked process: an agent with the real adapters, but schedules that ring when the parent says so. It answers what that cost
// when it has nothing to do any more, and ends when the parent lets go.
import { setTimeout as delay } from "node:timers/promises";
import { newAgent } from "../../dist/agent/agent.js";
import { readAgentSettings } from "../../dist/cli/agent-settings.js";
import { LOCAL_PACE } from "../../dist/reconcile/pace.js";
import { adapters } from "../../dist/wire.js";

const [repo, endpoint, data] = process.argv.slice(2);
const settings = readAgentSettings({ repo, data, interval: "off", listen: "off" });
const log = { debug() {}, info() {}, warn() {}, error: (message, fields) => console.error(message, fields) };
const schedules = newSchedules();
const parts = await adapters.agent(settings, { log, env: process.env });
const agent = newAgent({
  source: parts.source,
  notifier: parts.notifier,
  history: parts.history,
  metrics: parts.metrics,
  schedules,
  cloudsFor: (repository) => adapters.clouds({ repository, endpoint, isSandbox: true }),
  clock: adapters.clock,
  log,
  random: Math.random,
  version: "0.0.0",
  intervalMs: undefined,
  concurrency: settings.file.concurrency,
  // A round and a survey are over as soon as they can be: what they take, not how long they are spread, is measured.
  pace: { ...LOCAL_PACE, longestSpreadMs: 0, longestSurveyMs: 0, surveyPostponedMs: 200 },
});
const stop = new AbortController();
process.on("disconnect", () => stop.abort());
process.on("message", (what) => void answer(what));
await agent.run(stop.signal);

async function answer(what) {
  const before = { at: Date.now(), cpu: process.cpuUsage(), calls: callsSoFar() };
  const isOver = begin(what, before.at);
  while (!isOver()) await delay(5);
  const { user, system } = process.cpuUsage(before.cpu);
  const { accounts } = agent.status();
  process.send({
    wallMs: Date.now() - before.at,
    cpuMs: Math.round((user + system) / 1000),
    rssMb: Math.round(process.memoryUsage.rss() / 1024 ** 2),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    calls: difference(callsSoFar(), before.calls),
    stacks: accounts.reduce((sum, { steps }) => sum + steps.length, 0),
  });
}

/** Begins what is to be measured; gives what tells when it is over. */
function begin(what, at) {
  const every = (holds) => () => agent.status().accounts.length > 0 && agent.status().accounts.every(holds);
  switch (what) {
    case "start":
      return every(({ standing }) => standing === "settled");
    case "look":
      agent.pushed();
      return () => (agent.status().source.lookedAt ?? 0) >= at;
    case "sync":
      schedules.ring("sync");
      return every(({ lastPassAt, isRunning }) => lastPassAt >= at && !isRunning);
    case "drift":
      schedules.ring("drift");
      return every(({ drift }) => (drift?.checkedAt ?? 0) >= at);
    default:
      throw new Error(`there is no ${what}`);
  }
}

function callsSoFar() {
  const sum = {};
  for (const { calls } of agent.status().accounts) {
    for (const [name, count] of Object.entries(calls)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}

function difference(after, before) {
  const entries = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

/** The agent asks for its two schedules in this order, and for each again only when the repository changes it. */
function newSchedules() {
  const hearers = [];
  return {
    every(_schedule, hear) {
      hearers.push(hear);
      return () => undefined;
    },
    ring: (name) => hearers[name === "sync" ? 0 : 1](),
  };
}
