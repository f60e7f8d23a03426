import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { AgentEvent, HistoryFilter } from "../model/agent-event.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimePast } from "./readings.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withReader, type Verb } from "./verb.ts";

interface LogOptions extends GlobalOptions {
  readonly since?: string;
  readonly account?: string;
  readonly app?: string;
  readonly json?: boolean;
  readonly data?: string;
  readonly agent?: string;
}

/** `moor log`: what happened, to which app in which account, for which commit, and why. Only reads. */
export const logVerb: Verb = ({ shell, run }) =>
  withReader(repositoryCommand("log"))
    .summary("what happened: when, to what, for which commit of whom, and why")
    .description(
      "Tells what happened, the newest last. Asks CloudFormation itself, for which no agent has to run; " +
        "with --agent (or MOORING_AGENT) a running agent, with --data the folder of one: " +
        "they know of what was held, drifted and pruned too. Times are UTC.",
    )
    .option("--since <time>", "only what happened since: 24h, 7d, 2026-01-31, or 2026-01-31T18:00:00Z")
    .option("--account <name>", "only in this account")
    .option("--app <name>", "only to this app")
    .option("--json", "for programs, the newest first; see schema/event.schema.json")
    .option("--data <dir>", "read the data folder of an agent")
    .option("--agent <url>", "ask this running agent")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => log(shell, dir, command.optsWithGlobals<LogOptions>())),
    );

/** What was found, and whether everything could be asked. */
interface Told {
  /** Newest first. */
  readonly events: readonly AgentEvent[];
  readonly isWhole: boolean;
}

/** Events that are shown at most. */
const MOST = 1000;

async function log(shell: Shell, dir: string, options: LogOptions): Promise<ExitCode> {
  const { account, app, since } = options;
  const filter: HistoryFilter = {
    ...(since === undefined ? {} : { since: readTimePast("--since", since, shell.adapters.clock.now()) }),
    ...(account === undefined ? {} : { account }),
    ...(app === undefined ? {} : { app }),
    limit: MOST,
  };
  const { events, isWhole } = await find(shell, { dir, options, filter });
  shell.stdout.write(await written(shell, events, options));
  return isWhole ? exitCodes.done : exitCodes.failed;
}

interface Search {
  readonly dir: string;
  readonly options: LogOptions;
  readonly filter: HistoryFilter;
}

async function find(shell: Shell, search: Search): Promise<Told> {
  const { data, agent } = search.options;
  if (data !== undefined && agent !== undefined) {
    throw new Complaint("usage", "--data and --agent exclude each other", "leave one of them out");
  }
  if (data !== undefined) return fromFolder(shell, data, search.filter);
  const isAtAws = agent === undefined && (shell.env["MOORING_AGENT"] ?? "") === "";
  return isAtAws ? fromAws(shell, search) : fromAgent(shell, search);
}

async function fromFolder(shell: Shell, data: string, filter: HistoryFilter): Promise<Told> {
  const folder = join(resolve(data), "history");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Complaint(
      "usage",
      `there is no history in ${resolve(data)}`,
      "name the folder that the agent got as --data",
    );
  }
  const history = await shell.adapters.history(folder);
  return { events: await history.read(filter), isWhole: true };
}

async function fromAgent(shell: Shell, { options, filter }: Search): Promise<Told> {
  const { agentAddress } = await import("./agent-client.ts");
  const { eventsOfAgent } = await import("./agent-events.ts");
  return { events: await eventsOfAgent(agentAddress(shell, options.agent), filter), isWhole: true };
}

async function fromAws(shell: Shell, { dir, options, filter }: Search): Promise<Told> {
  const { askAws } = await import("./recounted.ts");
  const { events, isWhole } = await askAws(shell, dir, options);
  const wanted = events.filter(({ at }) => filter.since === undefined || at >= filter.since);
  return { events: wanted.slice(0, filter.limit), isWhole };
}

async function written(shell: Shell, events: readonly AgentEvent[], options: LogOptions): Promise<string> {
  if (options.json === true) return (await import("../report/event-json.ts")).eventsJson(events);
  const { eventLines } = await import("../report/event-lines.ts");
  return eventLines(events, {
    colour: mayColour(shell, shell.stdout, options),
    isCut: events.length >= MOST,
  });
}
