import type { AccountStatus } from "../model/agent-status.ts";
import type { AccountDrift, DriftLayer } from "../model/drift.ts";
import { stackState, type StackState } from "../model/stack-state.ts";
import { inSeconds, present, type Family, type Sample } from "./family.ts";

/** What is told of every account, under the label `account`. */
export const accountFamilies: readonly Family[] = [
  gauge(
    "mooring_account_settled",
    "Whether every stack is what the repository says: 1 or 0.",
    ({ standing }) => (standing === undefined ? [] : [{ value: standing === "settled" ? 1 : 0 }]),
  ),
  gauge(
    "mooring_account_failing",
    "Whether AWS did not let the last pass go on: 1 or 0.",
    ({ failure, lastPassAt }) => (lastPassAt === undefined ? [] : [{ value: failure === undefined ? 0 : 1 }]),
  ),
  gauge("mooring_account_last_pass_timestamp_seconds", "The last pass over the account.", ({ lastPassAt }) =>
    present(inSeconds(lastPassAt)),
  ),
  gauge(
    "mooring_account_last_success_timestamp_seconds",
    "The last pass after which every stack was what the repository says.",
    ({ lastSettledAt }) => present(inSeconds(lastSettledAt)),
  ),
  gauge(
    "mooring_account_closed",
    "Whether a change window forbids changes right now: 1 or 0.",
    ({ closed }) => [{ value: closed === undefined ? 0 : 1 }],
  ),
  gauge(
    "mooring_account_pauses",
    "Pauses of the repository that cover the account or some of its apps.",
    ({ pauses }) => [{ value: pauses.length }],
  ),
  gauge("mooring_stacks", "Stacks of the last pass, by state.", ({ steps, lastPassAt }) =>
    lastPassAt === undefined
      ? []
      : counted(
          "state",
          STATES,
          steps.map((judged) => stackState(judged)),
        ),
  ),
  gauge(
    "mooring_drifted_resources",
    "Resources that are not what the repository says, by who sees it.",
    ({ drift }) => (drift === undefined ? [] : counted("layer", LAYERS, layersOf(drift))),
  ),
  gauge(
    "mooring_drift_unknown_resources",
    "Resources and stacks whose drift could not be told.",
    ({ drift }) => present(drift?.unknown.length),
  ),
  gauge(
    "mooring_drift_last_survey_timestamp_seconds",
    "When drift was last looked for, to the end.",
    ({ drift }) => (drift?.failure === undefined ? present(inSeconds(drift?.checkedAt)) : []),
  ),
  counter("mooring_aws_calls_total", "Calls of AWS since the start, retries included.", ({ calls }) =>
    byOperation(calls),
  ),
  counter("mooring_aws_throttles_total", "Calls that AWS throttled since the start.", ({ throttles }) =>
    byOperation(throttles),
  ),
];

const STATES: readonly StackState[] = [
  "in sync",
  "out of date",
  "missing",
  "to be removed",
  "in flight",
  "waiting",
  "held",
  "refused",
  "failed",
  "unknown",
];

const LAYERS: readonly DriftLayer[] = ["version", "resource", "dns", "scaling", "image"];

type OfAccount = (account: AccountStatus) => readonly Sample[];

function gauge(name: string, help: string, samples: OfAccount): Family {
  return ofAccounts({ name, help, type: "gauge" }, samples);
}

function counter(name: string, help: string, samples: OfAccount): Family {
  return ofAccounts({ name, help, type: "counter" }, samples);
}

function ofAccounts(family: Omit<Family, "samples">, samples: OfAccount): Family {
  return {
    ...family,
    samples: ({ accounts }) =>
      accounts.flatMap((account) =>
        samples(account).map(({ labels, value }) => ({
          labels: { account: account.account, ...labels },
          value,
        })),
      ),
  };
}

/** How often each of the words is there; also those that are not. */
function counted(label: string, words: readonly string[], found: readonly string[]): readonly Sample[] {
  return words.map((word) => ({
    labels: { [label]: word },
    value: found.filter((each) => each === word).length,
  }));
}

/** The layer of every drifted resource; a resource that several layers see counts in each. */
function layersOf({ properties }: AccountDrift): readonly string[] {
  const seen = new Map(
    properties.map(({ layer, stack, resource }) => [`${layer} ${stack} ${resource}`, layer]),
  );
  return [...seen.values()];
}

function byOperation(counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([operation, value]) => ({ labels: { operation }, value }));
}
