import type { Command } from "commander";
import { scopeOf, subjectOf, withBrakeOptions, type BrakeOptions } from "./brake.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimeToCome } from "./readings.ts";
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
        "what is to stay is written in the repository, as paused.",
    )
    .option("--reason <sentence>", "why, for whoever reads the log")
    .option("--until <time>", "ends by itself: 2h, or 2026-01-31T18:00:00Z")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => pause(shell, dir, command.optsWithGlobals<PauseOptions>())),
    );

async function pause(shell: Shell, dir: string, options: PauseOptions): Promise<ExitCode> {
  const { agentAddress, orderAgent } = await import("./agent-client.ts");
  const { reason } = options;
  const scope = scopeOf(options);
  const now = shell.adapters.clock.now();
  const until = options.until === undefined ? undefined : readTimeToCome("--until", options.until, now);
  const said = await orderAgent(agentAddress(shell, options.agent), "/api/v1/pause", {
    ...subjectOf(scope),
    reason,
    by: shell.env["USER"],
    until: until === undefined ? undefined : new Date(until).toISOString(),
  });
  shell.stdout.write(`${said}\n`);
  return exitCodes.done;
}
