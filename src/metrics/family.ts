import type { AgentStatus } from "../model/agent-status.ts";

/** A metric that is read from the agent's status. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  /** Empty while there is nothing to tell: then the metric is not there at all. */
  readonly samples: (status: AgentStatus) => readonly Sample[];
}

/** One value of a metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A value that may be missing, as samples. */
export function present(
  value: number | undefined,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** A time of ours as Prometheus wants it. */
export function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
