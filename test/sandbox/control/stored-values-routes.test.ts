import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const place = { account: "111111111111", region: "eu-west-1" };

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

describe("values that the control endpoint stores", () => {
  test("are what dynamic references and typed parameters of stacks read", async () => {
    await sandbox.control("POST", "parameters", { ...place, name: "/shop/name", value: "small" });
    await sandbox.control("POST", "secrets", { ...place, name: "shop", value: '{"key":"k"}' });
    const stack = await deploy(sandbox.cloudformation(), "CREATE", {
      stack: "shop",
      template: {
        Parameters: { Name: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/shop/name" } },
        Resources: {
          Queue: {
            Type: "AWS::SQS::Queue",
            Properties: {
              QueueName: "{{resolve:ssm:/shop/name}}-{{resolve:secretsmanager:shop:SecretString:key}}",
            },
          },
        },
        Outputs: { Name: { Value: { "Fn::GetAtt": ["Queue", "QueueName"] } } },
      },
    });
    expect(stack.Parameters?.[0]?.ResolvedValue).toBe("small");
    expect(stack.Outputs?.[0]?.OutputValue).toBe("small-k");
  });

  test.each<[string, string, object]>([
    ["a parameter without a value", "parameters", { ...place, name: "/a" }],
    ["a parameter of another type", "parameters", { ...place, name: "/a", value: "b", type: "Number" }],
    ["a parameter in no account", "parameters", { ...place, account: "x", name: "/a", value: "b" }],
    ["a secret without a name", "secrets", { ...place, value: "b" }],
    ["a secret with something else", "secrets", { ...place, name: "a", value: "b", colour: "red" }],
  ])("are not %s", async (_, path, body) => {
    await expect(sandbox.control("POST", path, body)).rejects.toThrow("400");
  });
});
