import type { Command } from "commander";
import type { PauseWords } from "../manifest/write-pause.ts";
import type { PauseScope } from "../model/pause.ts";
import { scopeOf, subjectOf, withBrakeOptions, type BrakeOptions } from "./brake.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readSentence, readTimeToCome } from "./readings.ts";
import type { Shell } from "./shell.ts";
import { repositoryCommand, type Verb } from "./verb.ts";

interface PauseOptions extends BrakeOptions {
  readonly reason?: string;
  readonly until?: string;
}

/** `moor pause`: nothing is written to what it covers, until `moor resume`. */
export const pauseVerb: Verb = ({ shell, run }) =>
  withBrakeOptions(repositoryCommand("pause"))
    .summary("hold everything, an account or an app until moor resume")
    .description(
      "Nothing is written to what is paused, and every look says why. A running agent forgets it with its end; " +
        "with --push it is said in the repository, for every agent and until it is taken out.",
    )
    .option("--reason <sentence>", "why, for whoever reads the log")
    .option("--until <time>", "ends by itself: 2h, or 2026-01-31T18:00:00Z")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => pause(shell, dir, command.optsWithGlobals<PauseOptions>())),
    );

async function pause(shell: Shell, dir: string, options: PauseOptions): Promise<ExitCode> {
  const scope = scopeOf(options);
  const words = wordsOf(options, shell.adapters.clock.now());
  const said =
    options.push === true ? await write(shell, dir, scope, words) : await tell(shell, options, scope, words);
  shell.stdout.write(`${said}\n`);
  return exitCodes.done;
}

function wordsOf({ reason, until }: PauseOptions, now: number): PauseWords {
  return {
    ...(reason === undefined ? {} : { reason: readSentence("--reason", reason) }),
    ...(until === undefined ? {} : { until: readTimeToCome("--until", until, now) }),
  };
}

async function write(shell: Shell, dir: string, scope: PauseScope, pause: PauseWords): Promise<string> {
  const { writeBrake } = await import("./write-brake.ts");
  return writeBrake(shell, { dir, scope, pause });
}

async function tell(
  shell: Shell,
  options: PauseOptions,
  scope: PauseScope,
  { reason, until }: PauseWords,
): Promise<string> {
  const { agentAddress, orderAgent } = await import("./agent-client.ts");
  return orderAgent(agentAddress(shell, options.agent), "/api/v1/pause", {
    ...subjectOf(scope),
    reason,
    by: shell.env["USER"],
    until: until === undefined ? undefined : new Date(until).toISOString(),
  });
}
