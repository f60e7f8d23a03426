import type { History } from "../model/agent-event.ts";
import type { AgentFace, Answer } from "../model/agent-face.ts";
import type { AgentStatus } from "../model/agent-status.ts";
import type { PauseScope } from "../model/pause.ts";
import { agentStatusJson } from "../report/agent-status-json.ts";
import { eventsJson } from "../report/event-json.ts";
import type { Follower } from "./follower.ts";
import type { Office } from "./office.ts";

/** What the face shows and passes on. */
export interface FaceSetup {
  readonly office: Office;
  readonly follower: Follower;
  readonly status: () => AgentStatus;
  readonly history: History;
}

/** What an agent shows and takes over HTTP. */
export function newFace({ office, follower, status, history }: FaceSetup): AgentFace {
  const { accounts, brakes, metrics, log, watchdog } = office;
  const targets = () => office.content()?.targets ?? new Map();
  return {
    statusJson: () => agentStatusJson(status()),
    eventsJson: async (filter) => eventsJson(await history.read(filter)),
    metrics: () => metrics.text(status()),
    unwell: () => watchdog.unwell(),
    unready: () => status().unready,
    sync(names) {
      const unknown = (names ?? []).filter((name) => !accounts.states.has(name));
      if (unknown.length > 0) return unknownAccounts(unknown, [...accounts.states.keys()]);
      follower.look();
      const woken = accounts.wake(names);
      log.info("asked to look", { accounts: names?.join(", ") ?? "all" });
      return { kind: "taken", message: `looking at the repository and ${counted(woken.length)}` };
    },
    pause(order) {
      const answer = brakes.pause(order, targets());
      if (answer.kind === "taken") accounts.wake(accountsIn(order.scope));
      return answer;
    },
    resume(scope) {
      const answer = brakes.resume(scope, targets());
      if (answer.kind === "taken") accounts.wake(accountsIn(scope));
      return answer;
    },
    pushed: () => follower.look(),
    countWebhook: (host, result) => metrics.webhook(host, result),
  };
}

function accountsIn(scope: PauseScope): readonly string[] | undefined {
  return scope.kind === "repository" ? undefined : [scope.account];
}

function unknownAccounts(unknown: readonly string[], known: readonly string[]): Answer {
  const there = known.length === 0 ? "none" : known.join(", ");
  return { kind: "unknown", message: `there is no account ${unknown.join(", ")}; there is ${there}` };
}

function counted(accounts: number): string {
  return accounts === 1 ? "1 account" : `${accounts} accounts`;
}
