import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { Clock } from "../../src/model/ports.ts";
import type { Delivery, Notice, Receiver } from "../../src/model/receiver.ts";
import { notifier, type NotifierOptions } from "../../src/notify/notifier.ts";
import { webhookReceiver } from "../../src/notify/webhook-receiver.ts";
import { accountVerdict, agentEvent } from "../support/events.ts";
import { memoryLog } from "../support/memory-log.ts";
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from "../support/scripted-server.ts";

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serverThat(answer: (index: number, body: string) => ScriptedAnswer): Promise<ScriptedServer> {
  const server = await startScriptedServer((request, index) => answer(index, request.body));
  servers.push(server);
  return server;
}

/** A clock on which every sleep is over at once, and is remembered. */
function quickClock(): Clock & { readonly sleeps: readonly number[] } {
  let now = Date.UTC(2026, 10, 23);
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    async sleep(ms, signal) {
      if (signal?.aborted === true) return;
      sleeps.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function toWebhook(url: string): Receiver {
  return webhookReceiver({ url: `${url}/hook/s3cr3t-path`, secret: () => Promise.resolve("key") });
}

/** A receiver that does what it is told, and keeps what it took. */
function receiverThat(
  act: (notice: Notice, index: number, signal: AbortSignal) => Delivery | Promise<Delivery>,
  name = "told",
): Receiver & { readonly taken: readonly Notice[] } {
  const taken: Notice[] = [];
  let tries = 0;
  return {
    name,
    taken,
    wants: () => true,
    async deliver(notice, signal) {
      tries += 1;
      const delivery = await act(notice, tries - 1, signal);
      if (delivery.kind === "delivered") taken.push(notice);
      return delivery;
    },
  };
}

const DELIVERED: Delivery = { kind: "delivered" };

function setUp(receivers: readonly Receiver[], rest: Partial<NotifierOptions> = {}) {
  const log = memoryLog();
  const counted: string[] = [];
  const clock = rest.clock ?? quickClock();
  const delivered = (receiver: string, result: string) => void counted.push(`${receiver} ${result}`);
  const it = notifier({ receivers, clock, log, delivered, ...rest });
  return { it, log, counted, clock };
}

const idsOf = (bodies: readonly { readonly body: string }[]): readonly string[] =>
  bodies.map(({ body }) => (JSON.parse(body) as { event: { id: string } }).event.id);

const messagesOf = ({ lines }: ReturnType<typeof memoryLog>): readonly string[] =>
  lines.map(({ message }) => message);

/** Resolves when so many notices were delivered or given up. */
async function counts(counted: readonly string[], count: number): Promise<void> {
  while (counted.length < count) await new Promise((resolve) => setImmediate(resolve));
}

const nothing = (): Delivery => DELIVERED;

describe("delivery", () => {
  test("events arrive once each, in their order", async () => {
    const server = await serverThat(() => ({ status: 204 }));
    const { it, counted } = setUp([toWebhook(server.url)], { clock: systemClock });
    for (const number of [1, 2, 2, 1, 3]) it.tell(agentEvent(number));
    await it.close(60_000);
    expect(idsOf(server.heard)).toEqual([1, 2, 3].map((number) => agentEvent(number).id));
    expect(counted).toHaveLength(3);
  });

  test.each([500, 503, 408, 425, 429])(
    "a receiver that answers %i twice is asked a third time",
    async (status) => {
      const server = await serverThat((index) => ({ status: index < 2 ? status : 200 }));
      const { it, log, counted } = setUp([toWebhook(server.url)]);
      it.tell(agentEvent(1));
      await counts(counted, 1);
      await it.close(0);
      expect(server.heard).toHaveLength(3);
      expect(counted).toEqual([expect.stringMatching(/^webhook 127\.0\.0\.1:\d+ delivered$/)]);
      expect(messagesOf(log)).toEqual([
        "notification not delivered, tried again",
        "notifications are delivered again",
      ]);
    },
  );

  test.each([400, 401, 403, 404, 410, 302])(
    "what is answered with %i is given up at once, and the next is tried",
    async (status) => {
      const server = await serverThat((index) => ({
        status: index === 0 ? status : 200,
        headers: { location: "/elsewhere" },
      }));
      const { it, log, counted } = setUp([toWebhook(server.url)], { clock: systemClock });
      it.tell(agentEvent(1));
      it.tell(agentEvent(2));
      await it.close(60_000);
      expect(server.heard.map(({ path }) => path)).toEqual(["/hook/s3cr3t-path", "/hook/s3cr3t-path"]);
      expect(counted.map((line) => line.split(" ")[2])).toEqual(["given-up", "delivered"]);
      expect(log.lines).toMatchObject([
        { message: "notification given up", fields: { why: expect.stringContaining(String(status)) } },
      ]);
    },
  );

  test("a receiver that cannot be reached is tried until the patience is over, with longer and longer pauses", async () => {
    const gone = await startScriptedServer(() => "hang");
    await gone.close();
    const clock = quickClock();
    const { it, log, counted } = setUp([toWebhook(gone.url)], { clock, limits: { patienceMs: 3_600_000 } });
    it.tell(agentEvent(1));
    await counts(counted, 1);
    expect(counted).toEqual([expect.stringContaining("given-up")]);
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(300_000);
    expect(clock.sleeps.length).toBeGreaterThan(8);
    expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(3_000_000);
    expect(JSON.stringify(log.lines)).toContain("ECONNREFUSED");
    await it.close(0);
  });

  test("no log line holds the path of an address or a key", async () => {
    const server = await serverThat((index) => ({ status: index === 0 ? 500 : 404 }));
    const { it, log, counted } = setUp([toWebhook(server.url)]);
    it.tell(agentEvent(1));
    await counts(counted, 1);
    await it.close(0);
    expect(log.lines).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toContain("s3cr3t");
  });

  test("an error of a receiver is no more than a failed try, and its text is not shown", async () => {
    const receiver = receiverThat((_notice, index) => {
      if (index === 0) throw new TypeError("cannot parse https://hooks.example/s3cr3t");
      return DELIVERED;
    });
    const { it, log, counted } = setUp([receiver]);
    it.tell(agentEvent(1));
    await counts(counted, 1);
    await it.close(0);
    expect(receiver.taken).toHaveLength(1);
    expect(JSON.stringify(log.lines)).not.toContain("s3cr3t");
  });

  test("a wish to wait longer is followed, up to the longest pause", async () => {
    const waits = [120_000, 86_400_000];
    const receiver = receiverThat((_notice, index) => {
      const afterMs = waits[index];
      return afterMs === undefined ? DELIVERED : { kind: "failed", why: "busy", afterMs };
    });
    const clock = quickClock();
    const { it, counted } = setUp([receiver], { clock });
    it.tell(agentEvent(1));
    await counts(counted, 1);
    expect(clock.sleeps).toEqual([120_000, 300_000]);
    await it.close(0);
  });

  test("Retry-After of a 429 is such a wish", async () => {
    const server = await serverThat((index) => ({
      status: index === 0 ? 429 : 200,
      headers: { "retry-after": "77" },
    }));
    const clock = quickClock();
    const { it } = setUp([toWebhook(server.url)], { clock });
    it.tell(agentEvent(1));
    await server.gets(2);
    expect(clock.sleeps[0]).toBe(77_000);
    await it.close(0);
  });
});

describe("several receivers", () => {
  test("one that hangs holds no other, and each try ends", async () => {
    const hanging = await serverThat((index) => (index === 0 ? "hang" : { status: 200 }));
    const well = await serverThat(() => ({ status: 200 }));
    const { it, log } = setUp([toWebhook(hanging.url), toWebhook(well.url)], { limits: { timeoutMs: 300 } });
    for (const number of [1, 2, 3]) it.tell(agentEvent(number));
    await well.gets(3);
    expect(hanging.heard.length).toBeLessThan(3);
    await hanging.gets(4);
    await it.close(60_000);
    expect(log.lines[0]?.fields).toMatchObject({ why: "it did not answer in time" });
  });

  test("one that never lets go is left after the time-out", async () => {
    const receiver = receiverThat((_notice, index) =>
      index === 0 ? new Promise(() => undefined) : DELIVERED,
    );
    const { it, counted } = setUp([receiver], { limits: { timeoutMs: 20 } });
    it.tell(agentEvent(1));
    await counts(counted, 1);
    expect(receiver.taken).toHaveLength(1);
    await it.close(0);
  });

  test("two of the same name are told apart", async () => {
    const { it, counted } = setUp([receiverThat(nothing), receiverThat(nothing), receiverThat(nothing)], {
      clock: systemClock,
    });
    it.tell(agentEvent(1));
    await it.close(60_000);
    expect(counted).toEqual(["told delivered", "told 2 delivered", "told 3 delivered"]);
  });

  test("what a receiver does not want does not reach it", async () => {
    const receiver = { ...receiverThat(nothing), wants: ({ kind }: Notice) => kind === "verdict" };
    const { it } = setUp([receiver], { clock: systemClock });
    it.tell(agentEvent(1));
    it.judge(accountVerdict("success"));
    await it.close(60_000);
    expect(receiver.taken.map(({ kind }) => kind)).toEqual(["verdict"]);
  });
});

describe("verdicts", () => {
  /** States that are delivered when the first try begins before the others are told, and ends after. */
  async function deliveredStates(
    first: Delivery,
    states: readonly ("pending" | "success" | "failure")[],
  ): Promise<readonly string[]> {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const receiver = receiverThat(async (_notice, index) => {
      if (index === 0) await gate;
      return index === 0 ? first : DELIVERED;
    });
    const { it } = setUp([receiver], { clock: systemClock });
    for (const state of states) it.judge(accountVerdict(state));
    open();
    await it.close(60_000);
    return receiver.taken.map((notice) => (notice.kind === "verdict" ? notice.verdict.state : ""));
  }

  test("of those that wait, only the latest is delivered", async () => {
    expect(await deliveredStates(DELIVERED, ["pending", "failure", "success"])).toEqual([
      "pending",
      "success",
    ]);
  });

  test("one that failed is overtaken by a newer one", async () => {
    const failed: Delivery = { kind: "failed", why: "busy" };
    expect(await deliveredStates(failed, ["pending", "success"])).toEqual(["success"]);
  });

  test("one that is already known there is not told again, one that comes back is", async () => {
    const receiver = receiverThat(nothing);
    const { it, counted } = setUp([receiver]);
    for (const [index, state] of (["pending", "pending", "success", "pending"] as const).entries()) {
      it.judge(accountVerdict(state));
      await counts(counted, [1, 1, 2, 3][index]!);
    }
    expect(receiver.taken.map((notice) => (notice.kind === "verdict" ? notice.verdict.state : ""))).toEqual([
      "pending",
      "success",
      "pending",
    ]);
    await it.close(0);
  });

  test("other accounts and commits are other verdicts", async () => {
    const receiver = receiverThat(nothing);
    const { it } = setUp([receiver], { clock: systemClock });
    it.judge(accountVerdict("success"));
    it.judge(accountVerdict("success", { account: "dev" }));
    it.judge(
      accountVerdict("success", {
        revision: { commit: "f".repeat(40), author: "", subject: "", isDirty: false },
      }),
    );
    await it.close(60_000);
    expect(receiver.taken).toHaveLength(3);
  });
});

describe("an outage", () => {
  test("keeps a bounded number, drops the oldest with one line, and counts them", async () => {
    let isDown = true;
    const receiver = receiverThat(() => (isDown ? { kind: "failed", why: "down" } : DELIVERED));
    const { it, log, counted } = setUp([receiver], { clock: systemClock, limits: { waiting: 3 } });
    for (let number = 0; number < 10; number += 1) it.tell(agentEvent(number));
    isDown = false;
    await it.close(60_000);
    const ids = receiver.taken.map((notice) => (notice.kind === "event" ? notice.event.id : ""));
    expect(ids).toEqual([0, 7, 8, 9].map((number) => agentEvent(number).id));
    expect(counted.filter((line) => line === "told given-up")).toHaveLength(6);
    expect(messagesOf(log).filter((message) => message.includes("dropped"))).toHaveLength(1);
  });
});

describe("the end", () => {
  test("gives up what hangs when the time is over, and says so", async () => {
    const hanging = await serverThat(() => "hang");
    const { it, counted, log } = setUp([toWebhook(hanging.url)], { clock: systemClock });
    it.tell(agentEvent(1));
    it.tell(agentEvent(2));
    await hanging.gets(1);
    await it.close(50);
    expect(counted.map((line) => line.split(" ")[2])).toEqual(["given-up", "given-up"]);
    expect(messagesOf(log)).toContain("notification given up");
  });

  test("does not wait for a pause to be over", async () => {
    const server = await serverThat((index) => ({
      status: index === 0 ? 503 : 200,
      headers: { "retry-after": "300" },
    }));
    const { it, counted } = setUp([toWebhook(server.url)], { clock: systemClock });
    it.tell(agentEvent(1));
    await server.gets(1);
    await it.close(60_000);
    expect(counted).toEqual([expect.stringContaining(" delivered")]);
  });

  test("what is told after it goes nowhere", async () => {
    const receiver = receiverThat(nothing);
    const { it } = setUp([receiver]);
    await it.close(0);
    it.tell(agentEvent(1));
    await it.close(0);
    expect(receiver.taken).toEqual([]);
  });
});

describe("an agent that was restarted", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mooring-told-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** How many notices arrive when an agent tells these two, with what an earlier one left in the folder. */
  async function run(): Promise<{ readonly taken: number; readonly messages: readonly string[] }> {
    const receiver = receiverThat(nothing);
    const { it, log } = setUp([receiver], { clock: systemClock, folder });
    it.tell(agentEvent(1));
    it.judge(accountVerdict("success"));
    await it.close(60_000);
    return { taken: receiver.taken.length, messages: messagesOf(log) };
  }

  test("does not tell the same again", async () => {
    expect([await run(), await run()]).toEqual([
      { taken: 2, messages: [] },
      { taken: 0, messages: [] },
    ]);
  });

  /** Notices that arrive when an agent starts and nothing new happens. */
  async function idle(limits = {}): Promise<readonly string[]> {
    const receiver = receiverThat(nothing);
    const { it } = setUp([receiver], { clock: systemClock, folder, limits });
    await it.close(60_000);
    return receiver.taken.map((notice) => (notice.kind === "event" ? notice.event.id : notice.kind));
  }

  test("tells what could not be delivered before, in its order, and then no more", async () => {
    const { it, log, counted } = setUp([receiverThat(() => ({ kind: "failed", why: "down" }))], {
      clock: systemClock,
      folder,
    });
    const now = systemClock.now();
    for (const number of [1, 2, 3]) it.tell(agentEvent(number, { at: now }));
    it.judge(accountVerdict("success"));
    await it.close(0);
    expect(messagesOf(log).slice(1)).toEqual([
      "notification left for the next start",
      "notification left for the next start",
      "notification left for the next start",
      "notification given up",
    ]);
    expect(counted).toEqual(["told given-up"]);
    expect(await idle()).toEqual([1, 2, 3].map((number) => agentEvent(number).id));
    expect(await idle()).toEqual([]);
  });

  test("also when the earlier one was killed", async () => {
    const hanging = receiverThat((_notice, index) =>
      index === 0 ? DELIVERED : new Promise(() => undefined),
    );
    const { it, counted } = setUp([hanging], { clock: systemClock, folder });
    for (const number of [1, 2, 3]) it.tell(agentEvent(number, { at: systemClock.now() }));
    await counts(counted, 1);
    // Nobody closes it: what is written by itself has to do.
    while (!(await waitingIds()).startsWith(`${agentEvent(2).id} `))
      await new Promise((resolve) => setImmediate(resolve));
    expect(await idle()).toEqual([2, 3].map((number) => agentEvent(number).id));
    await it.close(0);
  });

  async function waitingIds(): Promise<string> {
    try {
      const { waiting } = JSON.parse(await readFile(join(folder, "notified.json"), "utf8")) as {
        waiting: { told: readonly { id: string }[] };
      };
      return waiting.told.map(({ id }) => id).join(" ");
    } catch {
      return "";
    }
  }

  test.each([
    ["torn", '{"version":1,"told":{"told":[["'],
    ["of another shape", '{"version":9,"told":[1]}'],
    ["not even an object", "null"],
    ["with pairs that are none", '{"version":1,"told":{"told":[null]}}'],
    ["empty", ""],
  ])("a memory that is %s counts as none, with one line", async (_what, text) => {
    await writeFile(join(folder, "notified.json"), text);
    const { taken, messages } = await run();
    expect([taken, messages.length <= 1]).toEqual([2, true]);
    expect(await run()).toEqual({ taken: 0, messages: [] });
  });

  test("remembers a bounded number", async () => {
    const { it } = setUp([receiverThat(nothing)], { clock: systemClock, folder, limits: { waiting: 5000 } });
    for (let number = 0; number < 2500; number += 1) it.tell(agentEvent(number));
    await it.close(60_000);
    const { told } = JSON.parse(await readFile(join(folder, "notified.json"), "utf8"));
    expect(told.told).toHaveLength(2000);
    expect(told.told.at(-1)).toEqual([agentEvent(2499).id, ""]);
  });

  test("a folder that cannot be made is told once, and everything is delivered", async () => {
    await writeFile(join(folder, "file"), "");
    const receiver = receiverThat(nothing);
    const { it, log } = setUp([receiver], { clock: systemClock, folder: join(folder, "file", "below") });
    for (const number of [1, 2, 3]) it.tell(agentEvent(number));
    await it.close(60_000);
    expect(receiver.taken).toHaveLength(3);
    expect(messagesOf(log)).toEqual([
      "what was notified is not remembered, something may be told twice",
      "what was notified cannot be written",
    ]);
  });
});
