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
  return {
    statusJson: () => agentStatusJson(status()),
    eventsJson: async (filter) => eventsJson(await history.read(filter)),
    metrics: () => metrics.text(status()),
    unwell: () => watchdog.unwell(),
    unready: () => status().unready,
    sync(names) {
      const unknown = (names ?? []).filter((name) => !accounts.states.has(name));
      const held = office.content()?.repository?.heldAccounts ?? [];
      if (unknown.length > 0) return notThere(unknown, { known: [...accounts.states.keys()], held });
      follower.look();
      const woken = accounts.wakeByHand(names);
      log.info("asked to look", { accounts: names?.join(", ") ?? "all" });
      return { kind: "taken", message: `looking at the repository and ${counted(woken.length)}` };
    },
    pause(order) {
      const answer = brakes.pause(order, office.content());
      if (answer.kind === "taken") accounts.wake(accountsIn(order.scope));
      return answer;
    },
    resume(scope) {
      const answer = brakes.resume(scope, office.content());
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

function notThere(
  names: readonly string[],
  { known, held }: { readonly known: readonly string[]; readonly held: readonly string[] },
): Answer {
  const heldName = names.find((name) => held.includes(name));
  if (heldName !== undefined)
    return {
      kind: "unknown",
      message: `${heldName} is held by a problem in the repository: see \`problems\``,
    };
  const there = known.length === 0 ? "none" : known.join(", ");
  return { kind: "unknown", message: `there is no account ${names.join(", ")}; there is ${there}` };
}

function counted(accounts: number): string {
  return accounts === 1 ? "1 account" : `${accounts} accounts`;
}
