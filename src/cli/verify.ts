import type { Command } from "commander";
import type { AccountFindings } from "../model/preflight.ts";
import type { Repository } from "../model/repository.ts";
import { accountOrder } from "../report/account-order.ts";
import { hasFailedVerification, type VerifyReport } from "../report/verify-report.ts";
import type { Errand } from "./at-aws.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { SelectionOptions } from "./selection.ts";
import { mayColour, type GlobalOptions, type Shell } from "./shell.ts";
import { repositoryCommand, withReader, withSelection, type Verb } from "./verb.ts";

interface VerifyOptions extends GlobalOptions, SelectionOptions {
  readonly json?: boolean;
}

/** `moor verify`: whether everything that the stacks need is there before anything is deployed. Only reads. */
export const verifyVerb: Verb = ({ shell, run }) =>
  withReader(withSelection(repositoryCommand("verify")))
    .summary("whether all that the stacks need is there: roles, images, secrets, certificates, room")
    .description(
      "Asks AWS for everything that the stacks of every account need and that would otherwise fail a deployment half-way: " +
        "the role and its account, images for their architecture, secrets and parameters, the certificate, free listener " +
        "priorities, quotas, addresses, hosted zones and their delegation. Changes nothing, and reads no secret. Exits with " +
        "1 when a check failed; what AWS would not say is shown, and no failure.",
    )
    .option("--json", "for programs; see schema/verify.schema.json")
    .action((dir: string, _options: unknown, command: Command) =>
      run(() => verify(shell, dir, command.optsWithGlobals<VerifyOptions>())),
    );

async function verify(shell: Shell, dir: string, options: VerifyOptions): Promise<ExitCode> {
  const report = await makeVerifyReport(shell, dir, options);
  shell.stdout.write(await written(shell, report, options));
  return hasFailedVerification(report) ? exitCodes.failed : exitCodes.done;
}

/** Like other reports: a repository that cannot be read gives a report of its problems, and nothing is asked. */
async function makeVerifyReport(shell: Shell, path: string, options: VerifyOptions): Promise<VerifyReport> {
  const { openRepository } = await import("./opened.ts");
  const { concerning, selectIn } = await import("./selection.ts");
  const { dir, repository, problems } = await openRepository(shell, path);
  const revision = await shell.adapters.revision(dir);
  const commit = revision === undefined ? {} : { revision };
  if (repository === undefined) return { ...commit, problems, accounts: [], heldAccounts: [] };
  const select = selectIn(repository, options);
  const errand = { dir, repository, problems, revision, select, options };
  return {
    ...commit,
    repository: repository.name,
    problems: concerning(problems, select),
    accounts: inOrder(await ask(shell, errand), repository),
    heldAccounts: repository.heldAccounts.filter((name) => select.accounts?.includes(name) ?? true),
  };
}

async function ask(shell: Shell, errand: Errand): Promise<readonly AccountFindings[]> {
  const { verify: makeChecks } = await import("../reconcile/verify.ts");
  const { atAws } = await import("./at-aws.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { options } = errand;
  return atAws(shell, errand, async (job) => {
    const findings = await whileWaiting(shell, { words: "asking AWS what is there", options, job }, () =>
      makeChecks(job),
    );
    if (job.signal?.aborted === true)
      throw new Complaint("failed", "stopped before everything was looked at, so nothing is shown");
    return findings;
  });
}

function inOrder(findings: readonly AccountFindings[], { accounts }: Repository): VerifyReport["accounts"] {
  const order = accountOrder(accounts);
  return findings
    .toSorted((a, b) => order.indexOf(a.account) - order.indexOf(b.account))
    .map((found) => {
      const { id = "", region = "" } = accounts.find(({ name }) => name === found.account) ?? {};
      return { ...found, id, region };
    });
}

async function written(shell: Shell, report: VerifyReport, options: VerifyOptions): Promise<string> {
  if (options.json === true) return (await import("../report/verify-json.ts")).verifyJson(report);
  const { verifyText } = await import("../report/verify-text.ts");
  return verifyText(report, { colour: mayColour(shell, shell.stdout, options) });
}
