import type { Finding, Ruling } from "../model/preflight.ts";
import { problemJson } from "./report-json.ts";
import { harmlessJson } from "./untrusted.ts";
import { countStates, type VerifyReport, type VerifyView } from "./verify-report.ts";

/** Raised when a reader of the JSON would have to change; additions do not count. */
const VERIFY_VERSION = 1;

/** The report for programs, as `schema/verify.schema.json` describes it. Ends with a line break. */
export function verifyJson(report: VerifyReport): string {
  return `${harmlessJson({
    version: VERIFY_VERSION,
    repository: report.repository,
    revision: report.revision,
    summary: countStates(report.accounts.flatMap(({ findings }) => findings)),
    problems: report.problems.map(problemJson),
    heldAccounts: report.heldAccounts,
    accounts: report.accounts.map(accountJson),
  })}\n`;
}

function accountJson({ account, id, region, findings, failure, calls }: VerifyView): object {
  return { name: account, id, region, findings: findings.map(findingJson), failure, calls };
}

function findingJson({ app, check, subject, ruling, place }: Finding): object {
  return { app, check, subject, state: ruling.state, ...wordsOf(ruling), place };
}

function wordsOf(ruling: Ruling): object {
  switch (ruling.state) {
    case "good":
      return { note: ruling.note };
    case "failed":
      return { why: ruling.why, remedy: ruling.remedy };
    case "unknown":
      return { why: ruling.why };
  }
}
