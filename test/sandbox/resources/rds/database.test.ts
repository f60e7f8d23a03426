import { DescribeStackEventsCommand } from "@aws-sdk/client-cloudformation";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../../support/sandbox.ts";
import { startTestSandbox } from "../../../support/sandbox.ts";
import { deploy, removeStack } from "../../../support/sandbox-stacks.ts";

let sandbox: TestSandbox;
let cloudformation: ReturnType<TestSandbox["cloudformation"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  cloudformation = sandbox.cloudformation();
});

afterEach(() => sandbox.close());

const instance = (properties: object = {}) => ({
  Type: "AWS::RDS::DBInstance",
  DeletionPolicy: "Snapshot",
  UpdateReplacePolicy: "Snapshot",
  Properties: {
    Engine: "postgres",
    EngineVersion: "16.3",
    DBInstanceClass: "db.t4g.micro",
    AllocatedStorage: "20",
    MasterUsername: "shop",
    ManageMasterUserPassword: true,
    ...properties,
  },
});

const outputs = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { Value: { "Fn::GetAtt": attribute.split(/\.(.*)/, 2) } },
    ]),
  );

const run = async (
  type: "CREATE" | "UPDATE",
  Resources: object,
  wanted: Readonly<Record<string, string>> = {},
) => {
  const token = `change-${String(++changes)}`;
  const template = { Resources, Outputs: outputs(wanted) };
  const stack = await deploy(cloudformation, type, { stack: "db", template, token });
  return {
    status: stack.StackStatus,
    ...Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    ),
  } as Readonly<Record<string, string>>;
};

let changes = 0;

const reasons = async () => {
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: "db" }));
  return StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason ?? "").join("\n");
};

const kept = async () => (await sandbox.control("GET", "snapshots")) as { source: string; type: string }[];

describe("an instance", () => {
  test("has an address, a port, and a secret of RDS's own that is rotated", async () => {
    const made = await run(
      "CREATE",
      { Database: instance({ Engine: "mysql", EngineVersion: "8.0.40" }) },
      {
        Host: "Database.Endpoint.Address",
        Port: "Database.Endpoint.Port",
        Secret: "Database.MasterUserSecret.SecretArn",
      },
    );
    expect(made["Host"]).toMatch(/^db-database-[a-z0-9]+\.[0-9a-f]{12}\.eu-west-1\.rds\.amazonaws\.com$/);
    expect(made["Port"]).toBe("3306");
    expect(made["Secret"]).toMatch(/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!db-/);
    const secret = new DescribeSecretCommand({ SecretId: made["Secret"] });
    expect(await sandbox.secretsManager().send(secret)).toMatchObject({
      OwningService: "rds",
      RotationEnabled: true,
      RotationRules: { AutomaticallyAfterDays: 7 },
    });
  });

  test("is replaced by another engine, name or snapshot, and leaves a snapshot", async () => {
    await run("CREATE", { Database: instance() });
    await run("UPDATE", { Database: instance({ DBSnapshotIdentifier: "rds:old" }) });
    await run("UPDATE", { Database: instance({ DBSnapshotIdentifier: "rds:old", DBName: "other" }) });
    await run("UPDATE", {
      Database: instance({ Engine: "mariadb", EngineVersion: "11.4", DBName: "other" }),
    });
    expect(await kept()).toHaveLength(3);
  });

  test("changes in place where it can, and no snapshot is taken", async () => {
    await run("CREATE", { Database: instance() });
    const changed = { AllocatedStorage: "40", EngineVersion: "16.4", DBInstanceClass: "db.m7g.large" };
    expect((await run("UPDATE", { Database: instance(changed) }))["status"]).toBe("UPDATE_COMPLETE");
    expect(await kept()).toEqual([]);
  });

  test.each([
    ["less storage", { AllocatedStorage: "10" }, "cannot be less than the current storage size"],
    [
      "a major version by the way",
      { EngineVersion: "17.1" },
      "The AllowMajorVersionUpgrade flag must be present",
    ],
  ])("with %s is refused by RDS", async (_, properties, reason) => {
    await run("CREATE", { Database: instance() });
    const { status } = await run("UPDATE", { Database: instance(properties) });
    expect([status, await reasons()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", expect.stringContaining(reason)]);
  });

  test("that protects itself is not deleted; without protection a snapshot is left", async () => {
    await run("CREATE", { Database: instance({ DeletionProtection: true }) });
    expect(await removeStack(cloudformation, "db")).toBe("DELETE_FAILED");
    expect(await reasons()).toContain(
      "Cannot delete protected DB Instance, please disable deletion protection",
    );
    await sandbox.control("POST", "drift", {
      account: "111111111111",
      region: "eu-west-1",
      stack: "db",
      logicalId: "Database",
      set: { "/DeletionProtection": false },
    });
    expect(await removeStack(cloudformation, "db")).toBe("DELETE_COMPLETE");
    expect(await kept()).toMatchObject([{ type: "AWS::RDS::DBInstance" }]);
  });
});

test("a cluster has an address to write to and one to read from, and its instances its port", async () => {
  const cluster = {
    Type: "AWS::RDS::DBCluster",
    Properties: { Engine: "aurora-mysql", MasterUsername: "shop", MasterUserPassword: "secret-enough" },
  };
  const writer = {
    Type: "AWS::RDS::DBInstance",
    Properties: {
      DBClusterIdentifier: { Ref: "Database" },
      DBInstanceClass: "db.serverless",
      Engine: "aurora-mysql",
    },
  };
  const made = await run(
    "CREATE",
    { Database: cluster, Writer: writer },
    {
      Host: "Database.Endpoint.Address",
      Reader: "Database.ReadEndpoint.Address",
      Port: "Writer.Endpoint.Port",
    },
  );
  expect(made["Host"]).toMatch(/\.cluster-[0-9a-f]{12}\.eu-west-1\.rds\.amazonaws\.com$/);
  expect(made["Reader"]).toBe(made["Host"]?.replace(".cluster-", ".cluster-ro-"));
  expect(made["Port"]).toBe("3306");
});

test("a secret that is attached to a database knows where it is", async () => {
  const Secret = {
    Type: "AWS::SecretsManager::Secret",
    Properties: {
      Name: "shop",
      GenerateSecretString: { SecretStringTemplate: '{"username":"shop"}', GenerateStringKey: "password" },
    },
  };
  const Attachment = {
    Type: "AWS::SecretsManager::SecretTargetAttachment",
    Properties: {
      SecretId: { Ref: "Secret" },
      TargetId: { Ref: "Database" },
      TargetType: "AWS::RDS::DBInstance",
    },
  };
  const Copy = {
    Type: "AWS::SSM::Parameter",
    DependsOn: "Attachment",
    Properties: {
      Name: "/copy",
      Type: "String",
      Value:
        "{{resolve:secretsmanager:shop:SecretString:host}} {{resolve:secretsmanager:shop:SecretString:username}}",
    },
  };
  const Database = instance({ ManageMasterUserPassword: false, MasterUserPassword: "secret-enough" });
  const made = await run(
    "CREATE",
    { Secret, Database, Attachment, Copy },
    {
      Host: "Database.Endpoint.Address",
      Copy: "Copy.Value",
    },
  );
  expect(made["Copy"]).toBe(`${made["Host"] ?? ""} shop`);
});

test("a rotation of a secret that no service manages needs a function", async () => {
  const Secret = { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: "x" } };
  const Rotation = {
    Type: "AWS::SecretsManager::RotationSchedule",
    Properties: { SecretId: { Ref: "Secret" }, RotationRules: { AutomaticallyAfterDays: 30 } },
  };
  expect((await run("CREATE", { Secret, Rotation }))["status"]).toBe("ROLLBACK_COMPLETE");
  expect(await reasons()).toContain("No Lambda rotation function ARN is associated with this secret.");
});
