import type { AgentFace, Answer, PauseOrder } from "../../src/model/agent-face.ts";
import type { HistoryFilter } from "../../src/model/agent-event.ts";
import type { PauseScope } from "../../src/model/pause.ts";

/** A face without an agent behind it: it knows the accounts `test` and `production`, and keeps what it was told. */
export interface MemoryFace extends AgentFace {
  readonly heard: {
    readonly pushes: number;
    /** `github accepted` and so on. */
    readonly webhooks: readonly string[];
    readonly synced: readonly (readonly string[] | undefined)[];
    readonly pauses: readonly PauseOrder[];
    readonly resumed: readonly PauseScope[];
    readonly filters: readonly HistoryFilter[];
  };
  /** Why it is neither well nor ready from now on. */
  fail(reasons: readonly string[]): void;
}

/** Makes one that is well. */
export function memoryFace(): MemoryFace {
  const heard = {
    pushes: 0,
    webhooks: [] as string[],
    synced: [] as (readonly string[] | undefined)[],
    pauses: [] as PauseOrder[],
    resumed: [] as PauseScope[],
    filters: [] as HistoryFilter[],
  };
  let reasons: readonly string[] = [];
  return {
    heard,
    fail: (why) => (reasons = why),
    statusJson: () => '{ "version": 1 }\n',
    eventsJson: async (filter) => {
      heard.filters.push(filter);
      return "[]\n";
    },
    metrics: async () => ({ contentType: "text/plain; version=0.0.4; charset=utf-8", body: "up 1\n" }),
    unwell: () => reasons,
    unready: () => reasons,
    sync: (accounts) =>
      answer(
        accounts?.find((name) => !KNOWN.includes(name)),
        () => heard.synced.push(accounts),
      ),
    pause: (order) => answer(strangerIn(order.scope), () => heard.pauses.push(order)),
    resume: (scope) => answer(strangerIn(scope), () => heard.resumed.push(scope)),
    pushed: () => (heard.pushes += 1),
    countWebhook: (host, result) => heard.webhooks.push(`${host} ${result}`),
  };
}

const KNOWN: readonly string[] = ["test", "production"];

function strangerIn(scope: PauseScope): string | undefined {
  return scope.kind === "repository" || KNOWN.includes(scope.account) ? undefined : scope.account;
}

function answer(stranger: string | undefined, take: () => unknown): Answer {
  if (stranger !== undefined) return { kind: "unknown", message: `there is no account ${stranger}` };
  take();
  return { kind: "taken", message: "as you wish" };
}
