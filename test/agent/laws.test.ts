import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseChangeSetName } from "../../src/model/change-set-name.ts";
import { CloudError } from "../../src/model/cloud.ts";
import { startAgent, surroundings, type RunningAgent, type Surroundings } from "../support/memory-agent.ts";
import type { Interference } from "../support/memory-cloud.ts";
import type { Files } from "../support/memory-source.ts";
import { smallAcme, type SmallAccount } from "../support/small-acme.ts";

const accounts = ["dev", "test"] as const;
const apps = ["web", "api"] as const;

/** What an app says in an account; `undefined` when it is not placed there. */
type Placed = Readonly<Record<(typeof apps)[number], "one" | "two" | "bad" | undefined>>;
type Commit = Readonly<Record<(typeof accounts)[number], Placed>> & { readonly isChained: boolean };

type Fate = "fine" | "lost-before" | "lost-after" | "conflict" | "lagging";

/** What happens to an agent, to Git and to AWS. */
type Act =
  | { readonly kind: "commit"; readonly commit: Commit; readonly isPushed: boolean }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "jump"; readonly ms: number }
  | { readonly kind: "sync" | "restart" | "stop" | "git-down" | "git-up" | "pause" | "resume" }
  | { readonly kind: "faults"; readonly account: (typeof accounts)[number]; readonly fates: readonly Fate[] };

const placed: fc.Arbitrary<Placed> = fc.record({
  web: fc.constantFrom("one", "two", "bad", undefined),
  api: fc.constantFrom("one", "two", undefined),
});
const commit: fc.Arbitrary<Commit> = fc.record({ dev: placed, test: placed, isChained: fc.boolean() });

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("commit" as const), commit, isPushed: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("time" as const), ms: fc.constantFrom(100, 900, 4000, 70_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("jump" as const), ms: fc.constantFrom(-7_200_000, 7_200_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom<"sync" | "restart" | "stop" | "git-down" | "git-up" | "pause" | "resume">(
        "sync",
        "restart",
        "stop",
        "git-down",
        "git-up",
        "pause",
        "resume",
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("faults" as const),
      account: fc.constantFrom(...accounts),
      fates: fc.array(fc.constantFrom<Fate>("fine", "lost-before", "lost-after", "conflict", "lagging"), {
        maxLength: 8,
      }),
    }),
  },
);

function filesOf({ isChained, ...by }: Commit): Files {
  const accountOf = (name: (typeof accounts)[number]): SmallAccount => ({
    apps: Object.fromEntries(
      apps.flatMap((app): [string, string][] => (by[name][app] === undefined ? [] : [[app, by[name][app]]])),
    ),
    removed: apps.filter((app) => by[name][app] === undefined),
    says: isChained && name === "test" ? "after: [dev]" : "",
  });
  return smallAcme({ dev: accountOf("dev"), test: accountOf("test") });
}

/** Gives each call the next fate; when there are none left, all is fine. */
function interferenceOf(remaining: Fate[]): Interference {
  let fate: Fate = "fine";
  return {
    before() {
      fate = remaining.shift() ?? "fine";
      if (fate === "lost-before") throw new CloudError("unreachable", "connection reset");
    },
    losesRace: () => fate === "conflict",
    isLagging: () => fate === "lagging",
    after() {
      if (fate === "lost-after") throw new CloudError("throttled", "the answer was lost");
    },
  };
}

/** A company over some time: one agent after the other. */
class Company {
  readonly around: Surroundings = surroundings();
  readonly #faults = new Map(accounts.map((account) => [account, [] as Fate[]]));
  #running: RunningAgent | undefined;

  constructor() {
    for (const account of accounts) {
      this.around.interference.set(account, interferenceOf(this.#faults.get(account) ?? []));
      this.around.world(account).mishaps = [
        { stack: "acme-web", during: "create", content: "bad" },
        { stack: "acme-web", during: "update", content: "bad" },
      ];
    }
  }

  get running(): RunningAgent {
    this.#running ??= startAgent(this.around);
    return this.#running;
  }

  async live(act: Act): Promise<void> {
    const { clock, source } = this.around;
    switch (act.kind) {
      case "commit":
        source.commit(filesOf(act.commit));
        if (act.isPushed) this.running.agent.pushed();
        return;
      case "time":
        return clock.pass(act.ms);
      case "jump":
        return clock.jump(act.ms);
      case "sync":
        return void this.running.agent.sync(undefined);
      case "restart":
        return this.restart();
      case "stop":
        await this.running.stop();
        this.#running = undefined;
        return;
      case "git-down":
        source.trouble = () => "failed";
        return;
      case "git-up":
        source.trouble = undefined;
        return;
      case "pause":
        return void this.running.agent.pause({ scope: { kind: "account", account: "dev" } });
      case "resume":
        return void this.running.agent.resume({ kind: "account", account: "dev" });
      case "faults":
        this.#faults.get(act.account)?.push(...act.fates);
    }
  }

  restart(): void {
    this.running.kill();
    this.#running = undefined;
  }

  /** All trouble is over: it comes to rest by itself. */
  async rest(): Promise<void> {
    await this.live({ kind: "git-up" });
    await this.live({ kind: "resume" });
    await this.around.clock.pass(3_600_000);
    for (const faults of this.#faults.values()) faults.length = 0;
    await this.around.clock.pass(900_000);
  }
}

/** No content twice in a row on one stack, whether it succeeded or failed, and no token twice at all. */
function expectNothingDoubled({ world }: Surroundings): void {
  for (const account of accounts) {
    const { executions } = world(account);
    for (const id of new Set(executions.map(({ stackId }) => stackId))) {
      const tokens = executions.filter(({ stackId }) => stackId === id).map(({ token }) => token);
      expect(new Set(tokens).size).toBe(tokens.length);
      const digests = tokens.map((token) => parseChangeSetName(token)?.digest);
      expect(digests.filter((digest, index) => index > 0 && digest === digests[index - 1])).toEqual([]);
    }
  }
}

function deployed({ world }: Surroundings, account: (typeof accounts)[number]): Partial<Placed> {
  return Object.fromEntries(
    apps.map((app) => [app, world(account).find(`acme-${app}`)?.parameters["Content"]]),
  );
}

/** Apps that are not what the last commit says, but for those that it cannot make so. */
function wrongIn(around: Surroundings, account: (typeof accounts)[number], last: Commit): readonly string[] {
  if (account === "test" && last.isChained && last.dev.web === "bad") return [];
  const found = deployed(around, account);
  return apps
    .filter((app) => last[account][app] !== "bad" && found[app] !== last[account][app])
    .map((app) => `${app} in ${account} is ${found[app]} and not ${last[account][app]}`);
}

describe("an agent", () => {
  test("neither loses nor doubles a change, in whatever order commits, triggers, faults, pauses and restarts come", async () => {
    await fc.assert(
      fc.asyncProperty(commit, fc.array(act, { maxLength: 30 }), async (last, acts) => {
        const company = new Company();
        for (const each of acts) await company.live(each);
        await company.live({ kind: "commit", commit: last, isPushed: false });
        await company.rest();
        const { around, running } = company;
        expectNothingDoubled(around);
        expect(running.agent.status().queue).toEqual({ depth: 0, oldestMs: 0, running: [] });
        expect(accounts.flatMap((account) => wrongIn(around, account, last))).toEqual([]);
        await running.stop();
      }),
      { numRuns: 25 },
    );
  });
});
