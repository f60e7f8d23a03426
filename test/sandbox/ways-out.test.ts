import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListStacksCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import type { Stack } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";

const bucket = (BucketName: string) => ({
  Type: "AWS::S3::Bucket",
  DeletionPolicy: "Retain",
  Properties: { BucketName },
});
const topic = (DisplayName: string) => ({ Type: "AWS::SNS::Topic", Properties: { DisplayName } });
const body = (Resources: object): string => JSON.stringify({ Resources });

let sandbox: TestSandbox;
let client: ReturnType<TestSandbox["cloudformation"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  client = sandbox.cloudformation();
});

afterEach(() => sandbox.close());

async function stackOf(StackName: string): Promise<Stack | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0];
}

const failing = (on: string, logicalId: string) =>
  sandbox.control("POST", "faults", [{ effect: "fail-resource", on: [on], logicalId, count: "always" }]);

describe("as the SDK says it", () => {
  test("a retained bucket is imported into a new stack", async () => {
    const old = await client.send(
      new CreateStackCommand({ StackName: "old", TemplateBody: body({ Data: bucket("shop-data") }) }),
    );
    await client.send(new ListStacksCommand({}));
    await client.send(new DeleteStackCommand({ StackName: "old" }));
    expect((await stackOf(old.StackId ?? ""))?.StackStatus).toBe("DELETE_COMPLETE");
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: "shop",
        ChangeSetName: "import",
        ChangeSetType: "IMPORT",
        TemplateBody: body({ Kept: bucket("shop-data") }),
        ResourcesToImport: [
          {
            ResourceType: "AWS::S3::Bucket",
            LogicalResourceId: "Kept",
            ResourceIdentifier: { BucketName: "shop-data" },
          },
        ],
      }),
    );
    const made = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    expect(made.Changes?.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      { Action: "Import", LogicalResourceId: "Kept", PhysicalResourceId: "shop-data" },
    ]);
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    expect((await stackOf("shop"))?.StackStatus).toBe("IMPORT_COMPLETE");
  });

  test("EXPRESS is sent, kept and shown, and a failed creation is rolled back by hand", async () => {
    await failing("create", "Topic");
    const DeploymentConfig = { Mode: "EXPRESS" as const };
    const TemplateBody = body({ Topic: topic("one") });
    await client.send(new CreateStackCommand({ StackName: "shop", TemplateBody, DeploymentConfig }));
    expect(await stackOf("shop")).toMatchObject({ StackStatus: "CREATE_FAILED", DeploymentConfig });
    const { OperationId } = await client.send(new RollbackStackCommand({ StackName: "shop" }));
    expect(await stackOf("shop")).toMatchObject({
      StackStatus: "ROLLBACK_COMPLETE",
      LastOperations: [{ OperationType: "ROLLBACK", OperationId }, { OperationType: "CREATE_STACK" }],
    });
  });

  test("a stuck rollback is forced on, and a stuck deletion too", async () => {
    const [one, two] = ["one", "two"].map((name) => body({ Topic: topic(name), Queue: topic(name) }));
    await client.send(new CreateStackCommand({ StackName: "shop", TemplateBody: one }));
    await client.send(new ListStacksCommand({}));
    await failing("update", "Queue");
    await failing("rollback", "Topic");
    await client.send(new UpdateStackCommand({ StackName: "shop", TemplateBody: two }));
    expect((await stackOf("shop"))?.StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
    await client.send(new ContinueUpdateRollbackCommand({ StackName: "shop", ForceRollback: true }));
    const { StackId = "", StackStatus } = (await stackOf("shop")) ?? {};
    expect(StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    await failing("delete", "Topic");
    await client.send(new DeleteStackCommand({ StackName: "shop" }));
    expect((await stackOf("shop"))?.StackStatus).toBe("DELETE_FAILED");
    const DeletionMode = "FORCE_DELETE_STACK" as const;
    await client.send(new DeleteStackCommand({ StackName: "shop", DeletionMode }));
    expect(await stackOf(StackId)).toMatchObject({ StackStatus: "DELETE_COMPLETE", DeletionMode });
  });
});
