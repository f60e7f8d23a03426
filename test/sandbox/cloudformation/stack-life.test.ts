import { expect, test } from "@jest/globals";
import { createEngine } from "./engine.ts";

const topic = { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one" } };

test("a stack made through a change set has resources, outputs and events in dependency order", () => {
  const engine = createEngine();
  const stack = engine.deploy("web", {
    Resources: {
      Topic: topic,
      Queue: { Type: "AWS::SQS::Queue", DependsOn: "Topic" },
    },
    Outputs: { Arn: { Value: { Ref: "Topic" } }, Queue: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } } },
  });
  expect(stack.StackStatus).toBe("CREATE_COMPLETE");
  expect(stack.Outputs).toMatchObject([
    {
      OutputKey: "Arn",
      OutputValue: expect.stringMatching(/^arn:aws:sns:eu-west-1:111111111111:web-Topic-\w{12}$/),
    },
    {
      OutputKey: "Queue",
      OutputValue: expect.stringMatching(/^arn:aws:sqs:eu-west-1:111111111111:web-Queue-\w{12}$/),
    },
  ]);
  expect(engine.history("web")).toEqual([
    "web REVIEW_IN_PROGRESS",
    "web CREATE_IN_PROGRESS",
    "Topic CREATE_IN_PROGRESS",
    "Topic CREATE_IN_PROGRESS",
    "Topic CREATE_COMPLETE",
    "Queue CREATE_IN_PROGRESS",
    "Queue CREATE_IN_PROGRESS",
    "Queue CREATE_COMPLETE",
    "web CREATE_COMPLETE",
  ]);
});
