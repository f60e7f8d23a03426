import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const template = {
  Resources: {
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { Family: "migrate", ContainerDefinitions: [{ Name: "app", Image: "repo/shop:1" }] },
    },
  },
};

let sandbox: TestSandbox;
let ecs: ReturnType<TestSandbox["ecs"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  ecs = sandbox.ecs();
  await deploy(sandbox.cloudformation(), "CREATE", { stack: "release", template });
});

afterEach(() => sandbox.close());

describe("tags of a task definition", () => {
  const arn = "arn:aws:ecs:eu-west-1:111111111111:task-definition/migrate:1";
  const tagsOf = async () => {
    const { tags = [] } = await ecs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return tags.filter(({ key }) => key?.startsWith("aws:") === false);
  };

  test("are put beside those of its stack, and taken away", async () => {
    const tags = [{ key: "mooring:release", value: "succeeded 1" }];
    await ecs.send(new TagResourceCommand({ resourceArn: arn, tags }));
    expect(await tagsOf()).toEqual(tags);
    await deploy(sandbox.cloudformation(), "UPDATE", {
      stack: "release",
      template,
      tags: { team: "blue" },
      token: "again",
    });
    expect(await tagsOf()).toEqual(expect.arrayContaining([...tags, { key: "team", value: "blue" }]));
    await ecs.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ["mooring:release"] }));
    expect(await tagsOf()).toEqual([{ key: "team", value: "blue" }]);
  });

  test.each([
    [`${arn}0`, "a", "ResourceNotFoundException"],
    [arn, "aws:mine", "InvalidParameterException"],
  ])("of %s with the key %s are refused", async (resourceArn, key, name) => {
    const tags = [{ key, value: "" }];
    await expect(ecs.send(new TagResourceCommand({ resourceArn, tags }))).rejects.toMatchObject({ name });
  });
});
