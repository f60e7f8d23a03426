import { Command } from "commander";
import type { Agent } from "../agent/agent.ts";
import type { AgentServer } from "../model/agent-face.ts";
import type { Log } from "../model/ports.ts";
import type { AgentAdapters } from "./adapters.ts";
import type { AgentSettings, AgentOptions } from "./agent-settings.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { mayColour, type Shell } from "./shell.ts";
import type { Verb } from "./verb.ts";
import { version } from "./version.ts";

/** How long it may take to leave after the first signal. */
const LEAVE_WITHIN_MS = 10_000;

/** `moor agent`: follows the repository and keeps the accounts as it says, until it is stopped. */
export const agentVerb: Verb = ({ shell, run }) =>
  new Command("agent")
    .summary("follow a repository and keep the accounts as it says, on commit, on schedule and after drift")
    .description(
      "Follows an environments repository and keeps the accounts as it says, until it is stopped. " +
        "It may be killed at any moment; the next one goes on from Git and CloudFormation alone.",
    )
    .option("--repo <url>", "a Git repository; or a folder, whose working tree is applied as it stands")
    .option("--branch <name>", "the branch that is followed (default: main)")
    .option("--path <path>", "folder in the repository that holds mooring.yaml (default: its root)")
    .option("--data <dir>", "for the clone and the history; may be lost (default: .mooring/agent)")
    .option(
      "--interval <time>",
      "how often the repository is asked for news (s, m, h), or off (default: 60s)",
    )
    .option("--listen <address>", "for health, metrics, API and webhooks, or off (default: 127.0.0.1:8080)")
    .option(
      "--config <file>",
      "agent.yaml: secrets, signatures, webhooks, notifications; see schema/agent.schema.json",
    )
    .action((_options: unknown, command: Command) =>
      run(() => agent(shell, command.optsWithGlobals<AgentOptions>())),
    );

async function agent(shell: Shell, options: AgentOptions): Promise<ExitCode> {
  const { readAgentSettings } = await import("./agent-settings.ts");
  const settings = readAgentSettings(options);
  const log = await shell.adapters.log({
    isVerbose: options.verbose === true,
    isForPeople: shell.stderr.isTTY,
    colour: mayColour(shell, shell.stderr, options),
  });
  const stop = new AbortController();
  const deaf = shell.onInterrupt(() => hearStop(shell, log, stop));
  try {
    const code = await runAgent(shell, { settings, options, log, signal: stop.signal });
    // A call that hangs would keep the process as long as it may take.
    if (stop.signal.aborted) shell.leave(code);
    return code;
  } finally {
    deaf();
  }
}

/** The first signal ends the agent in good order; the second, or too long a wait, ends the process. */
function hearStop(shell: Shell, log: Log, stop: AbortController): void {
  if (stop.signal.aborted) return shell.leave(exitCodes.failed);
  log.info("agent stopping", { withinSeconds: LEAVE_WITHIN_MS / 1000 });
  stop.abort();
  setTimeout(() => {
    log.warn("agent left", { why: "something did not end in time; the next agent goes on from there" });
    shell.leave(exitCodes.failed);
  }, LEAVE_WITHIN_MS).unref();
}

interface AgentRun {
  readonly settings: AgentSettings;
  readonly options: AgentOptions;
  readonly log: Log;
  readonly signal: AbortSignal;
}

async function runAgent(shell: Shell, { settings, options, log, signal }: AgentRun): Promise<ExitCode> {
  const { openAwsSite } = await import("./aws-site.ts");
  const { siteClouds } = await import("./site-clouds.ts");
  const { newAgent } = await import("../agent/agent.ts");
  const { LOCAL_AGENT_PACE } = await import("../agent/agent-pace.ts");
  const { adapters } = shell;
  const site = await openAwsSite(shell, settings.data, options);
  try {
    const parts = await adapters.agent(settings, { log, env: shell.env });
    const running = newAgent({
      source: parts.source,
      templates: parts.templates,
      cloudsFor: siteClouds(shell, site, { ...options, log: options.verbose === true ? log : undefined }),
      clock: adapters.clock,
      log,
      random: Math.random,
      schedules: parts.schedules,
      notifier: parts.notifier,
      history: parts.history,
      metrics: parts.metrics,
      version: version(),
      intervalMs: settings.intervalMs,
      concurrency: settings.file.concurrency,
      ...(site.isLocal ? { pace: LOCAL_AGENT_PACE } : {}),
    });
    const server = await listen(parts, running);
    const deaf = shell.onHangUp(() => running.hangUp());
    try {
      log.info("agent started", {
        version: version(),
        source: parts.source.description,
        ...(server === undefined ? {} : { listening: server.url }),
        ...(site.endpoint === undefined ? {} : { endpoint: site.endpoint }),
      });
      await running.run(signal);
    } finally {
      deaf();
      await server?.close();
    }
    log.info("agent stopped");
    return exitCodes.done;
  } finally {
    await site.stop();
  }
}

/** Who cannot listen leaves nothing at work: notifications that an earlier process left are on their way already. */
async function listen(parts: AgentAdapters, running: Agent): Promise<AgentServer | undefined> {
  try {
    return await parts.serve(running);
  } catch (error) {
    await Promise.all([parts.source.close(), parts.history.close(), parts.notifier.close(0)]);
    throw error;
  }
}
