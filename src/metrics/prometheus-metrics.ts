import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Metrics, PassMetrics } from "../model/metrics.ts";
import { statusRegistry } from "./status-registry.ts";

/**
 * Counts for Prometheus, with those of the process itself under their usual names. Labels hold names of accounts and
 * receivers, AWS operations and words of ours, never anything that a stranger sends. What is told of an account goes with
 * the account.
 */
export function prometheusMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counts = newCounts(registry);
  return {
    passed({ account, seconds, result }) {
      for (const each of PASS_RESULTS) counts.passes.inc({ account, result: each }, each === result ? 1 : 0);
      counts.passSeconds.observe({ account }, seconds);
    },
    fetched: (result, seconds) => counts.fetchSeconds.observe({ result }, seconds),
    webhook: (host, result) => counts.webhooks.inc({ host, result }),
    delivered: (receiver, result) => counts.notifications.inc({ receiver, result }),
    async text(status) {
      await forgetOthers(counts, new Set(status.accounts.map(({ account }) => account)));
      const merged = Registry.merge([registry, statusRegistry(status)]);
      return { contentType: merged.contentType, body: await merged.metrics() };
    },
  };
}

/** Told with zero from an account's first pass on: Prometheus sees no increase in a series that begins at one. */
const PASS_RESULTS: readonly PassMetrics["result"][] = ["settled", "moving", "blocked", "failed"];

/** From a pass over a quiet account to one that is throttled for minutes. */
const PASS_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const FETCH_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

type Counts = ReturnType<typeof newCounts>;

function newCounts(registry: Registry) {
  const registers = [registry];
  return {
    passes: new Counter({
      name: "mooring_passes_total",
      help: "Passes over an account, by how they ended.",
      labelNames: ["account", "result"],
      registers,
    }),
    passSeconds: new Histogram({
      name: "mooring_pass_duration_seconds",
      help: "How long passes over an account took.",
      labelNames: ["account"],
      buckets: PASS_SECONDS,
      registers,
    }),
    fetchSeconds: new Histogram({
      name: "mooring_fetch_duration_seconds",
      help: "How long looks at the environments repository took, by what they came to.",
      labelNames: ["result"],
      buckets: FETCH_SECONDS,
      registers,
    }),
    webhooks: new Counter({
      name: "mooring_webhooks_total",
      help: "Deliveries to webhooks, by host and by what became of them.",
      labelNames: ["host", "result"],
      registers,
    }),
    notifications: new Counter({
      name: "mooring_notifications_total",
      help: "Notifications, by receiver and by whether they were delivered or given up.",
      labelNames: ["receiver", "result"],
      registers,
    }),
  };
}

async function forgetOthers({ passes, passSeconds }: Counts, accounts: ReadonlySet<string>): Promise<void> {
  for (const { labels } of (await passes.get()).values) {
    if (typeof labels.account !== "string" || accounts.has(labels.account)) continue;
    passes.remove(labels);
    passSeconds.remove({ account: labels.account });
  }
}
