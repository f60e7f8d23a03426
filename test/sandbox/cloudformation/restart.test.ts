import { expect, test } from "@jest/globals";
import { actions } from "../../../src/sandbox/cloudformation/actions.ts";
import { advance } from "../../../src/sandbox/cloudformation/advance.ts";
import type { Input } from "../../../src/sandbox/cloudformation/api.ts";
import { setDurations } from "../../../src/sandbox/clock.ts";
import { faults } from "../../../src/sandbox/faults.ts";
import type { World } from "../../../src/sandbox/world.ts";
import { createWorld } from "../../../src/sandbox/world.ts";

const account = "111111111111";
const regionName = "eu-west-1";
const topic = (name: string) => ({ Type: "AWS::SNS::Topic", Properties: { TopicName: name } });
const first = {
  Resources: {
    A: topic("a"),
    B: { Type: "AWS::SQS::Queue", Properties: { Tags: [{ Key: "a", Value: { Ref: "A" } }] } },
    C: { Type: "AWS::EC2::EIP" },
  },
  Outputs: { A: { Value: { Ref: "A" } } },
};
const second = {
  Resources: {
    A: topic("b"),
    B: { Type: "AWS::SQS::Queue", Properties: { Tags: [{ Key: "a", Value: { Ref: "A" } }] } },
    D: { Type: "AWS::SNS::Topic", DependsOn: "B" },
  },
};

/** One story: a stack is created, updated (which fails once and is tried again) and deleted. `onTick` may swap the world. */
function story(
  onTick: (world: World, tick: number) => World,
  onStart: (world: World) => void = () => {},
): readonly string[] {
  let world = createWorld();
  onStart(world);
  let now = Date.UTC(2026, 0, 1);
  let ids = 0;
  const call = (action: string, input: Input) => {
    advance(world, now);
    return actions[action]!({
      world,
      region: world.region(account, regionName),
      caller: { account, region: regionName, arn: "arn", userId: "u" },
      input,
      now,
      requestId: "r",
      random: () => `00000000-0000-4000-a000-${String(++ids).padStart(12, "0")}`,
    });
  };
  const pass = (seconds: number) => {
    for (let tick = 0; tick < seconds; tick++) {
      now += 1000;
      advance(world, now);
      world = onTick(world, tick);
    }
  };
  const deploy = (name: string, type: string, template: object) => {
    call("CreateChangeSet", {
      StackName: "web",
      ChangeSetName: name,
      ChangeSetType: type,
      TemplateBody: JSON.stringify(template),
    });
    pass(5);
    call("ExecuteChangeSet", { StackName: "web", ChangeSetName: name, ClientRequestToken: name });
    pass(40);
  };
  setDurations(world, { scale: 1 });
  deploy("one", "CREATE", first);
  world.table(faults).put("f", {
    id: "f",
    effect: { kind: "fail-resource", on: ["create"], reason: "no" },
    match: { logicalId: "D" },
    remaining: 1,
  });
  deploy("two", "UPDATE", second);
  deploy("three", "UPDATE", second);
  call("DeleteStack", { StackName: "web" });
  pass(40);
  return [...world.snapshot()].map((record) => JSON.stringify(record)).toSorted();
}

function restart(world: World): World {
  const restarted = createWorld();
  for (const [table, key, value] of world.snapshot())
    restarted.load(table, key, JSON.parse(JSON.stringify(value)));
  return restarted;
}

const undisturbed = story((world) => world);

test("the story ends with a deleted stack that had rolled back once", () => {
  const text = undisturbed.join("\n");
  expect(text).toContain("UPDATE_ROLLBACK_COMPLETE");
  expect(text).toContain("DELETE_COMPLETE");
});

test.each([1, 2, 3, 5, 7])("a restart every %d seconds changes nothing of what happens", (every) => {
  expect(story((world, tick) => (tick % every === 0 ? restart(world) : world))).toEqual(undisturbed);
});

test("a journal that hears every change can make the same world again", () => {
  const heard = createWorld();
  story(
    (world) => world,
    (world) => world.onChange((table, key, value) => heard.load(table, key, value)),
  );
  expect([...heard.snapshot()].map((record) => JSON.stringify(record)).toSorted()).toEqual(undisturbed);
});
