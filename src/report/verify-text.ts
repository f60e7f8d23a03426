import type { Finding } from "../model/preflight.ts";
import { formatPlace } from "../model/place.ts";
import { palette, type Paint, type Tone } from "./palette.ts";
import { failureLines } from "./plan-text.ts";
import { problemsText } from "./problems-text.ts";
import { revisionLine } from "./revision-line.ts";
import { UNREADABLE } from "./tally.ts";
import { oneLine } from "./untrusted.ts";
import { hasFailedVerification, verifySum, type VerifyReport, type VerifyView } from "./verify-report.ts";

/** How the text for a terminal looks. */
export interface VerifyTextOptions {
  readonly colour: boolean;
}

/** A line for every check, what to do about those that failed, and the sum. */
export function verifyText(report: VerifyReport, { colour }: VerifyTextOptions): string {
  const paint = palette(colour);
  return `${[
    paint("strong", revisionLine(report)),
    ...(report.problems.length === 0 ? [] : [problemsText(report.problems, { colour }).trimEnd()]),
    ...report.accounts.map((account) => accountBlock(account, paint)),
    ...report.heldAccounts.map((name) => heldBlock(name, paint)),
    sum(report, paint),
  ].join("\n\n")}\n`;
}

function accountBlock(account: VerifyView, paint: Paint): string {
  const head = `${paint("strong", oneLine(account.account))}  ${paint("quiet", `${account.id} ${account.region}`)}`;
  const { findings, failure } = account;
  const widths = {
    app: widest(findings.map(({ app }) => app)),
    check: widest(findings.map(({ check }) => check)),
  };
  return [
    head,
    ...findings.flatMap((finding) => findingLines(finding, widths, paint)),
    ...(failure === undefined ? [] : failureLines(failure, paint)),
  ].join("\n");
}

function widest(texts: readonly string[]): number {
  return Math.min(40, Math.max(0, ...texts.map((text) => oneLine(text).length)));
}

const LOOKS = {
  good: { sign: "=", tone: "good" },
  failed: { sign: "!", tone: "danger" },
  unknown: { sign: "?", tone: "wait" },
} as const satisfies Readonly<Record<Finding["ruling"]["state"], { sign: string; tone: Tone }>>;

/** Longest subject in words; all of it is in the JSON form. */
const LONGEST = 120;

function findingLines(
  { app, check, subject, ruling, place }: Finding,
  widths: { readonly app: number; readonly check: number },
  paint: Paint,
): readonly string[] {
  const { sign, tone } = LOOKS[ruling.state];
  const about = `  ${paint(tone, sign)} ${oneLine(app).padEnd(widths.app)}  ${check.padEnd(widths.check)}  `;
  switch (ruling.state) {
    case "good":
      return [`${about}${oneLine(subject, LONGEST)}${noteText(ruling.note, paint)}`];
    case "failed":
      return [
        `${about}${paint(tone, oneLine(ruling.why))}`,
        `      ${paint("wait", "→")} ${oneLine(ruling.remedy)} ${paint("quiet", `(${oneLine(formatPlace(place))})`)}`,
      ];
    case "unknown":
      return [`${about}${oneLine(subject, LONGEST)}  ${paint("quiet", `not known: ${oneLine(ruling.why)}`)}`];
  }
}

function noteText(note: string | undefined, paint: Paint): string {
  return note === undefined ? "" : `  ${paint("quiet", oneLine(note, LONGEST))}`;
}

function heldBlock(name: string, paint: Paint): string {
  return `${paint("strong", oneLine(name))}\n  ${paint("danger", "! held: its manifest has problems")}`;
}

function sum(report: VerifyReport, paint: Paint): string {
  if (report.repository === undefined) return paint("danger", UNREADABLE);
  return paint(hasFailedVerification(report) ? "danger" : "strong", `${verifySum(report)}.`);
}
