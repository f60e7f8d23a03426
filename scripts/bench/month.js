// Measured process, with --expose-gc: an agent lives through four weeks of commits, failures, deletions, drift and heals; prints
// how large the heap is after each. Its arguments: where the tests' in-memory surroundings were compiled to, and an empty folder.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const WEEKS = 4;
const HOURS = 7 * 24;
const MINUTE_MS = 60_000;
const ACCOUNTS = ["dev", "test", "production"];
const DRIFT = {
  logicalId: "Main",
  type: "AWS::SNS::Topic",
  state: "modified",
  differences: [{ path: "/DisplayName", expected: "one", actual: "by hand", kind: "changed" }],
};

const [compiled = "", folder = ""] = process.argv.slice(2);
const from = (path) => import(new URL(path, pathToFileURL(`${compiled}/`)));
const { startAgent, surroundings } = await from("test/support/memory-agent.js");
const { smallAcme } = await from("test/support/small-acme.js");
const { folderHistory } = await import("../../dist/history/folder-history.js");
const { prometheusMetrics } = await import("../../dist/metrics/prometheus-metrics.js");
const { notifier } = await import("../../dist/notify/notifier.js");

const counts = { commits: 0, passes: 0, surveys: 0, heals: 0, failures: 0 };
const around = surroundings({ tickMs: 20_000 });
for (const name of ACCOUNTS)
  around.world(name).mishaps = [{ stack: "acme-web", during: "update", content: "bad" }];
const running = startAgent(around, realSetup());
const started = performance.now();
const weeks = [];
for (let week = 0; week < WEEKS; week += 1) {
  for (let hour = 0; hour < HOURS; hour += 1) await liveAnHour(week * HOURS + hour);
  weeks.push(heapBytes());
}
const seconds = Math.round((performance.now() - started) / 1000);
const looks = around.source.looks();
await running.stop();
console.log(JSON.stringify({ weeks, ...counts, looks, seconds }));

/** Everything that keeps something is real: history, notifications, metrics. What is logged is gone. */
function realSetup() {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const metrics = prometheusMetrics();
  const receiver = { name: "bench", wants: () => true, deliver: async () => ({ kind: "delivered" }) };
  const told = notifier({
    receivers: [receiver],
    clock: around.clock,
    log,
    delivered: (name, result) => metrics.delivered(name, result),
    folder: join(folder, "told"),
  });
  return {
    log,
    history: folderHistory({ folder: join(folder, "history"), log }),
    metrics: { ...metrics, passed: (pass) => (metrics.passed(pass), (counts.passes += 1)) },
    notifier: { ...told, tell: (event) => (told.tell(event), count(event)) },
  };
}

function count({ kind }) {
  if (kind === "healed") counts.heals += 1;
  if (kind === "failed") counts.failures += 1;
}

/** A commit every three hours, a change by hand every six; a look for drift every hour, a sync every five minutes. */
async function liveAnHour(hour) {
  if (hour % 3 === 0) commit(hour / 3);
  for (let minute = 0; minute < 60; minute += 5) {
    if (minute === 15 && hour % 6 === 1) changeByHand();
    if (minute === 20) lookForDrift();
    running.schedules.ring("*/5 * * * *");
    await around.clock.pass(5 * MINUTE_MS);
  }
  await running.agent.metrics();
  await running.agent.eventsJson({ limit: 100 });
  forget();
}

/** Bad at times; it takes an app away or brings it back. */
function commit(index) {
  const accounts = ACCOUNTS.map((name) => [name, accountAt(index)]);
  around.source.commit(smallAcme(Object.fromEntries(accounts)));
  counts.commits += 1;
}

function lookForDrift() {
  running.schedules.ring("17 * * * *");
  counts.surveys += ACCOUNTS.length;
}

function accountAt(index) {
  const web = index % 5 === 4 ? `bad-${index}` : `content-${index}`;
  const others = Object.fromEntries(["db", "mail", "queue", "site"].map((name) => [name, "one"]));
  const isThere = index % 2 === 0;
  return {
    apps: { web, ...others, ...(isThere ? { api: "one" } : {}) },
    removed: isThere ? [] : ["api"],
    says: "selfHeal: true",
  };
}

function changeByHand() {
  for (const name of ACCOUNTS) {
    const stack = around.world(name).find("acme-web");
    if (stack !== undefined) around.world(name).put({ ...stack, byHand: [DRIFT] });
  }
}

/** The world in memory remembers more than CloudFormation does. */
function forget() {
  for (const name of ACCOUNTS) {
    const world = around.world(name);
    world.executions.length = 0;
    world.deletions.length = 0;
    world.detections.clear();
    for (const stack of world.stacks.values())
      world.put({ ...stack, operations: stack.operations.slice(0, 6) });
  }
}

function heapBytes() {
  global.gc();
  global.gc();
  return process.memoryUsage().heapUsed;
}
