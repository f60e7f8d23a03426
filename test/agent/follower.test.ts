import { describe, expect, test } from "@jest/globals";
import { DEFAULT_AGENT_PACE } from "../../src/agent/agent-pace.ts";
import type { Content } from "../../src/agent/content.ts";
import { newFollower, type Follower } from "../../src/agent/follower.ts";
import { newWatchdog } from "../../src/agent/watchdog.ts";
import type { RepositorySource } from "../../src/model/source.ts";
import { memoryLog } from "../support/memory-log.ts";
import { memoryTemplates } from "../support/memory-templates.ts";
import { memorySource, type MemorySource } from "../support/memory-source.ts";
import { smallAcme } from "../support/small-acme.ts";
import { virtualClock, type VirtualClock } from "../support/virtual-clock.ts";

interface Bench {
  readonly clock: VirtualClock;
  readonly source: MemorySource;
  readonly follower: Follower;
  readonly contents: readonly Content[];
  readonly stop: () => Promise<void>;
}

/** A follower of a repository with one commit; `wrap` changes what it sees of the source. */
function bench(
  given: { readonly intervalMs?: number; readonly random?: () => number } = {},
  wrap: (source: MemorySource, clock: VirtualClock) => RepositorySource = (source) => source,
): Bench {
  const clock = virtualClock();
  const source = memorySource();
  source.commit(smallAcme({ dev: {} }));
  const contents: Content[] = [];
  const abort = new AbortController();
  const follower = newFollower({
    source: wrap(source, clock),
    read: source.read,
    templates: memoryTemplates(),
    clock,
    log: memoryLog(),
    random: given.random ?? (() => 0.5),
    metrics: { fetched: () => undefined },
    watchdog: newWatchdog(clock),
    intervalMs: given.intervalMs,
    pace: DEFAULT_AGENT_PACE,
    onContent: (content) => void contents.push(content),
  });
  const run = follower.run(abort.signal);
  return {
    clock,
    source,
    follower,
    contents,
    async stop() {
      abort.abort();
      await clock.pass(10);
      await run;
    },
  };
}

describe("following a repository", () => {
  test.each([
    [0, 80_000],
    [0.5, 100_000],
    [1, 120_000],
  ])("looks once an interval, give or take a fifth (%p)", async (random, everyMs) => {
    const { clock, source, stop } = bench({ intervalMs: 100_000, random: () => random });
    await clock.pass(everyMs * 5 + 50_000);
    expect(source.looks()).toBe(6);
    await stop();
  });

  test("reads a commit once, however often it looks", async () => {
    const { clock, source, contents, stop } = bench({ intervalMs: 10_000 });
    await clock.pass(100_000);
    expect(source.looks()).toBeGreaterThan(9);
    expect(contents.map(({ revision }) => revision?.subject)).toEqual(["commit 1"]);
    await stop();
  });

  test("without an interval looks when it is asked to, and only then", async () => {
    const { clock, source, follower, stop } = bench();
    await clock.pass(86_400_000);
    expect(source.looks()).toBe(1);
    follower.look();
    await clock.pass(10);
    expect(source.looks()).toBe(2);
    await stop();
  });

  test("asked many times during a look, looks once more after it", async () => {
    const { clock, source, follower, stop } = bench({}, (memory, time) => ({
      ...memory,
      async refresh(signal) {
        const refreshed = await memory.refresh(signal);
        await time.sleep(5000);
        return refreshed;
      },
    }));
    await clock.pass(1000);
    for (let count = 0; count < 5; count += 1) follower.look();
    await clock.pass(60_000);
    expect(source.looks()).toBe(2);
    await stop();
  });

  test("after a failure looks again soon, then ever more rarely, even without an interval", async () => {
    const { clock, source, follower, contents, stop } = bench();
    await clock.pass(10);
    source.trouble = () => "failed";
    follower.look();
    await clock.pass(30_000);
    const early = source.looks();
    expect(early).toBeGreaterThan(3);
    await clock.pass(3_600_000);
    expect(source.looks() - early).toBeLessThan(25);
    source.commit(smallAcme({ dev: {}, test: {} }));
    source.trouble = undefined;
    await clock.pass(300_000);
    expect(contents.at(-1)?.targets.size).toBe(2);
    await stop();
  });

  test("each cause of a failure is told once until it can be read again, in whatever words and however they alternate", async () => {
    const clock = virtualClock();
    const log = memoryLog();
    const failures = Array.from({ length: 12 }, (_, look) => ({
      message: look % 2 === 0 ? `the host is away (after ${look} ms)` : "the disk is full",
      ...(look % 2 === 0 ? { cause: "the host is away" } : {}),
    }));
    const memory = memorySource();
    memory.commit(smallAcme({ dev: {} }));
    const source = {
      ...memory,
      refresh: (): ReturnType<typeof memory.refresh> => {
        const why = failures.shift();
        return why === undefined ? memory.refresh() : Promise.resolve({ kind: "failed", why });
      },
    };
    const abort = new AbortController();
    const follower = newFollower({
      source,
      read: (dir) => memory.read(dir),
      templates: memoryTemplates(),
      clock,
      log,
      random: () => 0.5,
      metrics: { fetched: () => undefined },
      watchdog: newWatchdog(clock),
      intervalMs: 60_000,
      pace: DEFAULT_AGENT_PACE,
      onContent: () => undefined,
    });
    const run = follower.run(abort.signal);
    await clock.pass(3_600_000);
    expect(failures).toEqual([]);
    expect(log.lines.map(({ message, fields }) => [message, fields["why"]])).toEqual([
      ["repository cannot be read", "the host is away (after 0 ms)"],
      ["repository cannot be read", "the disk is full"],
      ["repository can be read again", undefined],
    ]);
    abort.abort();
    await clock.pass(10);
    await run;
  });

  test("what could be fetched and not read is read with the next look, although nothing is new", async () => {
    let isFull = true;
    const clock = virtualClock();
    const source = memorySource();
    source.commit(smallAcme({ dev: {} }));
    const contents: Content[] = [];
    const abort = new AbortController();
    const follower = newFollower({
      source,
      templates: memoryTemplates(),
      read: (dir) => (isFull ? Promise.reject(new Error("EIO: i/o error")) : source.read(dir)),
      clock,
      log: memoryLog(),
      random: () => 0.5,
      metrics: { fetched: () => undefined },
      watchdog: newWatchdog(clock),
      intervalMs: 60_000,
      pace: DEFAULT_AGENT_PACE,
      onContent: (content) => void contents.push(content),
    });
    const run = follower.run(abort.signal);
    await clock.pass(120_000);
    expect(follower.status().failure?.message).toBe("it could not be read: EIO: i/o error");
    isFull = false;
    await clock.pass(300_000);
    expect(contents).toHaveLength(1);
    expect(follower.status().failure).toBeUndefined();
    abort.abort();
    await clock.pass(10);
    await run;
  });
});
