import { describe, expect, test } from "@jest/globals";
import { changeSetName } from "../../src/model/change-set-name.ts";
import type { Operation } from "../../src/model/observed-stack.ts";
import { operationEvents } from "../../src/report/operation-events.ts";
import { observed } from "./sample-report.ts";

const stack = observed("storefront", "2.7.1");
const owner = { repository: "acme", account: "production", app: "storefront" };
const digest = "0123456789abcdef0123456789abcdef01234567";
const token = changeSetName({ digest, attempt: 1 });
const NOON = Date.UTC(2026, 10, 23, 12);

function operation(number: number, rest: Partial<Operation> = {}): Operation {
  const startedAt = NOON + number * 3_600_000;
  return { token, kind: "update", outcome: "succeeded", startedAt, endedAt: startedAt + 192_000, ...rest };
}

const eventsOf = (operations: readonly Operation[], latest?: string) =>
  operationEvents({ stack, owner, operations, latest });

const cause = {
  stack: "acme-storefront",
  logicalId: "Service",
  type: "AWS::ECS::Service",
  reason: "CannotPullContainerError:\n no such image.",
  at: NOON,
};

describe("operations of a stack", () => {
  test("are events with what they are about, when they ended, and how long they took", () => {
    expect(eventsOf([operation(1)])).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        kind: "applied",
        at: NOON + 3_600_000 + 192_000,
        ...owner,
        stack: "acme-storefront",
        version: "2.7.1",
        revision: { commit: "0123456789ab", author: "Ann Lee", subject: "", isDirty: false },
        message: "updated in 3m 12s",
      },
    ]);
  });

  test.each([
    ["a creation", { kind: "create" }, "applied", "created in 3m 12s"],
    ["an import", { kind: "import" }, "applied", "imported in 3m 12s"],
    ["a deletion", { kind: "delete" }, "pruned", "deleted in 3m 12s"],
    [
      "a roll-back",
      { kind: "rollback", token: "mooring-rollback-0-1" },
      "recovered",
      "rolled back in 3m 12s",
    ],
    ["an update by somebody", { token: undefined }, "applied", "updated in 3m 12s, not by Mooring"],
    [
      "healed drift",
      { token: changeSetName({ digest, attempt: 1, heal: { differences: "0123456789ab", survey: 5 } }) },
      "healed",
      "drift put right in 3m 12s",
    ],
    ["an update that failed", { outcome: "failed" }, "failed", "update failed after 3m 12s"],
    [
      "an update that failed with a cause",
      { outcome: "failed", cause },
      "failed",
      "update failed after 3m 12s: Service (AWS::ECS::Service): CannotPullContainerError: no such image",
    ],
    [
      "a cause in a nested stack",
      { outcome: "failed", cause: { ...cause, stack: "acme-storefront-Inner" } },
      "failed",
      "update failed after 3m 12s: Service (AWS::ECS::Service) in acme-storefront-Inner: CannotPullContainerError: no such image",
    ],
    ["one without an end", { endedAt: undefined }, "applied", "updated"],
  ] as const)("%s", (_what, change, kind, message) => {
    const given = { ...operation(1), ...change };
    const { endedAt, token: by, ...rest } = given;
    const shown = {
      ...rest,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(by === undefined ? {} : { token: by }),
    };
    expect(eventsOf([shown])).toMatchObject([{ kind, message }]);
  });

  test("that run are left out", () => {
    expect(eventsOf([operation(1, { outcome: "running" })])).toEqual([]);
  });

  test("the last good deployment has the commit of the stack, older ones have none", () => {
    const events = eventsOf([operation(3, { kind: "rollback" }), operation(2), operation(1)]);
    expect(events.map(({ revision, version }) => [revision?.commit, version])).toEqual([
      [undefined, undefined],
      ["0123456789ab", "2.7.1"],
      [undefined, undefined],
    ]);
  });

  test("one that failed has the commit of its change set, and not the one that is deployed", () => {
    const latest = "acme/storefront 2.8.0: commit fedcba987654 by Bo: the shop: faster";
    const [failed, good] = eventsOf([operation(2, { outcome: "failed" }), operation(1)], latest);
    expect(failed).toMatchObject({
      version: "2.8.0",
      revision: { commit: "fedcba987654", author: "Bo", subject: "the shop: faster" },
    });
    expect(good).toMatchObject({ version: "2.7.1", revision: { commit: "0123456789ab" } });
  });

  test("a change set that somebody described tells no commit", () => {
    const [failed] = eventsOf([operation(2, { outcome: "failed" })], "by hand");
    expect([failed?.version, failed?.revision]).toEqual([undefined, undefined]);
  });

  test("have ids of their own, the same at every look", () => {
    const ids = (): readonly string[] =>
      eventsOf([operation(3), operation(2), operation(1)]).map(({ id }) => id);
    expect(new Set(ids()).size).toBe(3);
    expect(ids()).toEqual(ids());
  });
});
