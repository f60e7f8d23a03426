import { Option, type Command } from "commander";
import type { Report } from "../report/report.ts";
import { hasFailed, hasPending } from "../report/standing.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withReader, withSelection, type Verb } from "./verb.ts";

interface PlanOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly fast?: boolean;
  readonly exitCode?: boolean;
}

/** `moor plan`: what would happen, per stack and per resource. Changes nothing and leaves no change set behind. */
export const planVerb: Verb = ({ shell, run }) =>
  withReader(withSelection(repositoryCommand("plan")))
    .summary("what would happen, per stack and per resource; changes nothing")
    .description(
      "Shows what a sync would do: per stack the step and its reason, per resource the change, per property the value " +
        "before and after, replacements and data loss in plain sight, and what is refused with what would allow it. " +
        "Change sets that are needed to know are deleted again.",
    )
    .option("--fast", "compare templates instead of asking CloudFormation: quicker, and only an estimate")
    .option("--json", "for programs; see schema/report.schema.json")
    .addOption(new Option("--markdown", "as a comment for a pull request").conflicts("json"))
    .option("--exit-code", "exit with 2 when something is pending")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => plan(shell, dir, command.optsWithGlobals<PlanOptions>())),
    );

const WORDS = { full: "asking CloudFormation what would change", fast: "comparing templates" } as const;

async function plan(shell: Shell, dir: string, options: PlanOptions): Promise<ExitCode> {
  const { makeReport } = await import("./make-report.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { preview } = await import("../reconcile/preview.ts");
  const form = options.fast === true ? "fast" : "full";
  if (options.reader === true && form === "full") {
    throw new Complaint("usage", "--reader goes with --fast: a role that only reads makes no change set");
  }
  const report = await makeReport(shell, { command: "plan", dir, options }, (job) =>
    whileWaiting(shell, { words: WORDS[form], options, job }, () => preview({ ...job, form })),
  );
  shell.stdout.write(await written(shell, report, options));
  if (hasFailed(report)) return exitCodes.failed;
  return options.exitCode === true && hasPending(report) ? exitCodes.pending : exitCodes.done;
}

async function written(shell: Shell, report: Report, options: PlanOptions): Promise<string> {
  if (options.json === true) return (await import("../report/report-json.ts")).reportJson(report);
  if (options.markdown === true) return (await import("../report/plan-markdown.ts")).planMarkdown(report);
  const { planText } = await import("../report/plan-text.ts");
  return planText(report, {
    colour: mayColour(shell, shell.stdout, options),
    isVerbose: options.verbose === true,
  });
}
