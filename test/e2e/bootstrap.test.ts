import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateStackCommand,
  DescribeStacksCommand,
  ListChangeSetsCommand,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { layOutExample } from "../support/example.ts";
import { runMoor, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const AGENT = "arn:aws:iam::999999999999:role/mooring-agent";
const DEV = "222222222222";

let repository: Scratch;
let sandbox: TestSandbox;
beforeEach(async () => {
  repository = layOutExample();
  sandbox = await startTestSandbox();
});
afterEach(async () => {
  await sandbox.close();
  repository.remove();
});

/** The command with the credentials of one account. */
function moor(account: string, ...args: readonly string[]): Promise<Ended> {
  const env = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "test" };
  return runMoor([...args, "--endpoint", sandbox.url], { cwd: repository.dir, env });
}

function bootstrapDev(...more: readonly string[]): Promise<Ended> {
  return moor(DEV, "bootstrap", "dev", "--deploy", "--trust", AGENT, ...more);
}

async function rolesStack(account = DEV) {
  const cloudformation = sandbox.cloudformation({ account });
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: "mooring-roles" }));
  return Stacks?.[0];
}

describe("moor bootstrap prints", () => {
  test("the template filled in for the account on standard output, the command on standard error", async () => {
    const { code, stdout, stderr } = await moor(DEV, "bootstrap", "dev", "--trust", AGENT);
    expect(code).toBe(0);
    const { Parameters } = JSON.parse(stdout) as { Parameters: Record<string, { Default?: string }> };
    expect(Object.entries(Parameters).filter(([, { Default }]) => Default === undefined)).toEqual([]);
    expect(Parameters).toMatchObject({ Repository: { Default: "acme" }, AgentRoleArn: { Default: AGENT } });
    expect(stderr).toContain("aws cloudformation deploy --stack-name mooring-roles");
  });

  test("a template that can be deployed as it is printed", async () => {
    const { stdout } = await moor(DEV, "bootstrap", "dev", "--trust", AGENT, "--print");
    const request = {
      StackName: "by-hand",
      TemplateBody: stdout,
      Capabilities: ["CAPABILITY_NAMED_IAM"] as const,
    };
    await sandbox
      .cloudformation({ account: DEV })
      .send(new CreateStackCommand({ ...request, Capabilities: [...request.Capabilities] }));
    const found = await sandbox
      .cloudformation({ account: DEV })
      .send(new DescribeStacksCommand({ StackName: "by-hand" }));
    expect(found.Stacks?.[0]?.StackStatus).toBe("CREATE_COMPLETE");
  });
});

describe("moor bootstrap --deploy", () => {
  test("makes the roles that the repository names, and says so when they are there already", async () => {
    const first = await bootstrapDev();
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toBe("mooring-roles in dev (222222222222, eu-west-1) was created.\n");
    const outputs = (await rolesStack())?.Outputs?.map(({ OutputValue }) => OutputValue).toSorted();
    expect(outputs).toEqual(
      ["deployer", "executor", "reader"].map((role) => `arn:aws:iam::${DEV}:role/mooring-${role}`),
    );

    const again = await bootstrapDev();
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toMatch(/is as it should be: nothing to change\.\n$/);
    const left = await sandbox
      .cloudformation({ account: DEV })
      .send(new ListChangeSetsCommand({ StackName: "mooring-roles" }));
    expect(left.Summaries?.filter(({ ExecutionStatus }) => ExecutionStatus === "AVAILABLE")).toEqual([]);
  });

  test("updates the roles when something else is to be trusted", async () => {
    await bootstrapDev();
    const other = "arn:aws:iam::999999999999:role/other-agent";
    const ended = await moor(DEV, "bootstrap", "dev", "--deploy", "--trust", other);
    expect(ended.stdout).toMatch(/was updated\.\n$/);
    const parameter = (await rolesStack())?.Parameters?.find(
      ({ ParameterKey }) => ParameterKey === "AgentRoleArn",
    );
    expect(parameter?.ParameterValue).toBe(other);
  });

  test("with the credentials of another account does nothing: 1, and a sentence that names both", async () => {
    const ended = await moor("333333333333", "bootstrap", "dev", "--deploy", "--trust", AGENT);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/belong to 333333333333, not to 222222222222/);
    await expect(rolesStack("333333333333")).rejects.toThrow(/does not exist/);
  });

  test("tells why a role could not be made, and tries again from the start the next time", async () => {
    const fault = { effect: "fail-resource", logicalId: "Reader", reason: "Role name is taken" };
    await sandbox.control("POST", "faults", [fault]);
    const ended = await bootstrapDev();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/Reader \(AWS::IAM::Role\) failed: .*Role name is taken/);
    expect((await bootstrapDev()).stdout).toMatch(/was created\.\n$/);
  });

  test("leaves a stack alone that only bears the name", async () => {
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });
    const cloudformation = sandbox.cloudformation({ account: DEV });
    await cloudformation.send(new CreateStackCommand({ StackName: "mooring-roles", TemplateBody }));
    const ended = await bootstrapDev();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/a stack mooring-roles that was not made by moor bootstrap/);
    expect((await rolesStack())?.StackStatus).toBe("CREATE_COMPLETE");
  });

  test("needs --trust: 64", async () => {
    const ended = await moor(DEV, "bootstrap", "dev", "--deploy");
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expect(ended.stderr).toContain("--trust");
  });

  test("for roles that do not fit the repository says what to write: 1", async () => {
    const ended = await bootstrapDev("--external-id", "x1");
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /accounts\/dev\/account\.yaml says nothing for roles\.externalId: write externalId: x1/,
    );
  });
});

test("an account with the roles is brought in sync through them, and no pass touches their stack", async () => {
  await bootstrapDev();
  const before = await rolesStack();
  await sandbox.control("POST", "zones", { account: "111111111111", name: "acme.example" });
  const sync = await moor("999999999999", "sync", "--account", "dev", "--timeout", "2m");
  expect(sync).toMatchObject({ code: 0 });
  expect(sync.stdout).toMatch(/16 in sync/);
  const stacks = await sandbox.cloudformation({ account: DEV }).send(new DescribeStacksCommand({}));
  const executors = new Set(
    stacks.Stacks?.filter(({ StackName }) => StackName?.startsWith("acme-")).map((it) => it.RoleARN),
  );
  expect([...executors]).toEqual([`arn:aws:iam::${DEV}:role/mooring-executor`]);
  expect(await rolesStack()).toEqual(before);
});

describe("someone who may only read", () => {
  function nameReader(): void {
    const settings = readFileSync(join(repository.dir, "mooring.yaml"), "utf8");
    const reader = "    reader: arn:aws:iam::${account.id}:role/mooring-reader\n";
    repository.write({ "mooring.yaml": settings.replace("  roles:\n", `  roles:\n${reader}`) });
  }

  test.each([
    ["plan", "--fast"],
    ["status", "--json"],
  ])("gets moor %s %s --reader through the reader's role alone", async (verb, option) => {
    nameReader();
    const deployer = { effect: "deny", operation: "AssumeRole", role: "*/mooring-deployer", count: "always" };
    await sandbox.control("POST", "faults", [deployer]);
    const ended = await moor("999999999999", verb, option, "--reader", "--account", "dev");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const without = await moor("999999999999", verb, option, "--account", "dev");
    expect(without.code).toBe(1);
  });

  test("is told where the repository names no reader: 1", async () => {
    const ended = await moor("999999999999", "status", "--reader", "--account", "dev");
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/names no role that only reads\n {2}write roles\.reader into/);
  });

  test("cannot have a plan that needs change sets: 64", async () => {
    const ended = await moor("999999999999", "plan", "--reader");
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expect(ended.stderr).toContain("--reader goes with --fast");
  });
});
