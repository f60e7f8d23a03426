import { Command, CommanderError } from "commander";
import { agentVerb } from "./agent.ts";
import { bootstrapVerb } from "./bootstrap.ts";
import { driftVerb } from "./drift.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { logVerb } from "./log.ts";
import { pauseVerb } from "./pause.ts";
import { planVerb } from "./plan.ts";
import { renderVerb } from "./render.ts";
import { resumeVerb } from "./resume.ts";
import { retryVerb } from "./retry.ts";
import { sandboxVerb } from "./sandbox.ts";
import { runCommand, type Shell } from "./shell.ts";
import { statusVerb } from "./status.ts";
import { syncVerb } from "./sync.ts";
import { validateVerb } from "./validate.ts";
import type { Stage, Verb } from "./verb.ts";
import { verifyVerb } from "./verify.ts";
import { version } from "./version.ts";

const verbs: readonly Verb[] = [
  validateVerb,
  renderVerb,
  verifyVerb,
  planVerb,
  syncVerb,
  statusVerb,
  driftVerb,
  retryVerb,
  logVerb,
  agentVerb,
  pauseVerb,
  resumeVerb,
  bootstrapVerb,
  sandboxVerb,
];

/** Runs one command line to its exit code. Never throws. */
export async function moor(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const stage: Stage = {
    shell,
    run: async (work) => {
      code = await runCommand(shell, work);
    },
  };
  try {
    await programOf(stage).parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return runCommand(shell, () => Promise.reject(error));
  }
}

function programOf(stage: Stage): Command {
  const program = new Command("moor")
    .description(
      "Keeps AWS accounts moored to Git: an environments repository becomes CloudFormation stacks in sync.",
    )
    .version(version())
    .option(
      "--sandbox",
      "use the embedded local AWS; its state lives in .mooring/sandbox beside the repository",
    )
    .option("--sandbox-state <dir>", "the same, with its state in this folder")
    .option("--sandbox-durations <how>", "instant, or a factor of plausible times (default: 0.02)")
    .option("--endpoint <url>", "send every AWS request there")
    .option("--profile <name>", "profile of the AWS configuration files")
    .option("--no-color", "no colour; the variable NO_COLOR does the same")
    .option("--verbose", "show everything, and log what is done")
    .addHelpText("after", EXAMPLES);
  for (const verb of verbs) program.addCommand(verb(stage));
  return program.commands.reduce((all, command) => (settle(command, stage), all), settle(program, stage));
}

/** What commander does not hand down to commands that were made elsewhere. */
function settle(command: Command, { shell }: Stage): Command {
  return command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("moor --help tells what there is.")
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, "moor: ")),
    });
}

const EXAMPLES = `
Exit codes: 0 good, 1 failed, 2 pending (plan --exit-code) or drifted (drift), 64 wrong usage.

  moor validate
  moor plan --account production
  moor sync --sandbox examples/environments
`;
