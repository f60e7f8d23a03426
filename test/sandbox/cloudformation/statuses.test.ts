import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../src/sandbox/clock.ts";
import type { StackStatus } from "../../../src/sandbox/cloudformation/records.ts";
import { resources } from "../../../src/sandbox/cloudformation/records.ts";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";
import { first, healAll, situations, third } from "./situations.ts";

type Update = "accepted" | "refused" | "only with rollback off";
type Deletion = "accepted" | "refused" | "nothing to do";

/**
 * The rows of the status table: may it be updated, deleted, and looked at for drift?
 *
 * After an import the user guide recommends to look for drift, so it has to be possible then.
 */
const rows: readonly (readonly [StackStatus, Update, Deletion, hasDriftDetection: boolean])[] = [
  ["REVIEW_IN_PROGRESS", "refused", "accepted", false],
  ["CREATE_IN_PROGRESS", "refused", "accepted", false],
  ["CREATE_FAILED", "only with rollback off", "accepted", false],
  ["ROLLBACK_IN_PROGRESS", "refused", "refused", false],
  ["ROLLBACK_COMPLETE", "refused", "accepted", false],
  ["ROLLBACK_FAILED", "refused", "accepted", false],
  ["CREATE_COMPLETE", "accepted", "accepted", true],
  ["UPDATE_IN_PROGRESS", "refused", "refused", false],
  ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "refused", "refused", false],
  ["UPDATE_COMPLETE", "accepted", "accepted", true],
  ["UPDATE_FAILED", "only with rollback off", "accepted", false],
  ["UPDATE_ROLLBACK_IN_PROGRESS", "refused", "refused", false],
  ["UPDATE_ROLLBACK_FAILED", "refused", "accepted", true],
  ["UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "refused", "refused", false],
  ["UPDATE_ROLLBACK_COMPLETE", "accepted", "accepted", true],
  ["DELETE_IN_PROGRESS", "refused", "nothing to do", false],
  ["DELETE_FAILED", "refused", "accepted", false],
  ["DELETE_COMPLETE", "refused", "nothing to do", false],
  ["IMPORT_IN_PROGRESS", "refused", "refused", false],
  ["IMPORT_COMPLETE", "accepted", "accepted", true],
  ["IMPORT_ROLLBACK_IN_PROGRESS", "refused", "refused", false],
  ["IMPORT_ROLLBACK_COMPLETE", "accepted", "accepted", false],
  ["IMPORT_ROLLBACK_FAILED", "refused", "accepted", false],
];

/** A stack in the status, whose faults are over. */
function reach(status: StackStatus): { readonly engine: Engine; readonly stackId: string } {
  const engine = createEngine();
  const stackId = situations[status](engine);
  expect(engine.stack(stackId).StackStatus).toBe(status);
  healAll(engine);
  return { engine, stackId };
}

function updateChangeSet(engine: Engine, stackId: string): string {
  const made = engine.call("CreateChangeSet", {
    StackName: stackId,
    ChangeSetName: "next",
    ChangeSetType: "UPDATE",
    TemplateBody: JSON.stringify(third),
  });
  return made.Id;
}

test("the table has every status that there is", () => {
  expect(rows.map(([status]) => status).toSorted()).toEqual(Object.keys(situations).toSorted());
});

const statusesWhere = (column: 1 | 2 | 3, value: Update | Deletion | boolean): readonly StackStatus[] =>
  rows.filter((row) => row[column] === value).map(([status]) => status);

describe("a change set of type UPDATE", () => {
  test.each(statusesWhere(1, "accepted"))("on a stack in %s is made and executed", (status) => {
    const { engine, stackId } = reach(status);
    engine.call("ExecuteChangeSet", { ChangeSetName: updateChangeSet(engine, stackId) });
    expect(engine.stack(stackId).StackStatus).toBe("UPDATE_COMPLETE");
  });

  test.each(statusesWhere(1, "only with rollback off"))(
    "on a stack in %s is executed as a retry without rollback, and not with it",
    (status) => {
      const { engine, stackId } = reach(status);
      const ChangeSetName = updateChangeSet(engine, stackId);
      expect(() => engine.call("ExecuteChangeSet", { ChangeSetName })).toThrow(
        `Stack:${stackId} is in ${status} state and can not be updated.`,
      );
      engine.call("ExecuteChangeSet", { ChangeSetName, DisableRollback: "true" });
      expect(engine.stack(stackId).StackStatus).toBe("UPDATE_COMPLETE");
    },
  );

  test.each(statusesWhere(1, "refused").filter((status) => status !== "DELETE_COMPLETE"))(
    "on a stack in %s is refused",
    (status) => {
      const { engine, stackId } = reach(status);
      expect(() => updateChangeSet(engine, stackId)).toThrow(
        `Stack:${stackId} is in ${status} state and can not be updated.`,
      );
    },
  );

  test("on a stack that is deleted is refused as on one that never was", () => {
    const { engine, stackId } = reach("DELETE_COMPLETE");
    expect(() => updateChangeSet(engine, stackId)).toThrow(`Stack [${stackId}] does not exist`);
  });
});

describe("a deletion", () => {
  test.each(statusesWhere(2, "accepted"))(
    "of a stack in %s leaves nothing but a list of what it had",
    (status) => {
      const { engine, stackId } = reach(status);
      engine.call("DeleteStack", { StackName: stackId });
      engine.advanceMs(60_000);
      expect(engine.stack(stackId).StackStatus).toBe("DELETE_COMPLETE");
      expect(() => engine.stack("web")).toThrow("Stack with id web does not exist");
      for (const { ResourceStatus } of engine.call("ListStackResources", { StackName: stackId })
        .StackResourceSummaries)
        expect(ResourceStatus).toMatch(/^DELETE_(?:COMPLETE|SKIPPED)$/);
      expect(engine.world.region("111111111111", "eu-west-1").table(resources).inGroup(stackId)).toEqual([]);
    },
  );

  test.each(statusesWhere(2, "refused"))("of a stack in %s is refused", (status) => {
    const { engine, stackId } = reach(status);
    expect(() => engine.call("DeleteStack", { StackName: stackId })).toThrow(
      `Stack [${stackId}] cannot be deleted while in status ${status}`,
    );
  });

  test.each(statusesWhere(2, "nothing to do"))(
    "of a stack in %s is no error and begins nothing",
    (status) => {
      const { engine, stackId } = reach(status);
      const before = engine.history(stackId).filter((line) => line === "web DELETE_IN_PROGRESS");
      engine.call("DeleteStack", { StackName: stackId });
      expect(engine.stack(stackId).StackStatus).toBe(status);
      expect(engine.history(stackId).filter((line) => line === "web DELETE_IN_PROGRESS")).toEqual(before);
    },
  );
});

describe("drift detection", () => {
  test.each(statusesWhere(3, true))("of a stack in %s begins", (status) => {
    const { engine, stackId } = reach(status);
    const { StackDriftDetectionId: id } = engine.call("DetectStackDrift", { StackName: stackId });
    expect(id).toMatch(/^[-\w]{1,36}$/);
  });

  test.each(statusesWhere(3, false))("of a stack in %s is refused", (status) => {
    const { engine, stackId } = reach(status);
    expect(() => engine.call("DetectStackDrift", { StackName: stackId })).toThrow(stackId);
  });
});

/** Which operation leads out of which statuses, and where to. */
const ways = [
  ["ContinueUpdateRollback", { UPDATE_ROLLBACK_FAILED: "UPDATE_ROLLBACK_COMPLETE" }],
  ["RollbackStack", { CREATE_FAILED: "ROLLBACK_COMPLETE", UPDATE_FAILED: "UPDATE_ROLLBACK_COMPLETE" }],
  ["CancelUpdateStack", { UPDATE_IN_PROGRESS: "UPDATE_ROLLBACK_COMPLETE" }],
] as const satisfies readonly (readonly [string, Partial<Record<StackStatus, StackStatus>>])[];

describe("the ways out", () => {
  test.each(
    ways.flatMap(([action, ends]) =>
      rows.flatMap(([status]) =>
        Object.entries(ends)
          .filter(([from]) => from === status)
          .map(([, end]) => [action, status, end] as const),
      ),
    ),
  )("%s leads from %s to %s", (action, status, end) => {
    const { engine, stackId } = reach(status);
    engine.call(action, { StackName: stackId });
    engine.advanceMs(60_000);
    expect(engine.stack(stackId).StackStatus).toBe(end);
  });

  test.each(
    ways.flatMap(([action, ends]) =>
      rows.filter(([status]) => !(status in ends)).map(([status]) => [action, status] as const),
    ),
  )("%s is refused in %s", (action, status) => {
    const { engine, stackId } = reach(status);
    expect(() => engine.call(action, { StackName: stackId })).toThrow(
      /state and can not be|cannot be called from current stack status/,
    );
    expect(engine.stack(stackId).StackStatus).toBe(status);
  });

  test("what is busy settles by itself", () => {
    const settled: Readonly<Record<string, StackStatus>> = {
      CREATE_IN_PROGRESS: "CREATE_COMPLETE",
      ROLLBACK_IN_PROGRESS: "ROLLBACK_COMPLETE",
      UPDATE_IN_PROGRESS: "UPDATE_COMPLETE",
      UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "UPDATE_COMPLETE",
      UPDATE_ROLLBACK_IN_PROGRESS: "UPDATE_ROLLBACK_COMPLETE",
      UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "UPDATE_ROLLBACK_COMPLETE",
      DELETE_IN_PROGRESS: "DELETE_COMPLETE",
      IMPORT_IN_PROGRESS: "IMPORT_COMPLETE",
      IMPORT_ROLLBACK_IN_PROGRESS: "IMPORT_ROLLBACK_COMPLETE",
    };
    for (const [status] of rows) {
      const { engine, stackId } = reach(status);
      engine.advanceMs(3_600_000);
      expect([status, engine.stack(stackId).StackStatus]).toEqual([status, settled[status] ?? status]);
    }
  });
});

test("a stack that is not there takes a creation only", () => {
  const engine = createEngine();
  expect(() => updateChangeSet(engine, "web")).toThrow("Stack [web] does not exist");
  expect(engine.call("DeleteStack", { StackName: "web" })).toEqual({});
  expect(engine.deploy("web", first).StackStatus).toBe("CREATE_COMPLETE");
});

test("the loser of two operations gets the status that the winner's gave the stack", () => {
  const { engine, stackId } = reach("UPDATE_IN_PROGRESS");
  const update = { StackName: "web", TemplateBody: JSON.stringify(third) };
  expect(() => engine.call("UpdateStack", update)).toThrow(
    `Stack:${stackId} is in UPDATE_IN_PROGRESS state and can not be updated.`,
  );
});

test("of two change sets the one that is executed second is gone", () => {
  const engine = createEngine();
  engine.deploy("web", first);
  const [won, lost] = [engine.changeSet("web", third), engine.changeSet("web", third)];
  setDurations(engine.world, { scale: 1 });
  engine.call("ExecuteChangeSet", { ChangeSetName: won.ChangeSetId });
  expect(() => engine.call("ExecuteChangeSet", { ChangeSetName: lost.ChangeSetId })).toThrow(
    `ChangeSet [${lost.ChangeSetId}] does not exist`,
  );
});

test("a name that is used again leaves the old stack readable by its id", () => {
  const { engine, stackId } = reach("DELETE_COMPLETE");
  const again = engine.deploy("web", first);
  expect(again.StackId).not.toBe(stackId);
  expect(engine.stack(stackId)).toMatchObject({ StackId: stackId, StackStatus: "DELETE_COMPLETE" });
  expect(engine.stack("web").StackId).toBe(again.StackId);
});
