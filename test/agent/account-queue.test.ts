import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { newAccountQueue, type AccountQueue, type Errand } from "../../src/agent/account-queue.ts";
import { virtualClock, type VirtualClock } from "../support/virtual-clock.ts";

interface Began {
  readonly account: string;
  readonly errand: Errand;
  readonly at: number;
}

interface Bench {
  readonly clock: VirtualClock;
  readonly queue: AccountQueue;
  readonly began: readonly Began[];
  /** Turns that go on now, and the most there ever were. */
  readonly busy: { now: number; most: number };
  stop(): Promise<void>;
}

/** A queue at work; `take` does the work of a turn, and its time. */
function bench(
  concurrency: number,
  take: (
    account: string,
    errand: Errand,
    parts: { queue: AccountQueue; clock: VirtualClock },
  ) => Promise<void>,
): Bench {
  const clock = virtualClock();
  const queue = newAccountQueue(clock, concurrency);
  const began: Began[] = [];
  const busy = { now: 0, most: 0 };
  const inHand = new Set<string>();
  const abort = new AbortController();
  const run = queue.run(async (account, errand) => {
    expect(inHand).not.toContain(account);
    inHand.add(account);
    began.push({ account, errand, at: clock.now() });
    busy.now += 1;
    busy.most = Math.max(busy.most, busy.now);
    await take(account, errand, { queue, clock });
    busy.now -= 1;
    inHand.delete(account);
  }, abort.signal);
  return {
    clock,
    queue,
    began,
    busy,
    async stop() {
      abort.abort();
      await clock.pass(60_000);
      await run;
    },
  };
}

const names = ["dev", "test", "production", "tools"];

type Act =
  | { readonly kind: "add"; readonly account: string; readonly errand: Errand; readonly afterMs: number }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "jump"; readonly ms: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      account: fc.constantFrom(...names),
      errand: fc.constantFrom<Errand>("pass", "survey"),
      afterMs: fc.constantFrom(0, 0, 50, 5000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(10, 100, 3000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("jump" as const), ms: fc.constantFrom(-3_600_000, 3_600_000) }),
  },
);

describe("an account queue", () => {
  test("loses no wake, has no account's turn twice at once and never more turns than it may, in whatever order things happen", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (acts, durations, concurrency) => {
          let turns = 0;
          const at = bench(concurrency, (_account, _errand, { clock }) =>
            clock.sleep(durations[(turns += 1) % durations.length] ?? 0),
          );
          const asked: { readonly account: string; readonly errand: Errand; readonly after: number }[] = [];
          for (const each of acts) {
            if (each.kind === "pass") await at.clock.pass(each.ms);
            else if (each.kind === "jump") at.clock.jump(each.ms);
            else {
              asked.push({ ...each, after: at.began.length });
              at.queue.add(each.account, each.errand, each.afterMs);
            }
          }
          await at.clock.pass(30_000);
          const lost = asked.filter(
            ({ account, errand, after }) =>
              !at.began.slice(after).some((turn) => turn.account === account && turn.errand === errand),
          );
          expect(lost).toEqual([]);
          expect(at.busy.most).toBeLessThanOrEqual(concurrency);
          expect(at.began.length).toBeLessThanOrEqual(asked.length);
          expect(at.queue.status()).toEqual({ depth: 0, oldestMs: 0, running: [] });
          await at.stop();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("an account that is asked for often while it waits has one turn", async () => {
    const at = bench(1, (_account, _errand, { clock }) => clock.sleep(100));
    at.queue.add("dev", "pass");
    await at.clock.pass(10);
    for (let count = 0; count < 5; count += 1) at.queue.add("test", "pass");
    await at.clock.pass(1000);
    expect(at.began.map(({ account }) => account)).toEqual(["dev", "test"]);
    await at.stop();
  });

  test("an account that is asked for during its turn has another one after it", async () => {
    const at = bench(4, (_account, _errand, { clock }) => clock.sleep(100));
    at.queue.add("dev", "pass");
    await at.clock.pass(10);
    at.queue.add("dev", "pass");
    await at.clock.pass(1000);
    expect(at.began).toHaveLength(2);
    await at.stop();
  });

  test("an account that keeps moving does not keep others from their turn", async () => {
    const at = bench(1, async (account, _errand, { queue, clock }) => {
      await clock.sleep(100);
      if (account === "busy") queue.add(account, "pass");
    });
    at.queue.add("busy", "pass");
    await at.clock.pass(10);
    for (const name of names) at.queue.add(name, "pass");
    await at.clock.pass(1000);
    expect(at.began.slice(0, 6).map(({ account }) => account)).toEqual(["busy", ...names, "busy"]);
    await at.stop();
  });

  test("a pass goes before a step of a survey that was asked for earlier", async () => {
    const at = bench(1, (_account, _errand, { clock }) => clock.sleep(100));
    at.queue.add("other", "pass");
    await at.clock.pass(10);
    at.queue.add("dev", "survey");
    at.queue.add("dev", "pass");
    await at.clock.pass(1000);
    expect(at.began.slice(1).map(({ errand }) => errand)).toEqual(["pass", "survey"]);
    await at.stop();
  });

  test("what is asked for now does not wait for what was put off", async () => {
    const at = bench(1, () => Promise.resolve());
    at.queue.add("dev", "pass", 300_000);
    await at.clock.pass(10);
    expect(at.began).toEqual([]);
    at.queue.add("dev", "pass");
    await at.clock.pass(600_000);
    expect(at.began).toHaveLength(1);
    await at.stop();
  });

  test("of two times for the same errand the earlier one counts", async () => {
    const at = bench(1, () => Promise.resolve());
    at.queue.add("dev", "pass", 1000);
    at.queue.add("dev", "pass", 500);
    at.queue.add("dev", "pass", 50_000);
    const start = at.clock.now();
    await at.clock.pass(100_000);
    expect(at.began.map((turn) => turn.at - start)).toEqual([500]);
    await at.stop();
  });

  test("a clock that is set back delays nothing for longer than was asked for", async () => {
    const at = bench(1, () => Promise.resolve());
    at.queue.add("dev", "pass", 10_000);
    await at.clock.pass(10);
    at.clock.jump(-86_400_000);
    await at.clock.pass(80_000);
    expect(at.began).toHaveLength(1);
    await at.stop();
  });

  test("an account that was dropped has no turn", async () => {
    const at = bench(1, (_account, _errand, { clock }) => clock.sleep(100));
    at.queue.add("other", "pass");
    await at.clock.pass(10);
    at.queue.add("dev", "pass");
    at.queue.add("dev", "survey", 200);
    at.queue.drop("dev");
    await at.clock.pass(10_000);
    expect(at.began.map(({ account }) => account)).toEqual(["other"]);
    await at.stop();
  });

  test("a turn that throws ends the run with its error", async () => {
    const clock = virtualClock();
    const queue = newAccountQueue(clock, 1);
    const run = queue.run(() => Promise.reject(new Error("a defect")), new AbortController().signal);
    queue.add("dev", "pass");
    await expect(run).rejects.toThrow("a defect");
  });

  test("a run that is stopped begins nothing more and waits for what is in hand", async () => {
    const at = bench(1, (_account, _errand, { clock }) => clock.sleep(5000));
    at.queue.add("dev", "pass");
    at.queue.add("test", "pass");
    await at.clock.pass(10);
    await at.stop();
    expect(at.began.map(({ account }) => account)).toEqual(["dev"]);
    expect(at.busy.now).toBe(0);
  });
});
