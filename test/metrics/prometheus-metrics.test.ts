import { describe, expect, test } from "@jest/globals";
import { prometheusMetrics } from "../../src/metrics/prometheus-metrics.ts";
import type { AgentStatus } from "../../src/model/agent-status.ts";
import { firstStatus, fresh, production, status } from "../support/agent-status.ts";

const pass = { account: "production", seconds: 2, result: "blocked" } as const;

/** The lines of a metric, without its HELP and TYPE. */
async function linesOf(
  name: string,
  from: AgentStatus,
  metrics = prometheusMetrics(),
): Promise<readonly string[]> {
  const { body } = await metrics.text(from);
  return body.split("\n").filter((line) => new RegExp(`^${name}[ {]`).test(line));
}

describe("what is counted", () => {
  test("passes are counted by how they ended, beginning with zero, and timed", async () => {
    const metrics = prometheusMetrics();
    metrics.passed(pass);
    metrics.passed({ ...pass, result: "settled" });
    expect(await linesOf("mooring_passes_total", status, metrics)).toEqual([
      'mooring_passes_total{account="production",result="settled"} 1',
      'mooring_passes_total{account="production",result="moving"} 0',
      'mooring_passes_total{account="production",result="blocked"} 1',
      'mooring_passes_total{account="production",result="failed"} 0',
    ]);
    expect(await linesOf("mooring_pass_duration_seconds_sum", status, metrics)).toEqual([
      'mooring_pass_duration_seconds_sum{account="production"} 4',
    ]);
  });

  test("looks, deliveries and notifications are counted by their results", async () => {
    const metrics = prometheusMetrics();
    metrics.fetched("same", 0.2);
    metrics.webhook("github", "forged");
    metrics.webhook("github", "forged");
    metrics.delivered("slack", "given-up");
    expect(await linesOf("mooring_fetch_duration_seconds_count", status, metrics)).toEqual([
      'mooring_fetch_duration_seconds_count{result="same"} 1',
    ]);
    expect(await linesOf("mooring_webhooks_total", status, metrics)).toEqual([
      'mooring_webhooks_total{host="github",result="forged"} 2',
    ]);
    expect(await linesOf("mooring_notifications_total", status, metrics)).toEqual([
      'mooring_notifications_total{receiver="slack",result="given-up"} 1',
    ]);
  });

  test("an account that went away takes its series with it", async () => {
    const metrics = prometheusMetrics();
    metrics.passed(pass);
    metrics.passed({ ...pass, account: "test" });
    await metrics.text(status);
    const { body } = await metrics.text({ ...status, accounts: [fresh] });
    expect(body).not.toContain('"production"');
    expect(body).toContain('mooring_passes_total{account="test",result="blocked"} 1');
  });
});

describe("what the status says", () => {
  test.each([
    ["mooring_info", ['mooring_info{version="0.1.0"} 1']],
    ["mooring_ready", ["mooring_ready 0"]],
    [
      "mooring_last_commit_info",
      ['mooring_last_commit_info{commit="0123456789abcdef0123456789abcdef01234567"} 1'],
    ],
    ["mooring_last_commit_seen_timestamp_seconds", ["mooring_last_commit_seen_timestamp_seconds 1769860710"]],
    [
      "mooring_repository_last_success_timestamp_seconds",
      ["mooring_repository_last_success_timestamp_seconds 1769860755"],
    ],
    ["mooring_repository_failing", ["mooring_repository_failing 1"]],
    ["mooring_repository_problems", ["mooring_repository_problems 1"]],
    ["mooring_agent_pauses", ["mooring_agent_pauses 1"]],
    ["mooring_queue_depth", ["mooring_queue_depth 3"]],
    ["mooring_queue_oldest_seconds", ["mooring_queue_oldest_seconds 4.5"]],
    ["mooring_queue_running", ["mooring_queue_running 1"]],
    ["mooring_account_settled", ['mooring_account_settled{account="production"} 0']],
    ["mooring_account_failing", ['mooring_account_failing{account="production"} 0']],
    [
      "mooring_account_last_success_timestamp_seconds",
      ['mooring_account_last_success_timestamp_seconds{account="production"} 1769774400'],
    ],
    [
      "mooring_account_last_pass_timestamp_seconds",
      ['mooring_account_last_pass_timestamp_seconds{account="production"} 1769860770'],
    ],
    [
      "mooring_account_closed",
      ['mooring_account_closed{account="production"} 1', 'mooring_account_closed{account="test"} 0'],
    ],
    [
      "mooring_account_pauses",
      ['mooring_account_pauses{account="production"} 1', 'mooring_account_pauses{account="test"} 0'],
    ],
    [
      "mooring_drifted_resources",
      [
        'mooring_drifted_resources{account="production",layer="version"} 0',
        'mooring_drifted_resources{account="production",layer="resource"} 1',
        'mooring_drifted_resources{account="production",layer="dns"} 1',
        'mooring_drifted_resources{account="production",layer="scaling"} 0',
        'mooring_drifted_resources{account="production",layer="image"} 0',
      ],
    ],
    ["mooring_drift_unknown_resources", ['mooring_drift_unknown_resources{account="production"} 1']],
    [
      "mooring_drift_last_survey_timestamp_seconds",
      ['mooring_drift_last_survey_timestamp_seconds{account="production"} 1769860200'],
    ],
    [
      "mooring_aws_calls_total",
      [
        'mooring_aws_calls_total{account="production",operation="DescribeStacks"} 12',
        'mooring_aws_calls_total{account="production",operation="GetCallerIdentity"} 12',
      ],
    ],
    [
      "mooring_aws_throttles_total",
      ['mooring_aws_throttles_total{account="production",operation="DescribeStacks"} 1'],
    ],
  ])("is told by %s", async (name, lines) => {
    expect(await linesOf(name, status)).toEqual(lines);
  });

  test("counts the stacks of an account by state, also where there are none", async () => {
    const lines = await linesOf("mooring_stacks", status);
    const byState = Object.fromEntries(
      lines.map((line) => [/state="([^"]+)"/.exec(line)?.[1], Number(line.split(" ").at(-1))]),
    );
    expect(byState).toEqual({
      "in sync": 1,
      "out of date": 1,
      missing: 1,
      "to be removed": 1,
      "in flight": 1,
      waiting: 1,
      held: 1,
      refused: 1,
      failed: 1,
      unknown: 0,
    });
  });

  test("a survey that failed is no survey", async () => {
    const failed = { ...production.drift!, failure: { message: "no", mayRetry: true } };
    const accounts = [{ ...production, drift: failed }];
    expect(await linesOf("mooring_drift_last_survey_timestamp_seconds", { ...status, accounts })).toEqual([]);
  });

  test("what an agent does not know yet is not there, rather than zero", async () => {
    const { body } = await prometheusMetrics().text(firstStatus);
    expect(body.match(/^mooring_\w+/gm)).toEqual([
      "mooring_info",
      "mooring_ready",
      "mooring_repository_failing",
      "mooring_repository_problems",
      "mooring_agent_pauses",
      "mooring_queue_depth",
      "mooring_queue_oldest_seconds",
      "mooring_queue_running",
    ]);
  });
});

describe("the text", () => {
  test("is in Prometheus' format, with the process beside", async () => {
    const { contentType, body } = await prometheusMetrics().text(status);
    expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(body).toMatch(/^process_cpu_seconds_total /m);
  });

  test("keeps to the rules for names: every metric explained, counters and only counters end in _total", async () => {
    const metrics = prometheusMetrics();
    metrics.passed(pass);
    metrics.fetched("new", 1);
    const { body } = await metrics.text(status);
    const types = [...body.matchAll(/^# TYPE (mooring_\w+) (\w+)$/gm)];
    expect(types.length).toBeGreaterThan(20);
    for (const [, name, type] of types) {
      expect(body).toMatch(new RegExp(`^# HELP ${name} [A-Z].*\\.$`, "m"));
      expect([name, name?.endsWith("_total")]).toEqual([name, type === "counter"]);
    }
  });

  test("is the same for everybody who asks at once", async () => {
    const metrics = prometheusMetrics();
    metrics.passed(pass);
    const all = await Promise.all(
      [status, firstStatus, status].map((each) => linesOf("mooring_queue_depth", each, metrics)),
    );
    expect(all).toEqual([["mooring_queue_depth 3"], ["mooring_queue_depth 0"], ["mooring_queue_depth 3"]]);
  });
});
