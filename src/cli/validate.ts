import type { Command } from "commander";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, type Verb } from "./verb.ts";

/** `moor validate`: every problem of a repository, with place, code frame and remedy. Asks no AWS. */
export const validateVerb: Verb = ({ shell, run }) =>
  repositoryCommand("validate")
    .summary("report every problem of the repository")
    .description("Reads the repository and reports every problem with its place, a code frame and a remedy.")
    .option("--offline", "ask no other repository for templates of apps, and say which were not looked at")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => validate(shell, dir, command.optsWithGlobals<ValidateOptions>())),
    );

interface ValidateOptions extends GlobalOptions {
  readonly offline?: boolean;
}

async function validate(shell: Shell, dir: string, options: ValidateOptions): Promise<ExitCode> {
  const { openRepository, targetsOf } = await import("./opened.ts");
  const { problemsText } = await import("../report/problems-text.ts");
  const { counted } = await import("../report/counted.ts");
  const { oneLine } = await import("../report/untrusted.ts");
  const isOffline = options.offline === true;
  const { repository, problems, unread } = await openRepository(shell, dir, { isOffline });
  for (const { repository: other, path, ref } of unread)
    shell.stderr.write(`not looked at: ${oneLine(`${path} at ${ref} of ${other}`)}\n`);
  if (problems.length > 0) {
    shell.stdout.write(problemsText(problems, { colour: mayColour(shell, shell.stdout, options) }));
    return exitCodes.failed;
  }
  const targets = repository === undefined ? [] : targetsOf(repository);
  const stacks = targets.reduce((sum, { desired }) => sum + desired.length, 0);
  shell.stdout.write(
    `${repository?.name ?? dir}: no problems in ${counted(targets.length, "account")} with ${counted(stacks, "stack")}.\n`,
  );
  return exitCodes.done;
}
