import { inSeconds, present, type Family } from "./family.ts";

/** What is told of the agent as a whole, of the repository that it follows, and of its queue. */
export const agentFamilies: readonly Family[] = [
  {
    name: "mooring_info",
    help: "Version of the agent; always 1.",
    type: "gauge",
    samples: ({ version }) => [{ labels: { version }, value: 1 }],
  },
  {
    name: "mooring_ready",
    help: "Whether the agent is ready, as /readyz says: 1 or 0.",
    type: "gauge",
    samples: ({ unready }) => [{ value: unready.length === 0 ? 1 : 0 }],
  },
  {
    name: "mooring_last_commit_info",
    help: "The commit that is worked from; always 1.",
    type: "gauge",
    samples: ({ source }) =>
      source.revision === undefined ? [] : [{ labels: { commit: source.revision.commit }, value: 1 }],
  },
  {
    name: "mooring_last_commit_seen_timestamp_seconds",
    help: "When the commit that is worked from was first seen.",
    type: "gauge",
    samples: ({ source }) => present(inSeconds(source.seenAt)),
  },
  {
    name: "mooring_repository_last_success_timestamp_seconds",
    help: "The last look at the environments repository that succeeded.",
    type: "gauge",
    samples: ({ source }) => present(inSeconds(source.lookedAt)),
  },
  {
    name: "mooring_repository_failing",
    help: "Whether the newest commit is not worked from, because it cannot be read or may not be used: 1 or 0.",
    type: "gauge",
    samples: ({ source }) => [{ value: source.failure === undefined ? 0 : 1 }],
  },
  {
    name: "mooring_repository_problems",
    help: "What is wrong in the commit that was read last.",
    type: "gauge",
    samples: ({ problems }) => [{ value: problems.length }],
  },
  {
    name: "mooring_agent_pauses",
    help: "Pauses that the running agent was told and that hold until they are taken away.",
    type: "gauge",
    samples: ({ pauses }) => [{ value: pauses.length }],
  },
  {
    name: "mooring_queue_depth",
    help: "Accounts that are due and not being worked on.",
    type: "gauge",
    samples: ({ queue }) => [{ value: queue.depth }],
  },
  {
    name: "mooring_queue_oldest_seconds",
    help: "How long the account that waits longest has been due.",
    type: "gauge",
    samples: ({ queue }) => [{ value: queue.oldestMs / 1000 }],
  },
  {
    name: "mooring_queue_running",
    help: "Accounts that are being worked on.",
    type: "gauge",
    samples: ({ queue }) => [{ value: queue.running.length }],
  },
];
