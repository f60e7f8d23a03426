import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { setDurations } from "../../../src/sandbox/clock.ts";
import { faults } from "../../../src/sandbox/faults.ts";
import { resources } from "../../../src/sandbox/cloudformation/records.ts";
import type { Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";

const ids = ["A", "B", "C", "D", "E"] as const;

/** Resources that refer to some of those before them; a change of `name` replaces, a change of `label` updates. */
const template = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...ids),
      name: fc.constantFrom("n1", "n2"),
      label: fc.constantFrom("l1", "l2"),
      needs: fc.subarray([...ids]),
      policy: fc.constantFrom(undefined, "Retain", "Delete"),
    }),
    { selector: ({ id }) => id, minLength: 1 },
  )
  .map((wanted) => {
    const present = wanted.map(({ id }) => id);
    return {
      Resources: Object.fromEntries(
        wanted.map(({ id, name, label, needs, policy }) => [
          id,
          {
            Type: "AWS::SNS::Topic",
            ...(policy === undefined ? {} : { DeletionPolicy: policy }),
            Properties: {
              TopicName: `${id}-${name}`,
              DisplayName: {
                "Fn::Join": [
                  "+",
                  [
                    label,
                    ...needs.filter((need) => need < id && present.includes(need)).map((Ref) => ({ Ref })),
                  ],
                ],
              },
            },
          },
        ]),
      ),
    };
  });

/** What the stack consists of, as far as it can be told from outside. */
function contents(engine: Engine): unknown {
  return [...engine.world.region("111111111111", "eu-west-1").table(resources).values()]
    .map(({ logicalId, physicalId, properties, attributes, deletionPolicy, dependsOn }) => ({
      dependsOn,
      logicalId,
      physicalId,
      properties,
      attributes,
      deletionPolicy,
    }))
    .toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}

function failOnce(engine: Engine, logicalId: string, on: "create" | "update"): void {
  engine.world.table(faults).put(`${logicalId}-${on}`, {
    id: `${logicalId}-${on}`,
    effect: { kind: "fail-resource", on: [on], reason: "no" },
    match: { logicalId },
    remaining: 1,
  });
}

test("an update that fails anywhere leaves the stack as it was, and the old template is no change", () => {
  let rolledBack = 0;
  fc.assert(
    fc.property(
      template,
      template,
      fc.subarray([...ids], { minLength: 1 }),
      fc.constantFrom("instant" as const, { scale: 1 }),
      (before, after, failing, durations) => {
        const engine = createEngine();
        expect(engine.deploy("web", before).StackStatus).toBe("CREATE_COMPLETE");
        const was = contents(engine);
        const made = engine.changeSet("web", after);
        if (made.Status === "FAILED") return;
        for (const id of failing) {
          failOnce(engine, id, "create");
          failOnce(engine, id, "update");
        }
        setDurations(engine.world, durations);
        engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId, RetainExceptOnCreate: "true" });
        engine.advanceMs(3_600_000);
        const { StackStatus } = engine.stack("web");
        if (StackStatus === "UPDATE_COMPLETE") return;
        rolledBack++;
        expect(StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
        expect(contents(engine)).toEqual(was);
        setDurations(engine.world, "instant");
        for (const [id] of engine.world.table(faults).entries()) engine.world.table(faults).delete(id);
        expect(engine.changeSet("web", before).Status).toBe("FAILED");
        expect(engine.deploy("web", after).StackStatus).toBe("UPDATE_COMPLETE");
      },
    ),
    { numRuns: 150 },
  );
  expect(rolledBack).toBeGreaterThan(20);
});

test("a stack whose dependencies were turned round while rollback was off can be deleted", () => {
  const engine = createEngine();
  const topic = (needs: string) => ({ Type: "AWS::SNS::Topic", DependsOn: needs === "" ? [] : [needs] });
  const { StackId } = engine.deploy("web", { Resources: { A: topic(""), B: topic("A") } });
  failOnce(engine, "A", "update");
  const turned = engine.changeSet("web", {
    Resources: { A: { ...topic("B"), Properties: { DisplayName: "x" } }, B: topic("") },
  });
  engine.call("ExecuteChangeSet", { ChangeSetName: turned.ChangeSetId, DisableRollback: "true" });
  expect(engine.stack("web").StackStatus).toBe("UPDATE_FAILED");
  engine.call("DeleteStack", { StackName: "web" });
  expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
  expect(contents(engine)).toEqual([]);
});

test("a creation that fails anywhere leaves nothing but what is to be retained", () => {
  fc.assert(
    fc.property(template, fc.constantFrom(...ids), (wanted, failing) => {
      const engine = createEngine();
      failOnce(engine, failing, "create");
      const { StackStatus } = engine.deploy("web", wanted);
      const isHit = failing in wanted.Resources;
      expect(StackStatus).toBe(isHit ? "ROLLBACK_COMPLETE" : "CREATE_COMPLETE");
      expect(engine.world.region("111111111111", "eu-west-1").table(resources).size).toBe(
        isHit ? 0 : Object.keys(wanted.Resources).length,
      );
    }),
    { numRuns: 50 },
  );
});
