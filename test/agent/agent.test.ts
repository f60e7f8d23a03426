import { describe, expect, test } from "@jest/globals";
import { CloudError, type WriteResult } from "../../src/model/cloud.ts";
import { memoryCloud } from "../support/memory-cloud.ts";
import {
  hasSettled,
  linesOf,
  startAgent,
  stateOf,
  surroundings,
  type Surroundings,
} from "../support/memory-agent.ts";
import { smallAcme } from "../support/small-acme.ts";

const SYNC = "*/5 * * * *";

function contentOf({ world }: Surroundings, account: string, app: string): string | undefined {
  return world(account).find(`acme-${app}`)?.parameters["Content"];
}

describe("an agent", () => {
  test("deploys what the repository says, and what a commit changes, telling each once", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    expect(contentOf(around, "dev", "web")).toBe("one");
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } } }));
    running.agent.pushed();
    await around.clock.until(() => contentOf(around, "dev", "web") === "two");
    await around.clock.until(() => hasSettled(running));
    await running.stop();
    expect(running.events.map(({ kind, app, message }) => `${kind} ${app}: ${message}`)).toEqual([
      "applied zone: zone is created",
      "applied web: web is created",
      "applied network: network is created",
      "applied web: web is deployed",
    ]);
    expect(running.notified).toEqual(running.events);
    expect(running.events.at(-1)?.revision?.subject).toBe("commit 2");
  });

  test("a commit wakes only the accounts whose stacks it changes, and an account in sync costs nothing", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const before = running.passes.length;
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "two" } } }));
    await around.clock.pass(3_600_000);
    const woken = running.passes.slice(before).map(({ account }) => account);
    expect([...new Set(woken)]).toEqual(["test"]);
    expect(contentOf(around, "test", "web")).toBe("two");
    const after = running.passes.length;
    await around.clock.pass(3_600_000);
    expect(running.passes).toHaveLength(after);
    expect(around.source.looks()).toBeGreaterThan(100);
    await running.stop();
  });

  test("looks at every account on schedule, and says once that it has", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: {}, test: {} }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const before = running.passes.length;
    running.schedules.ring(SYNC);
    await around.clock.pass(60_000);
    expect(
      running.passes
        .slice(before)
        .map(({ account }) => account)
        .toSorted(),
    ).toEqual(["dev", "test"]);
    expect(linesOf(running, "every account looked at")).toEqual([
      { accounts: 2, settled: 2, moving: 0, blocked: 0, failing: 0 },
    ]);
    await running.stop();
  });

  test("goes by the schedule that the repository says now, and by the earlier one where it is not understood", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: {} }, 'schedule: { sync: "*/7 * * * *" }'));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    expect(running.schedules.crons()).toContain("*/7 * * * *");
    around.source.commit(smallAcme({ dev: {} }, 'schedule: { sync: "*/9 * * * *" }'));
    await around.clock.pass(100_000);
    expect(running.schedules.crons()).toContain("*/9 * * * *");
    expect(running.schedules.crons()).toHaveLength(2);
    await running.stop();
    expect(running.schedules.crons()).toEqual([]);
  });

  test("an app that was removed is deleted, and told as pruned", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one", api: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    around.source.commit(smallAcme({ dev: { apps: { web: "one" }, removed: ["api"] } }));
    running.agent.pushed();
    await around.clock.until(() => around.world("dev").find("acme-api") === undefined);
    await around.clock.until(() => hasSettled(running));
    expect(running.events.at(-1)).toMatchObject({ kind: "pruned", app: "api", message: "api is deleted" });
    await running.stop();
  });

  test("content that fails is tried once, told once with its cause, and left behind by the next commit", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    around.world("dev").mishaps = [{ stack: "acme-web", during: "update", content: "bad" }];
    around.source.commit(smallAcme({ dev: { apps: { web: "bad" } } }));
    await around.clock.pass(3_600_000);
    running.schedules.ring(SYNC);
    await around.clock.pass(3_600_000);
    const executions = around.world("dev").executions.filter(({ stack }) => stack === "acme-web");
    expect(executions).toHaveLength(2);
    const failed = running.events.filter(({ kind }) => kind === "failed");
    expect(failed).toMatchObject([{ app: "web", account: "dev", revision: { subject: "commit 2" } }]);
    expect(failed[0]?.message).toContain("it did not become healthy");
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    await around.clock.pass(120_000);
    expect(hasSettled(running)).toBe(true);
    expect(running.verdicts.map(({ state, revision }) => `${revision.subject}: ${state}`)).toEqual([
      "commit 1: pending",
      "commit 1: success",
      "commit 2: pending",
      "commit 2: failure",
      "commit 3: pending",
      "commit 3: success",
    ]);
    await running.stop();
  });
});

describe("recovery", () => {
  test("a stack whose roll-back failed is brought back once, and that is told", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const stack = around.world("dev").find("acme-web");
    if (stack !== undefined) around.world("dev").put({ ...stack, phase: "rollback-failed" });
    running.schedules.ring(SYNC);
    await around.clock.pass(600_000);
    expect(running.events.at(-1)).toMatchObject({
      kind: "recovered",
      app: "web",
      stack: "acme-web",
      message: "web has its older content again: the rollback that had failed is done",
    });
    expect(running.events.filter(({ kind }) => kind === "recovered")).toHaveLength(1);
    expect(hasSettled(running)).toBe(true);
    await running.stop();
  });

  test("a stack that stays stuck needs a person, who is told once what to do", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const stack = around.world("dev").find("acme-web");
    around.world("dev").mishaps = [{ stack: "acme-web", during: "continue" }];
    if (stack !== undefined) around.world("dev").put({ ...stack, phase: "rollback-failed" });
    for (let round = 0; round < 5; round += 1) {
      running.schedules.ring(SYNC);
      await around.clock.pass(300_000);
    }
    const held = running.events.filter(({ kind }) => kind === "held");
    expect(held).toHaveLength(1);
    expect(held[0]?.remedy).toContain("moor retry");
    const said = running.log.lines.filter(
      ({ level, fields }) => level !== "debug" && Object.values(fields).includes(held[0]?.message),
    );
    expect(said.map(({ message }) => message)).toEqual(["needs a person"]);
    expect(running.events.some(({ kind }) => kind === "recovered")).toBe(false);
    await running.stop();
  });
});

describe("the order of accounts", () => {
  const chain = (content: string) =>
    smallAcme({
      dev: { apps: { web: content } },
      test: { apps: { web: content }, says: "after: [dev]" },
      production: { apps: { web: content }, says: "after: [test]" },
    });

  test("a change rolls through accounts one after the other", async () => {
    const around = surroundings();
    around.source.commit(chain("one"));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    around.source.commit(chain("two"));
    running.agent.pushed();
    const at = (name: string): string | undefined => contentOf(around, name, "web");
    await around.clock.until(() => around.world("dev").find("acme-web")?.phase === "busy");
    expect(
      around
        .world("test")
        .find("acme-web")
        ?.changeSets.map(({ state }) => state),
    ).toEqual(["executed"]);
    await around.clock.until(() => at("dev") === "two");
    expect([at("test"), at("production")]).toEqual(["one", "one"]);
    await around.clock.until(() => at("test") === "two");
    expect(at("production")).toBe("one");
    await around.clock.until(() => hasSettled(running));
    expect(at("production")).toBe("two");
    await running.stop();
  });

  test("the first failure stops the rest, and says so", async () => {
    const around = surroundings();
    around.source.commit(chain("one"));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    around.world("test").mishaps = [{ stack: "acme-web", during: "update", content: "bad" }];
    around.source.commit(chain("bad"));
    await around.clock.pass(7_200_000);
    expect(contentOf(around, "production", "web")).toBe("one");
    expect(stateOf(running, "production").steps.flatMap(({ refusals }) => refusals)).toMatchObject([
      { rule: "order" },
    ]);
    expect(running.events.filter(({ kind }) => kind === "failed" || kind === "held")).toHaveLength(1);
    await running.stop();
  });

  test("after a restart nothing counts as settled until a pass says so", async () => {
    const around = surroundings();
    around.source.commit(chain("one"));
    const first = startAgent(around);
    await around.clock.until(() => hasSettled(first));
    await first.stop();
    around.world("dev").mishaps = [{ stack: "acme-web", during: "update", content: "bad" }];
    around.source.commit(chain("bad"));
    const second = startAgent(around);
    await around.clock.pass(3_600_000);
    expect(contentOf(around, "test", "web")).toBe("one");
    expect(contentOf(around, "production", "web")).toBe("one");
    await second.stop();
  });
});

describe("what must never be taken for a wish to delete", () => {
  const sound = smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } });

  test.each([
    ["a broken mooring.yaml", { ...sound, "mooring.yaml": "version: [" }],
    ["an emptied repository", {}],
    ["a repository without accounts", smallAcme({})],
    ["a vanished folder", smallAcme({ dev: { apps: { web: "one" } } })],
    ["a broken account.yaml", { ...sound, "accounts/test/account.yaml": "id: [" }],
    ["a broken apps.yaml", { ...sound, "accounts/test/apps.yaml": "web: [" }],
    ["all apps of an account", smallAcme({ dev: { apps: { web: "one" } }, test: {} })],
  ])("%s deletes nothing, and the next sound commit is followed", async (_name, files) => {
    const around = surroundings();
    around.source.commit(sound);
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    around.source.commit(files);
    await around.clock.pass(600_000);
    running.schedules.ring(SYNC);
    await around.clock.pass(600_000);
    expect([...around.world("dev").deletions, ...around.world("test").deletions]).toEqual([]);
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } }, test: { apps: { web: "two" } } }));
    await around.clock.pass(600_000);
    expect([contentOf(around, "dev", "web"), contentOf(around, "test", "web")]).toEqual(["two", "two"]);
    await running.stop();
  });

  test("a broken mooring.yaml stops everything, and says so", async () => {
    const around = surroundings();
    around.source.commit(sound);
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const before = running.passes.length;
    around.source.commit({ ...sound, "mooring.yaml": "version: [" });
    await around.clock.pass(600_000);
    running.schedules.ring(SYNC);
    await around.clock.pass(600_000);
    expect(running.passes).toHaveLength(before);
    expect(running.agent.unready()).toEqual(["mooring.yaml cannot be used, so nothing is done"]);
    expect(running.verdicts.at(-1)).toMatchObject({ account: "test", state: "failure" });
    expect(linesOf(running, "problem in the repository")).toMatchObject([
      { where: expect.stringMatching(/^mooring\.yaml:1:/), why: expect.any(String), commit: "000000000000" },
    ]);
    await running.stop();
  });

  test("the log says what is wrong in a commit, and not more of it than anybody reads", async () => {
    const around = surroundings();
    const apps = Array.from({ length: 30 }, (_, index) => [`apps/app-${index}.yaml`, "kind: Nonsense\n"]);
    around.source.commit({ ...sound, ...Object.fromEntries(apps) });
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const lines = linesOf(running, "problem in the repository");
    expect(lines.slice(0, -1).map(({ where }) => String(where))).toEqual(
      Array.from({ length: 20 }, () => expect.stringMatching(/^apps\/app-\d+\.yaml:1:/)),
    );
    expect(lines.at(-1)).toMatchObject({ why: "10 more problems: see moor validate" });
    await running.stop();
  });

  test.each(["failed", "refused"] as const)(
    "a look that %s keeps the last good commit, and is said once",
    async (trouble) => {
      const around = surroundings();
      around.source.commit(sound);
      const running = startAgent(around);
      await around.clock.until(() => hasSettled(running));
      around.source.commit(smallAcme({ dev: { apps: { web: "two" } }, test: { apps: { web: "two" } } }));
      around.source.trouble = () => trouble;
      await around.clock.pass(3_600_000);
      expect(contentOf(around, "dev", "web")).toBe("one");
      const { failure } = running.agent.status().source;
      expect(failure?.message).toBe(trouble === "failed" ? "the host does not answer" : "nobody signed it");
      expect(running.log.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
      around.source.trouble = undefined;
      await around.clock.pass(600_000);
      expect(contentOf(around, "dev", "web")).toBe("two");
      expect(running.agent.status().source.failure).toBeUndefined();
      await running.stop();
    },
  );
});

describe("trouble", () => {
  test("an account that AWS does not let go on is tried again ever more rarely, and holds up nobody", async () => {
    const around = surroundings();
    let isDown = true;
    const interference = {
      before: () => {
        if (isDown) throw new CloudError("credentials", "the token has expired", { remedy: "renew it" });
      },
      after: () => undefined,
    };
    around.interference.set("test", interference);
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.pass(3_600_000);
    expect(stateOf(running, "dev").standing).toBe("settled");
    const tries = running.passes.filter(({ account }) => account === "test");
    expect(tries.length).toBeGreaterThan(10);
    expect(tries.length).toBeLessThan(40);
    expect(running.events.filter(({ account }) => account === "test")).toMatchObject([
      { kind: "failed", message: "the token has expired", remedy: "renew it" },
    ]);
    isDown = false;
    await around.clock.pass(600_000);
    expect(stateOf(running, "test").standing).toBe("settled");
    await running.stop();
  });

  test("a failing account is one line of the log, its recovery another, and the same trouble on the same day one more", async () => {
    const around = surroundings();
    let isDown = false;
    around.interference.set("dev", {
      before: () => {
        if (isDown) throw new CloudError("denied", "the role is gone", { remedy: "bring it back" });
      },
      after: () => undefined,
    });
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.until(() => hasSettled(running));
    const from = running.log.lines.length;
    for (const down of [true, false, true]) {
      isDown = down;
      running.schedules.ring(SYNC);
      await around.clock.pass(1_200_000);
    }
    const lines = running.log.lines.slice(from).filter(({ fields }) => fields["account"] === "dev");
    expect(lines.filter(({ level }) => level !== "debug")).toMatchObject([
      {
        level: "error",
        message: "account failed",
        fields: { what: "the role is gone", remedy: "bring it back" },
      },
      { level: "info", message: "account can be worked on again" },
      { level: "warn", message: "pass failed", fields: { why: "the role is gone", remedy: "bring it back" } },
    ]);
    await running.stop();
  });

  test("new content does not wait for a back-off", async () => {
    const around = surroundings();
    let isDown = true;
    around.interference.set("dev", {
      before: () => {
        if (isDown) throw new CloudError("unreachable", "no route");
      },
      after: () => undefined,
    });
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.pass(3_600_000);
    isDown = false;
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } } }));
    running.agent.pushed();
    const before = running.passes.length;
    await around.clock.pass(100);
    expect(running.passes.length).toBeGreaterThan(before);
    await running.stop();
  });

  test("a defect in the work on one account is said, and other accounts go on", async () => {
    const around = surroundings();
    around.interference.set("test", {
      before: () => {
        throw new TypeError("undefined is no function");
      },
      after: () => undefined,
    });
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.pass(600_000);
    expect(stateOf(running, "dev").standing).toBe("settled");
    expect(linesOf(running, "a defect of Mooring; other accounts go on")[0]).toMatchObject({
      account: "test",
      what: "pass",
      why: "undefined is no function",
    });
    await running.stop();
  });

  test("what AWS would not take once is asked for again on schedule or when a person asks, and not before", async () => {
    const around = surroundings();
    let refusals = 0;
    const createChangeSet = async (): Promise<WriteResult> => {
      await Promise.resolve();
      refusals += 1;
      return { kind: "rejected", message: "not authorized to perform: iam:PassRole" };
    };
    const running = startAgent(around, {
      cloudsFor: async () => {
        await Promise.resolve();
        return () => ({ ...memoryCloud(around.world("dev")), createChangeSet });
      },
    });
    around.source.commit(smallAcme({ dev: {} }));
    await around.clock.pass(600_000);
    expect(refusals).toBe(1);
    running.schedules.ring(SYNC);
    await around.clock.pass(600_000);
    expect(refusals).toBe(2);
    running.agent.sync(["dev"]);
    await around.clock.pass(600_000);
    expect(refusals).toBe(3);
    expect(running.events.map(({ kind }) => kind)).toEqual(["held"]);
    await running.stop();
  });

  test("an account that becomes another one while it is being reached is reached anew", async () => {
    const around = surroundings();
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const asked: string[] = [];
    const running = startAgent(around, {
      cloudsFor: async () => {
        if (asked.length === 0) await reached;
        return ({ name, id }) => {
          asked.push(`${name} ${id}`);
          return memoryCloud(around.world(name), {
            identity: { account: id, arn: `arn:aws:sts::${id}:role` },
          });
        };
      },
    });
    around.source.commit(smallAcme({ dev: {} }));
    await around.clock.until(() => running.agent.status().queue.running.includes("dev"));
    around.source.commit(smallAcme({ before: {}, dev: {} }));
    running.agent.pushed();
    await around.clock.until(() => running.agent.status().accounts.length === 2);
    reach();
    await around.clock.until(() => hasSettled(running));
    expect(asked.filter((each) => each.startsWith("dev"))).toEqual(["dev 111111111111", "dev 222222222222"]);
    await running.stop();
  });

  test("an agent ends in good order though its clone cannot be removed", async () => {
    const around = surroundings();
    const close = (): Promise<void> => Promise.reject(new Error("read-only file system"));
    const running = startAgent(around, { source: { ...around.source, close } });
    await running.stop();
    expect(linesOf(running, "not everything could be closed")).toEqual([{ why: "read-only file system" }]);
  });

  test("a repository that cannot be read at first is read when it can be", async () => {
    const around = surroundings();
    const running = startAgent(around);
    await around.clock.pass(600_000);
    expect(running.agent.unready()).toEqual([
      "the repository has not been read yet: the host does not answer",
    ]);
    around.source.commit(smallAcme({ dev: {} }));
    await around.clock.pass(600_000);
    expect(running.agent.unready()).toEqual([]);
    await running.stop();
  });

  test("a source with a defect does not end the agent", async () => {
    const around = surroundings();
    around.source.trouble = () => new Error("ENOSPC: no space left on device");
    around.source.commit(smallAcme({ dev: {} }));
    const running = startAgent(around);
    await around.clock.pass(600_000);
    around.source.trouble = undefined;
    await around.clock.pass(600_000);
    expect(hasSettled(running)).toBe(true);
    await running.stop();
  });
});

describe("the end", () => {
  test("an agent that is told to stop finishes what is in hand and begins nothing more", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const running = startAgent(around);
    await around.clock.pass(1500);
    await running.stop();
    expect(around.source.isClosed()).toBe(true);
    expect(around.clock.sleepers()).toBe(0);
    const { executions } = around.world("dev");
    const before = executions.length;
    await around.clock.pass(600_000);
    expect(executions).toHaveLength(before);
  });

  test("an agent that is told to stop leaves within ten seconds whatever hangs", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: {} }));
    const running = startAgent(around, {
      cloudsFor: () => new Promise(() => undefined),
    });
    await around.clock.pass(5000);
    const start = around.clock.now();
    await running.stop();
    expect(around.clock.now() - start).toBeLessThanOrEqual(10_000);
  });

  test("an agent that starts again tells nothing twice, and goes on with what was under way", async () => {
    const around = surroundings();
    around.world("dev").duration = 30;
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const first = startAgent(around);
    await around.clock.until(() => around.world("dev").find("acme-web")?.phase === "busy");
    first.kill();
    const second = startAgent(around, { past: first.events });
    await around.clock.until(() => hasSettled(second));
    const told = second.events.map(({ kind, app }) => `${kind} ${app}`).toSorted();
    expect(told).toEqual(["applied network", "applied web", "applied zone"]);
    const third = startAgent(around, { past: second.events });
    await around.clock.until(() => hasSettled(third));
    expect(third.notified).toEqual([]);
    await Promise.all([second.stop(), third.stop()]);
  });

  test("a deployment that ended while no agent was there is told by the next one", async () => {
    const around = surroundings();
    around.source.commit(smallAcme({ dev: { apps: { web: "one" } } }));
    const first = startAgent(around);
    await around.clock.until(() => hasSettled(first));
    around.world("dev").duration = 30;
    around.source.commit(smallAcme({ dev: { apps: { web: "two" } } }));
    first.agent.pushed();
    await around.clock.until(() => around.world("dev").find("acme-web")?.phase === "busy");
    first.kill();
    await around.clock.pass(600_000);
    const second = startAgent(around, { past: first.events });
    await around.clock.until(() => hasSettled(second));
    expect(second.notified).toMatchObject([{ kind: "applied", app: "web", message: "web is deployed" }]);
    await second.stop();
  });

  test("a failure that an earlier process told is not told again, but shows in the log", async () => {
    const around = surroundings();
    around.world("dev").mishaps = [{ stack: "acme-web", during: "create", content: "bad" }];
    around.source.commit(smallAcme({ dev: { apps: { web: "bad" } } }));
    const first = startAgent(around);
    await around.clock.pass(600_000);
    await first.stop();
    expect(first.notified.map(({ kind }) => kind)).toContain("failed");
    const second = startAgent(around, { past: first.events });
    await around.clock.pass(600_000);
    await second.stop();
    expect(second.notified).toEqual([]);
    expect(linesOf(second, "step refused")).toMatchObject([
      { account: "dev", app: "web", rule: "quarantine" },
    ]);
  });
});
