import type { Command } from "commander";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withSelection, type Verb } from "./verb.ts";

interface RenderOptions extends GlobalOptions, SelectionOptions {
  readonly out?: string;
}

/** `moor render`: the templates and parameters that would be deployed. Asks nobody but the files. */
export const renderVerb: Verb = ({ shell, run }) =>
  withSelection(repositoryCommand("render"))
    .summary("write the CloudFormation templates and parameters that would be deployed")
    .description(
      "Renders the CloudFormation templates and parameters that would be deployed, without asking AWS for anything. " +
        "What only AWS knows stays a placeholder: ${network.VpcId} is an output of the stack network. The same input gives " +
        "the same bytes. Without --out they are printed as one JSON object.",
    )
    .option("--out <dir>", "write <account>/<app>.template.json and .parameters.json into this folder")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => render(shell, dir, command.optsWithGlobals<RenderOptions>())),
    );

async function render(shell: Shell, dir: string, options: RenderOptions): Promise<ExitCode> {
  const { openRepository, targetsOf } = await import("./opened.ts");
  const { concerning, selectIn } = await import("./selection.ts");
  const { renderedFiles, renderedJson } = await import("./rendering.ts");
  const { isSelectedApp } = await import("../reconcile/target.ts");
  const { writeBelow } = await import("./write-below.ts");
  const { repository, problems } = await openRepository(shell, dir);
  const select = repository === undefined ? {} : selectIn(repository, options);
  const stacks = (repository === undefined ? [] : targetsOf(repository))
    .filter(({ account }) => select.accounts?.includes(account.name) ?? true)
    .flatMap(({ desired }) => desired)
    .filter(({ app }) => isSelectedApp(select, app));
  if (options.out === undefined) {
    shell.stdout.write(renderedJson(stacks));
  } else {
    const { counted } = await import("../report/counted.ts");
    const written = counted(await writeBelow(options.out, renderedFiles(stacks)), "file");
    shell.stdout.write(`Wrote ${written} for ${counted(stacks.length, "stack")} to ${options.out}\n`);
  }
  const told = concerning(problems, select);
  if (told.length === 0) return exitCodes.done;
  const { problemsText } = await import("../report/problems-text.ts");
  shell.stderr.write(problemsText(told, { colour: mayColour(shell, shell.stderr, options) }));
  return exitCodes.failed;
}
