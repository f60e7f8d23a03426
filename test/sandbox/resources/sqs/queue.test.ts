import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy } from "../../../support/sandbox-stacks.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const queue = (Properties: object) => ({ Type: "AWS::SQS::Queue", Properties });

const toDeadLetters = {
  RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
};

const statusOf = async (Resources: object, Outputs: object = {}) =>
  deploy(sandbox.cloudformation(), "CREATE", { stack: "queues", template: { Resources, Outputs } });

test("a FIFO queue gets a name that ends in .fifo, in its address and its ARN", async () => {
  const { Outputs } = await statusOf(
    { Queue: queue({ FifoQueue: true, ...toDeadLetters }), Dead: queue({ FifoQueue: true }) },
    {
      Url: { Value: { Ref: "Queue" } },
      Name: { Value: { "Fn::GetAtt": ["Queue", "QueueName"] } },
      Zarn: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } },
    },
  );
  const values = Object.fromEntries((Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue]));
  const name = String(values["Name"]);
  expect(name).toMatch(/^queues-Queue-[A-Z0-9]+\.fifo$/);
  expect(values).toEqual({
    Name: name,
    Url: `https://sqs.eu-west-1.amazonaws.com/111111111111/${name}`,
    Zarn: `arn:aws:sqs:eu-west-1:111111111111:${name}`,
  });
});

test.each([
  ["whose FIFO name does not say so", { Queue: queue({ FifoQueue: true, QueueName: "orders" }) }],
  [
    "whose dead letters go to another kind",
    { Queue: queue({ FifoQueue: true, ...toDeadLetters }), Dead: queue({}) },
  ],
  [
    "whose dead letters go nowhere",
    { Queue: queue({ RedrivePolicy: { deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111111111111:none" } }) },
  ],
])("a queue %s is refused", async (_, resources) => {
  expect((await statusOf(resources)).StackStatus).toBe("ROLLBACK_COMPLETE");
});
