import type { Failure } from "../model/report.ts";
import { paintLine } from "./line.ts";
import { palette, type Paint } from "./palette.ts";
import { problemsText } from "./problems-text.ts";
import type { AccountView, Report } from "./report.ts";
import { revisionLine } from "./revision-line.ts";
import { stackLines } from "./stack-lines.ts";
import { summarize, tally } from "./tally.ts";
import { oneLine } from "./untrusted.ts";
import { lossesOf } from "./verdict.ts";

/** How a text for a terminal looks. */
export interface TextOptions {
  readonly colour: boolean;
  /** Every added resource and every line of a difference. */
  readonly isVerbose: boolean;
}

/** A plan for people to read: a header an account, a line a stack, what changes below it, and the sum. */
export function planText(report: Report, options: TextOptions): string {
  const paint = palette(options.colour);
  return [
    paint("strong", revisionLine(report)),
    ...(report.problems.length === 0 ? [] : [problemsText(report.problems, options).trimEnd()]),
    ...report.accounts.map((account) => accountText(account, paint, options)),
    ...report.heldAccounts.map((name) => heldAccountText(name, paint)),
    closing(report, paint),
  ].join("\n\n");
}

function accountText(account: AccountView, paint: Paint, options: TextOptions): string {
  const header = `${paint("strong", oneLine(account.account))}  ${paint("quiet", `${account.id} ${account.region}`)}`;
  return [
    header,
    ...stackLines(account.last.steps, options).map((line) => paintLine(line, paint)),
    ...(account.last.failure === undefined ? [] : failureLines(account.last.failure, paint)),
  ].join("\n");
}

/** Why an account could not be worked on, and what to do. */
export function failureLines(failure: Failure, paint: Paint): readonly string[] {
  return [
    `  ${paint("danger", `! ${oneLine(failure.message)}`)}`,
    ...(failure.remedy === undefined ? [] : [`      ${oneLine(failure.remedy)}`]),
  ];
}

function heldAccountText(name: string, paint: Paint): string {
  return `${paint("strong", oneLine(name))}\n  ${paint("danger", "! held: its manifest has problems, nothing was asked or changed there")}`;
}

function closing(report: Report, paint: Paint): string {
  const losses = report.accounts.flatMap((account) => account.last.steps.flatMap(lossesOf)).length;
  const { verdicts } = tally(report);
  const warning =
    losses === 0
      ? []
      : [paint("danger", `DATA LOSS: ${losses} of the changes above would delete data, or leave it behind.`)];
  const refused =
    verdicts.refused === 0
      ? []
      : [paint("danger", "What is refused is not done; the lines above say what allows it.")];
  return `${[...warning, ...refused, paint("strong", `Plan: ${summarize(report)}`)].join("\n")}\n`;
}
