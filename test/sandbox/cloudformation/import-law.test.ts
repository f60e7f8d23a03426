import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Input } from "../../../src/sandbox/cloudformation/api.ts";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";
import { execute, failResource, first, healAll, importing, kept, retain } from "./situations.ts";

const ids = ["Kept", "Other", "Topic", "Queue"] as const;
const adopting = { Resources: { ...first.Resources, ...kept } };

interface Attempt {
  readonly isNew: boolean;
  readonly isNamed: boolean;
  readonly execution: Input;
  readonly failing: (typeof ids)[number][];
  readonly undone: (typeof ids)[number][];
}

/** Any way to take resources in, with rollback on or off, and the stack new or there. */
const attempt: fc.Arbitrary<Attempt> = fc.record({
  isNew: fc.boolean(),
  isNamed: fc.boolean(),
  execution: fc.constantFrom({}, { DisableRollback: "true" }, { RetainExceptOnCreate: "true" }),
  failing: fc.subarray([...ids]),
  undone: fc.subarray([...ids]),
});

/** One example of each end that chance may miss. */
const plain: Attempt = { isNew: true, isNamed: false, execution: {}, failing: [], undone: [] };
const rare: [Attempt][] = [
  [plain],
  [{ ...plain, isNew: false, failing: ["Other"], execution: { DisableRollback: "true" } }],
  [{ ...plain, isNamed: true, failing: ["Other"], undone: ["Kept"] }],
];

/** Lets go of everything that is still in stacks, one way or the other. */
function deleteAll(engine: Engine, stackId: string): void {
  healAll(engine);
  const { StackStatus } = engine.stack(stackId);
  if (["CREATE_FAILED", "UPDATE_FAILED"].includes(StackStatus))
    engine.call("RollbackStack", { StackName: stackId });
  engine.call("DescribeStacks");
  engine.call("DeleteStack", { StackName: stackId });
  expect(engine.stack(stackId).StackStatus).toBe("DELETE_COMPLETE");
}

test("however an import ends, every resource can be imported again afterwards", () => {
  const ends = new Set<string>();
  fc.assert(
    fc.property(attempt, ({ isNew, isNamed, execution, failing, undone }) => {
      const engine = createEngine();
      retain(engine);
      if (!isNew) engine.deploy("web", first);
      for (const id of failing) failResource(engine, id, "create", "always");
      for (const id of undone) failResource(engine, id, "rollback", "always");
      const changeSet = isNamed ? importing : { ImportExistingResources: "true" };
      const template = isNamed && isNew ? { Resources: kept } : adopting;
      const { StackId } = execute(engine, template, {
        changeSet,
        execution: isNamed ? {} : execution,
      });
      ends.add(engine.stack(StackId).StackStatus);
      deleteAll(engine, StackId);
      const again = execute(engine, { Resources: kept }, { changeSet: importing });
      expect(engine.stack(again.StackId).StackStatus).toBe("IMPORT_COMPLETE");
    }),
    { numRuns: 120, examples: rare },
  );
  expect([...ends].toSorted()).toEqual([
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "IMPORT_ROLLBACK_FAILED",
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "UPDATE_COMPLETE",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE",
  ]);
});
