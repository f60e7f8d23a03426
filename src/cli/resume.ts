import type { Command } from "commander";
import type { PauseScope } from "../model/pause.ts";
import { scopeOf, subjectOf, withBrakeOptions, type BrakeOptions } from "./brake.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { Shell } from "./shell.ts";
import { repositoryCommand, type Verb } from "./verb.ts";

/** `moor resume`: what was paused goes on. */
export const resumeVerb: Verb = ({ shell, run }) =>
  withBrakeOptions(repositoryCommand("resume"))
    .summary("let what was paused go on")
    .description(
      "Takes a pause away: from a running agent that was told of it, or with --push from the repository. " +
        "A pause of everything is not taken away for one account alone.",
    )
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => resume(shell, dir, command.optsWithGlobals<BrakeOptions>())),
    );

async function resume(shell: Shell, dir: string, options: BrakeOptions): Promise<ExitCode> {
  const scope = scopeOf(options);
  const said = options.push === true ? await write(shell, dir, scope) : await tell(shell, options, scope);
  shell.stdout.write(`${said}\n`);
  return exitCodes.done;
}

async function write(shell: Shell, dir: string, scope: PauseScope): Promise<string> {
  const { writeBrake } = await import("./write-brake.ts");
  return writeBrake(shell, { dir, scope });
}

async function tell(shell: Shell, options: BrakeOptions, scope: PauseScope): Promise<string> {
  const { agentAddress, orderAgent } = await import("./agent-client.ts");
  return orderAgent(agentAddress(shell, options.agent), "/api/v1/resume", subjectOf(scope));
}
