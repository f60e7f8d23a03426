import { Counter, Gauge, Registry } from "prom-client";
import type { AgentStatus } from "../model/agent-status.ts";
import { accountFamilies } from "./account-families.ts";
import { agentFamilies } from "./agent-families.ts";
import type { Family, Sample } from "./family.ts";

/** What the agent's status says, as metrics. Made anew each time, so that nothing of what is gone stays. */
export function statusRegistry(status: AgentStatus): Registry {
  const registry = new Registry();
  for (const family of [...agentFamilies, ...accountFamilies]) {
    const samples = family.samples(status);
    if (samples.length > 0) register(family, samples, registry);
  }
  return registry;
}

function register({ name, help, type }: Family, samples: readonly Sample[], registry: Registry): void {
  const labelNames = Object.keys(samples[0]?.labels ?? {});
  const settings = { name, help, labelNames, registers: [registry] };
  switch (type) {
    case "counter": {
      const counter = new Counter(settings);
      for (const { labels = {}, value } of samples) counter.inc(labels, value);
      return;
    }
    case "gauge": {
      const gauge = new Gauge(settings);
      for (const { labels = {}, value } of samples) gauge.set(labels, value);
      return;
    }
  }
}
