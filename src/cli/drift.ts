import { Option, type Command } from "commander";
import type { AccountDrift } from "../model/drift.ts";
import type { Repository } from "../model/repository.ts";
import type { Job } from "../reconcile/target.ts";
import { accountOrder } from "../report/account-order.ts";
import { hasDrift, isUnsure, type DriftReport } from "../report/drift-report.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readTimeSpan } from "./readings.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withReader, withSelection, type Verb } from "./verb.ts";

interface DriftOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly timeout: string;
}

/** `moor drift`: what is not as the repository says although nobody deployed it. Starts detections, and changes nothing. */
export const driftVerb: Verb = ({ shell, run }) =>
  withReader(withSelection(repositoryCommand("drift")))
    .summary("what is not as the repository says: versions, resources, records, scaling policies")
    .description(
      "Looks at every stack of every account now: versions that are not deployed, properties that somebody changed " +
        "(CloudFormation's drift detection), DNS records and scaling policies, which CloudFormation does not look at. " +
        "Changes nothing. Exits with 2 when there is drift, and with 1 when something could not be told.",
    )
    .option("--json", "for programs; see schema/drift.schema.json")
    .addOption(new Option("--markdown", "as a comment").conflicts("json"))
    .option("--timeout <time>", "stop looking after this time (s, m, h)", "30m")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => drift(shell, dir, command.optsWithGlobals<DriftOptions>())),
    );

/** On this machine nobody is asked too often. */
const LOCAL_POLL_MS = 100;

async function drift(shell: Shell, dir: string, options: DriftOptions): Promise<ExitCode> {
  const timeoutMs = readTimeSpan("--timeout", options.timeout);
  const report = await makeDriftReport(shell, dir, { ...options, timeoutMs });
  shell.stdout.write(await written(shell, report, options));
  if (hasDrift(report)) return exitCodes.pending;
  return isUnsure(report) || report.problems.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** Like other reports: a repository that cannot be read gives a report of its problems, and nothing is asked. */
async function makeDriftReport(
  shell: Shell,
  path: string,
  options: DriftOptions & { readonly timeoutMs: number },
): Promise<DriftReport> {
  const { openRepository } = await import("./opened.ts");
  const { concerning, selectIn } = await import("./selection.ts");
  const { atAws } = await import("./at-aws.ts");
  const { dir, repository, problems } = await openRepository(shell, path);
  const revision = await shell.adapters.revision(dir);
  const commit = revision === undefined ? {} : { revision };
  if (repository === undefined) return { ...commit, problems, accounts: [], heldAccounts: [] };
  const select = selectIn(repository, options);
  const errand = { dir, repository, problems, revision, select, options };
  const drifts = await atAws(shell, errand, (job, { isLocal }) =>
    survey(shell, job, { ...options, isLocal }),
  );
  return {
    ...commit,
    repository: repository.name,
    problems: concerning(problems, select),
    accounts: inOrder(drifts, repository),
    heldAccounts: repository.heldAccounts.filter((name) => select.accounts?.includes(name) ?? true),
  };
}

async function survey(
  shell: Shell,
  job: Job,
  options: DriftOptions & { readonly timeoutMs: number; readonly isLocal: boolean },
): Promise<readonly AccountDrift[]> {
  const { surveyAll } = await import("../reconcile/survey-all.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { timeoutMs, isLocal } = options;
  const work = { ...job, timeoutMs, ...(isLocal ? { pollMs: LOCAL_POLL_MS } : {}) };
  const drifts = await whileWaiting(shell, { words: "asking AWS what has changed", options, job }, () =>
    surveyAll(work),
  );
  if (job.signal?.aborted === true)
    throw new Complaint("failed", "stopped before everything was looked at, so nothing is shown");
  return drifts;
}

function inOrder(drifts: readonly AccountDrift[], { accounts }: Repository): DriftReport["accounts"] {
  const order = accountOrder(accounts);
  return drifts
    .toSorted((a, b) => order.indexOf(a.account) - order.indexOf(b.account))
    .map((found) => {
      const { id = "", region = "" } = accounts.find(({ name }) => name === found.account) ?? {};
      return { ...found, id, region };
    });
}

async function written(shell: Shell, report: DriftReport, options: DriftOptions): Promise<string> {
  if (options.json === true) return (await import("../report/drift-json.ts")).driftJson(report);
  if (options.markdown === true) return (await import("../report/drift-markdown.ts")).driftMarkdown(report);
  const { driftText } = await import("../report/drift-text.ts");
  return driftText(report, {
    colour: mayColour(shell, shell.stdout, options),
    isVerbose: options.verbose === true,
  });
}
