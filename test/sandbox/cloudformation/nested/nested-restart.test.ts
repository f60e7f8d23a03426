import { expect, test } from "@jest/globals";
import { advance } from "../../../../src/sandbox/cloudformation/advance.ts";
import { events } from "../../../../src/sandbox/cloudformation/records.ts";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import { faults } from "../../../../src/sandbox/faults.ts";
import { putBucket, putObject } from "../../../../src/sandbox/s3/store.ts";
import type { World } from "../../../../src/sandbox/world.ts";
import { createWorld } from "../../../../src/sandbox/world.ts";
import { createEngine } from "../engine.ts";

const region = "eu-west-1";
const account = "111111111111";
const child = (label: string) => ({
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: label } } },
  Outputs: { Label: { Value: label } },
});
const parent = {
  Resources: {
    Child: {
      Type: "AWS::CloudFormation::Stack",
      Properties: { TemplateURL: "https://templates.s3.amazonaws.com/child" },
    },
    Label: {
      Type: "AWS::SSM::Parameter",
      Properties: { Name: "l", Type: "String", Value: { "Fn::GetAtt": ["Child", "Outputs.Label"] } },
    },
  },
};

function put(world: World, label: string): void {
  putBucket(world, { name: "templates", account, region, createdAt: 0 });
  const object = { contentType: "text/plain", metadata: {}, modifiedAt: 0 };
  putObject(world, { bucket: "templates", key: "child", text: JSON.stringify(child(label)), ...object });
}

/** What happens below and above while an update goes back, the world being swapped before every second. */
function story(swap: (world: World) => World): readonly string[] {
  const started = createWorld();
  const engine = createEngine(account, region, started);
  put(started, "one");
  engine.deploy("root", parent);
  engine.stack("root");
  setDurations(started, { scale: 1 });
  put(started, "two");
  const effect = { kind: "fail-resource", on: ["update"], reason: "no" } as const;
  started.table(faults).put("f", { id: "f", effect, match: { logicalId: "Label" }, remaining: 1 });
  engine.call("UpdateStack", { StackName: "root", TemplateBody: JSON.stringify(parent) });
  let world = started;
  for (let second = 0, now = Date.UTC(2026, 0, 1); second < 120; second++) {
    now += 1000;
    world = swap(world);
    advance(world, now);
  }
  return [...world.region(account, region).table(events).values()].map(
    ({ logicalId, type, status, at }) =>
      `${type === "AWS::CloudFormation::Stack" && logicalId !== "Child" ? logicalId.slice(0, 10) : logicalId} ${status} ${at}`,
  );
}

test("a restart before every second changes nothing in what nested stacks go through", () => {
  const reloaded = (world: World): World => {
    const next = createWorld();
    for (const [table, key, value] of world.snapshot())
      next.load(table, key, JSON.parse(JSON.stringify(value)));
    return next;
  };
  const undisturbed = story((world) => world);
  expect(undisturbed.some((line) => line.startsWith("root UPDATE_ROLLBACK_COMPLETE "))).toBe(true);
  expect(undisturbed.some((line) => line.startsWith("root-Child UPDATE_ROLLBACK_COMPLETE "))).toBe(true);
  expect(story(reloaded)).toEqual(undisturbed);
});
