import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy, removeStack } from "../../../support/sandbox-stacks.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const open = (stack: string, FromPort: number, Description: string) =>
  deploy(sandbox.cloudformation(), "CREATE", {
    stack,
    template: {
      Resources: {
        Ingress: {
          Type: "AWS::EC2::SecurityGroupIngress",
          Properties: {
            GroupId: "sg-0a1b2c3d",
            IpProtocol: "tcp",
            FromPort,
            ToPort: FromPort,
            SourceSecurityGroupId: "sg-0e0f1a2b",
            Description,
          },
        },
      },
    },
  });

test("a group has a rule once, until the stack that made it is gone", async () => {
  expect((await open("first", 5432, "a")).StackStatus).toBe("CREATE_COMPLETE");
  expect((await open("second", 5432, "b")).StackStatus).toBe("ROLLBACK_COMPLETE");
  expect((await open("third", 6379, "b")).StackStatus).toBe("CREATE_COMPLETE");
  await removeStack(sandbox.cloudformation(), "first");
  expect((await open("fourth", 5432, "b")).StackStatus).toBe("CREATE_COMPLETE");
});
