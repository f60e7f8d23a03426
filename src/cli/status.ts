import type { Command } from "commander";
import { hasFailed } from "../report/standing.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withReader, withSelection, type Verb } from "./verb.ts";

interface StatusOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
}

/** `moor status`: every stack of every account as it is right now. Only reads. */
export const statusVerb: Verb = ({ shell, run }) =>
  withReader(withSelection(repositoryCommand("status")))
    .summary("every stack of every account: state, version, since when, why")
    .description(
      "Shows every stack of every account: its state, the version that runs, since when, and why. Only reads.",
    )
    .option("--json", "for programs; see schema/report.schema.json")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => status(shell, dir, command.optsWithGlobals<StatusOptions>())),
    );

async function status(shell: Shell, dir: string, options: StatusOptions): Promise<ExitCode> {
  const { makeReport } = await import("./make-report.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { look } = await import("../reconcile/look.ts");
  const { reportJson } = await import("../report/report-json.ts");
  const { statusText } = await import("../report/status-text.ts");
  const report = await makeReport(shell, { command: "status", dir, options }, (job) =>
    whileWaiting(shell, { words: "asking AWS what is there", options, job }, () => look(job)),
  );
  const { columns } = shell.stdout;
  const text = {
    colour: mayColour(shell, shell.stdout, options),
    isVerbose: options.verbose === true,
    ...(shell.stdout.isTTY ? { columns } : {}),
  };
  shell.stdout.write(options.json === true ? reportJson(report) : statusText(report, text));
  return hasFailed(report) ? exitCodes.failed : exitCodes.done;
}
