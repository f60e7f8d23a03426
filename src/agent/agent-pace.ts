import { LOCAL_PACE, type Pace } from "../reconcile/pace.ts";

/** How soon things are looked at again. All in milliseconds. */
export interface AgentPace extends Omit<Pace, "failures"> {
  /** After a look at the repository that failed; doubled each time, with jitter. */
  readonly sourceFailureMs: number;
  readonly longestSourceFailureMs: number;
  /** A schedule does not wake all accounts in the same moment, but over this time for each. */
  readonly spreadPerAccountMs: number;
  readonly longestSpreadMs: number;
  /** A survey of drift is spread over most of the time until the next one, and over no more than this. */
  readonly longestSurveyMs: number;
  /** How often CloudFormation is asked whether a drift detection has ended. */
  readonly surveyPollMs: number;
  /** A survey that finds its account in motion tries again then. */
  readonly surveyPostponedMs: number;
  /** How long what is in hand may go on after the agent was told to stop. */
  readonly graceMs: number;
  /** How long telling people and closing may take after that. */
  readonly closeMs: number;
}

/** CloudFormation takes seconds for a change set and minutes for an update; a failing account is never given up. */
export const DEFAULT_AGENT_PACE: AgentPace = {
  firstMs: 500,
  growth: 1.5,
  longestMs: 10_000,
  failureMs: 5000,
  longestFailureMs: 300_000,
  sourceFailureMs: 5000,
  longestSourceFailureMs: 300_000,
  spreadPerAccountMs: 100,
  longestSpreadMs: 15_000,
  longestSurveyMs: 6 * 3_600_000,
  surveyPollMs: 2000,
  surveyPostponedMs: 30_000,
  graceMs: 7000,
  closeMs: 2000,
};

/** On this machine nobody is in the way, and nobody is asked too often. */
export const LOCAL_AGENT_PACE: AgentPace = {
  ...DEFAULT_AGENT_PACE,
  ...LOCAL_PACE,
  surveyPollMs: 100,
  surveyPostponedMs: 1000,
};
