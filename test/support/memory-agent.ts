import type { AgentEvent, AccountVerdict } from "../../src/model/agent-event.ts";
import { newAgent, type Agent } from "../../src/agent/agent.ts";
import type { AgentSetup } from "../../src/agent/agent-setup.ts";
import type { AccountStatus } from "../../src/model/agent-status.ts";
import type { LogFields } from "../../src/model/ports.ts";
import type { Cloud, CloudSite } from "../../src/model/cloud.ts";
import type { PassMetrics } from "../../src/model/metrics.ts";
import { memoryCloud, type Interference } from "./memory-cloud.ts";
import { memoryLog } from "./memory-log.ts";
import { memorySchedules } from "./memory-schedules.ts";
import { memorySource, type MemorySource } from "./memory-source.ts";
import { memoryTemplates, type MemoryTemplates } from "./memory-templates.ts";
import { MemoryWorld } from "./memory-world.ts";
import { virtualClock, type VirtualClock } from "./virtual-clock.ts";

/** AWS, Git and time in memory: what stays when an agent is killed. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly source: MemorySource;
  readonly templates: MemoryTemplates;
  /** By account name; made when first asked for. */
  readonly world: (account: string) => MemoryWorld;
  readonly interference: Map<string, Interference>;
}

/** Empty accounts and an empty repository. */
export function surroundings({ tickMs = 1000 } = {}): Surroundings {
  const worlds = new Map<string, MemoryWorld>();
  const world = (account: string): MemoryWorld => {
    const known = worlds.get(account);
    if (known !== undefined) return known;
    const made = new MemoryWorld();
    made.now = clock.now();
    worlds.set(account, made);
    return made;
  };
  const clock = virtualClock(() => worlds.forEach((each) => each.tick()), { tickMs });
  return { clock, world, source: memorySource(), templates: memoryTemplates(), interference: new Map() };
}

/** An agent that runs in memory, and what it told. */
export interface RunningAgent {
  readonly agent: Agent;
  readonly log: ReturnType<typeof memoryLog>;
  readonly schedules: ReturnType<typeof memorySchedules>;
  readonly events: readonly AgentEvent[];
  readonly notified: readonly AgentEvent[];
  readonly verdicts: readonly AccountVerdict[];
  readonly passes: readonly PassMetrics[];
  /** Aborts it and lets time pass until it has ended. */
  stop(): Promise<void>;
  /** It is gone without a word: nothing it does from now on reaches AWS. */
  kill(): void;
}

/** Starts an agent in its surroundings. */
export function startAgent(
  around: Surroundings,
  given: Partial<AgentSetup> & { readonly past?: readonly AgentEvent[] } = {},
): RunningAgent {
  const { past = [], ...setup } = given;
  const log = memoryLog();
  const schedules = memorySchedules();
  const events: AgentEvent[] = [...past];
  const notified: AgentEvent[] = [];
  const verdicts: AccountVerdict[] = [];
  const passes: PassMetrics[] = [];
  const abort = new AbortController();
  let isKilled = false;
  const agent = newAgent({
    source: around.source,
    templates: around.templates,
    read: around.source.read,
    cloudsFor: async () => {
      await Promise.resolve();
      return (account) => killable(cloudOf(around, account), () => isKilled);
    },
    clock: around.clock,
    log,
    random: () => 0.5,
    schedules,
    notifier: {
      tell: (event) => void notified.push(event),
      judge: (verdict) => void verdicts.push(verdict),
      close: () => Promise.resolve(),
    },
    history: {
      add: (event) => void events.push(event),
      read: async ({ limit }) => {
        await Promise.resolve();
        return events.toReversed().slice(0, limit);
      },
      close: () => Promise.resolve(),
    },
    metrics: {
      passed: (pass) => void passes.push(pass),
      fetched: () => undefined,
      webhook: () => undefined,
      delivered: () => undefined,
      text: async () => {
        await Promise.resolve();
        return { contentType: "text/plain", body: "" };
      },
    },
    version: "0.0.0",
    intervalMs: 60_000,
    concurrency: 4,
    ...setup,
  });
  const ended = agent.run(abort.signal);
  let isOver = false;
  const over = ended.finally(() => (isOver = true));
  return {
    agent,
    log,
    schedules,
    events,
    notified,
    verdicts,
    passes,
    async stop() {
      abort.abort();
      await around.clock.until(() => isOver);
      await over;
    },
    kill() {
      isKilled = true;
      abort.abort();
    },
  };
}

/** Whether every account is what the repository says, and nothing is being done. */
export function hasSettled({ agent }: RunningAgent): boolean {
  const { accounts, queue } = agent.status();
  return (
    accounts.length > 0 &&
    queue.depth + queue.running.length === 0 &&
    accounts.every(({ standing }) => standing === "settled")
  );
}

/** The status of an account that has to be there. */
export function stateOf({ agent }: RunningAgent, name: string): AccountStatus {
  const found = agent.status().accounts.find(({ account }) => account === name);
  if (found === undefined) throw new Error(`there is no account ${name}`);
  return found;
}

/** Fields of all lines with that message. */
export function linesOf({ log }: RunningAgent, message: string): readonly LogFields[] {
  return log.lines.filter((line) => line.message === message).map(({ fields }) => fields);
}

function cloudOf(around: Surroundings, { name, id }: CloudSite): Cloud {
  const interference = around.interference.get(name);
  return memoryCloud(around.world(name), {
    identity: { account: id, arn: `arn:aws:sts::${id}:assumed-role/deployer/test` },
    ...(interference === undefined ? {} : { interference }),
  });
}

/** A cloud whose answers nobody waits for any more once its process is gone. */
function killable(cloud: Cloud, isKilled: () => boolean): Cloud {
  return new Proxy(cloud, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function" || name === "calls" || name === "throttles") return method;
      return (...given: unknown[]): unknown =>
        isKilled() ? new Promise(() => undefined) : Reflect.apply(method, target, given);
    },
  });
}
