import { hasFailedCheck, type AccountFindings, type Finding, type Ruling } from "../model/preflight.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import { counted } from "./counted.ts";

/** Everything that `moor verify` has to tell; the text and JSON forms show the same. */
export interface VerifyReport {
  /** `name` of mooring.yaml; absent when that file is missing or broken. */
  readonly repository?: string;
  /** Absent when the repository is not under git. */
  readonly revision?: Revision;
  readonly problems: readonly Problem[];
  /** In the order in which accounts change. */
  readonly accounts: readonly VerifyView[];
  /** Names of accounts that a problem holds as a whole: nothing was asked there. */
  readonly heldAccounts: readonly string[];
}

/** One account as it is shown. */
export interface VerifyView extends AccountFindings {
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
}

/** Whether a check failed, or something could not be looked at at all. What AWS would not say is no failure. */
export function hasFailedVerification({
  repository,
  problems,
  accounts,
  heldAccounts,
}: VerifyReport): boolean {
  return (
    repository === undefined ||
    problems.length + heldAccounts.length > 0 ||
    accounts.some(({ findings, failure }) => failure !== undefined || findings.some(hasFailedCheck))
  );
}

/** How many checks came to what. */
export function countStates(findings: readonly Finding[]): Readonly<Record<Ruling["state"], number>> {
  const count = (state: Ruling["state"]): number =>
    findings.filter(({ ruling }) => ruling.state === state).length;
  return { good: count("good"), failed: count("failed"), unknown: count("unknown") };
}

/** How the checks went, in one line without a full stop. */
export function verifySum({ accounts, heldAccounts }: VerifyReport): string {
  const findings = accounts.flatMap((account) => account.findings);
  const { good, failed, unknown } = countStates(findings);
  const unasked = accounts.filter(({ failure }) => failure !== undefined).length;
  return [
    `${counted(findings.length, "check")} in ${counted(accounts.length, "account")}: ${good} good`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(unknown === 0 ? [] : [`${unknown} not known`]),
    ...(unasked === 0 ? [] : [`${counted(unasked, "account")} not asked to the end`]),
    ...(heldAccounts.length === 0 ? [] : [`${counted(heldAccounts.length, "account")} held`]),
  ].join(", ");
}
