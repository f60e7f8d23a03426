import { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { gather } from "./readings.ts";
import type { Shell } from "./shell.ts";

/** A verb of the command line: its options, its help, and what it does. */
export type Verb = (stage: Stage) => Command;

/** Where a verb runs. */
export interface Stage {
  readonly shell: Shell;
  /** Runs the verb's work and keeps its exit code. */
  readonly run: (work: () => Promise<ExitCode>) => Promise<void>;
}

/** A command about an environments repository. */
export function repositoryCommand(name: string): Command {
  return new Command(name).argument("[dir]", "folder of the environments repository", ".");
}

/** Adds `--account` and `--app`. */
export function withSelection(command: Command): Command {
  return command
    .option("--account <name>", "only this account; may be given several times", gather)
    .option("--app <name>", "only this app; may be given several times", gather);
}

/** Adds `--reader` to a command that only reads. */
export function withReader(command: Command): Command {
  return command.option("--reader", "assume roles.reader of each account instead of roles.deployer");
}
