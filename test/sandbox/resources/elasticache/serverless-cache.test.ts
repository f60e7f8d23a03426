import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy } from "../../../support/sandbox-stacks.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const make = (ServerlessCacheName: string) =>
  deploy(sandbox.cloudformation(), "CREATE", {
    stack: "cache",
    template: {
      Resources: {
        Cache: {
          Type: "AWS::ElastiCache::ServerlessCache",
          Properties: { ServerlessCacheName, Engine: "valkey" },
        },
      },
      Outputs: {
        Host: { Value: { "Fn::GetAtt": ["Cache", "Endpoint.Address"] } },
        Port: { Value: { "Fn::GetAtt": ["Cache", "Endpoint.Port"] } },
        ReaderPort: { Value: { "Fn::GetAtt": ["Cache", "ReaderEndpoint.Port"] } },
      },
    },
  });

test("a cache has an address under its name, and a port of its own for readers", async () => {
  const { Outputs = [] } = await make("sessions");
  expect(Outputs.map(({ OutputValue }) => OutputValue)).toEqual([
    expect.stringMatching(/^sessions-[0-9a-f]{6}\.serverless\.euw1\.cache\.amazonaws\.com$/),
    "6379",
    "6380",
  ]);
});

test.each(["two--hyphens", "end-"])("a cache cannot be named %s", async (name) => {
  expect((await make(name)).StackStatus).toBe("ROLLBACK_COMPLETE");
});
