import type { StatusSetup } from "./agent-status.ts";

/** Looks at the repository that may fail in a row before the agent counts as out of date. */
const MOST_MISSED = 5;

/** Without polling nobody knows when the next look would have been. */
const PATIENCE_MS = 300_000;

/**
 * Why the agent is not ready, sentences without a full stop. It is ready when it works from a repository that it could
 * read, has looked at every account once, and can still read the repository: otherwise it works from an old commit.
 * Accounts that AWS does not let it look at, or that a problem holds, are told elsewhere: they say nothing of the agent.
 */
export function unreadyBecause(
  { follower, office, intervalMs }: Pick<StatusSetup, "follower" | "office" | "intervalMs">,
  now: number,
): readonly string[] {
  const content = follower.content();
  const { failure } = follower.status();
  if (content === undefined) {
    const why = failure === undefined ? "" : `: ${failure.message}`;
    return [`the repository has not been read yet${why}`];
  }
  if (content.repository === undefined) return ["mooring.yaml cannot be used, so nothing is done"];
  const patience = Math.max(PATIENCE_MS, MOST_MISSED * (intervalMs ?? 0));
  const isOld = failure !== undefined && failure.commit === undefined && now - failure.since > patience;
  const unseen = [...office.accounts.states.values()].filter(({ last }) => last === undefined);
  return [
    ...(isOld ? [`the repository cannot be read: ${failure.message}`] : []),
    ...unseen.map(({ target }) => `${target.account.name} has not been looked at yet`),
  ];
}
