import { describe, expect, test } from "@jest/globals";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import { newTeller, type Teller } from "../../src/agent/teller.ts";
import type { Happening } from "../../src/agent/happenings.ts";
import { revision } from "../support/events.ts";
import { memoryLog } from "../support/memory-log.ts";

const about = { repository: "acme", account: "dev", revision };

function happening(given: Partial<Happening> = {}): Happening {
  return {
    kind: "applied",
    key: ["stack-1", "change-set-1"],
    app: "web",
    stack: "acme-web",
    message: "web is deployed",
    ...given,
  };
}

/** A teller with a past, and what it told. */
function tellerWith(past: readonly AgentEvent[] | Promise<never> = []): {
  teller: Teller;
  events: AgentEvent[];
  log: ReturnType<typeof memoryLog>;
} {
  const events: AgentEvent[] = [];
  const log = memoryLog();
  const teller = newTeller({
    clock: { now: () => 5000, sleep: () => Promise.resolve() },
    log,
    history: {
      add: (event) => void events.push(event),
      read: () => Promise.resolve(past),
      close: () => Promise.resolve(),
    },
    notifier: { tell: () => undefined, judge: () => undefined, close: () => Promise.resolve() },
  });
  return { teller, events, log };
}

describe("telling", () => {
  test("what happened once is told once, in the log and the history", () => {
    const { teller, events, log } = tellerWith();
    teller.tell(happening(), about);
    teller.tell(happening(), about);
    expect(events).toMatchObject([
      { kind: "applied", at: 5000, repository: "acme", account: "dev", app: "web", revision },
    ]);
    expect(log.lines).toMatchObject([
      {
        level: "info",
        message: "stack applied",
        fields: { account: "dev", app: "web", stack: "acme-web", commit: "0123456789ab", author: "Ann Lee" },
      },
    ]);
  });

  test("the same happening has the same id in every process, and another one has another", () => {
    const ids = [tellerWith(), tellerWith()].map(({ teller, events }) => {
      teller.tell(happening(), about);
      return events[0]?.id;
    });
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[0]).toBe(ids[1]);
    const { teller, events } = tellerWith();
    teller.tell(happening(), about);
    teller.tell(happening({ key: ["stack-1", "change-set-2"] }), about);
    teller.tell(happening({ kind: "failed" }), about);
    teller.tell(happening(), { ...about, account: "test" });
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  test("what an earlier process told is not told again", async () => {
    const first = tellerWith();
    first.teller.tell(happening(), about);
    const second = tellerWith(first.events);
    await second.teller.recall();
    second.teller.tell(happening(), about);
    expect(second.events).toEqual([]);
  });

  test("goes on without the past where it cannot be read", async () => {
    const { teller, events, log } = tellerWith(Promise.reject(new Error("EIO: i/o error")));
    await teller.recall();
    teller.tell(happening(), about);
    expect(events).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({ level: "warn", fields: { why: "EIO: i/o error" } });
  });

  test("remembers ten thousand happenings, and forgets the oldest first", () => {
    const { teller, events } = tellerWith();
    for (let count = 0; count <= 10_000; count += 1) teller.tell(happening({ key: [String(count)] }), about);
    teller.tell(happening({ key: ["10000"] }), about);
    expect(events).toHaveLength(10_001);
    teller.tell(happening({ key: ["0"] }), about);
    expect(events).toHaveLength(10_002);
  });
});
