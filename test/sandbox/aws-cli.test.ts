import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { AwsKeys, AwsRun } from "../support/aws-cli.ts";
import { hasAwsCli, runAws } from "../support/aws-cli.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";

const isInstalled = hasAwsCli();
if (!isInstalled)
  process.stderr.write(
    "skipped: the aws command line against the sandbox (MOORING_AWS_CLI=1, and `aws` on the PATH)\n",
  );

const KEYS: AwsKeys = { accessKeyId: "111111111111", secretAccessKey: "any" };
const folder = mkdtempSync(join(tmpdir(), "mooring-aws-cli-"));

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(() => sandbox.control("POST", "reset"));

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

const aws = (command: string, ...args: readonly string[]): Promise<AwsRun> =>
  runAws(sandbox.url, KEYS, [...command.split(" "), ...args]);

/** What a command printed; its exit code has to be 0. */
async function done(command: string, ...args: readonly string[]): Promise<string> {
  const run = await aws(command, ...args);
  expect({ command, ...run }).toMatchObject({ code: 0, stderr: "" });
  return run.stdout.trim();
}

const statusOf = (stack: string) =>
  done("cloudformation describe-stacks --query Stacks[0].StackStatus --output text --stack-name", stack);

const addFault = (fault: Record<string, unknown>) => sandbox.control("POST", "faults", [fault]);

/** A file with a template of one topic and an export. */
function topicFile(displayName: string): string {
  return file("topic.json", {
    Parameters: { Word: { Type: "String", Default: "none" } },
    Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: displayName } } },
    Outputs: {
      Word: { Value: { Ref: "Word" }, Export: { Name: { "Fn::Sub": "${AWS::StackName}-word" } } },
    },
  });
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** `aws cloudformation deploy`. It names its change set after the second it runs in, so two never run in one. */
async function deploy(template: string, ...args: readonly string[]): Promise<AwsRun> {
  await delay(1000);
  return aws("cloudformation deploy --stack-name shop --template-file", template, ...args);
}

(isInstalled ? describe : describe.skip)("the aws command line", () => {
  test("deploy creates, finds no change, updates, and says when a stack rolled back", async () => {
    const one = topicFile("one");
    const tags = ["--tags", "team=shop"];
    const made = await deploy(one, "--parameter-overrides", "Word=first", ...tags);
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Successfully created/updated stack - shop"),
    });
    expect(await deploy(one, ...tags, "--no-fail-on-empty-changeset")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("No changes to deploy. Stack shop is up to date"),
    });
    expect(await deploy(one, ...tags, "--fail-on-empty-changeset")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("No changes to deploy"),
    });
    expect(await deploy(topicFile("two"))).toMatchObject({ code: 0 });
    expect(await statusOf("shop")).toBe("UPDATE_COMPLETE");
    await addFault({ effect: "fail-resource", stack: "shop", reason: "no capacity" });
    expect(await deploy(topicFile("three"))).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("Failed to create/update the stack"),
    });
    expect(await statusOf("shop")).toBe("UPDATE_ROLLBACK_COMPLETE");
    const events = await done(
      "cloudformation describe-stack-events --stack-name shop --output text --query",
      "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[LogicalResourceId,ResourceStatusReason]",
    );
    expect(events).toBe("Topic\tno capacity");
  });

  test("change sets by hand: make, wait, look, execute, wait, read the exports", async () => {
    const changeSet = ["--stack-name", "shop", "--change-set-name", "first"];
    const body = ["--template-body", `file://${topicFile("one")}`];
    await done("cloudformation create-change-set --change-set-type CREATE", ...changeSet, ...body);
    await done("cloudformation wait change-set-create-complete", ...changeSet);
    const seen = await done(
      "cloudformation describe-change-set --output text --query",
      "[Status,ExecutionStatus,Changes[0].ResourceChange.Action]",
      ...changeSet,
    );
    expect(seen).toBe("CREATE_COMPLETE\tAVAILABLE\tAdd");
    expect(await statusOf("shop")).toBe("REVIEW_IN_PROGRESS");
    await done("cloudformation execute-change-set", ...changeSet);
    await done("cloudformation wait stack-create-complete --stack-name shop");
    expect(await done("cloudformation list-exports --output text --query Exports[].[Name,Value]")).toBe(
      "shop-word\tnone",
    );

    const second = ["--stack-name", "shop", "--change-set-name", "second"];
    const changed = ["--template-body", `file://${topicFile("two")}`];
    await done("cloudformation create-change-set", ...second, ...changed);
    await done("cloudformation wait change-set-create-complete", ...second);
    await done("cloudformation execute-change-set", ...second);
    await done("cloudformation wait stack-update-complete --stack-name shop");
    expect(await statusOf("shop")).toBe("UPDATE_COMPLETE");
  });

  test("a change set without a change fails, keeps its name, and can be deleted", async () => {
    const template = topicFile("one");
    await deploy(template);
    const changeSet = ["--stack-name", "shop", "--change-set-name", "nothing"];
    await done("cloudformation create-change-set", ...changeSet, "--template-body", `file://${template}`);
    expect(await aws("cloudformation wait change-set-create-complete", ...changeSet)).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("terminal failure state"),
    });
    const list = "cloudformation list-change-sets --stack-name shop --output text --query";
    expect(await done(list, "Summaries[?Status=='FAILED'].[ChangeSetName,StatusReason]")).toMatch(
      /^nothing\tThe submitted information didn't contain changes\./,
    );
    await done("cloudformation delete-change-set", ...changeSet);
    expect(await done(list, "Summaries[?ChangeSetName=='nothing'].ChangeSetName")).toBe("");
  });

  test("a rollback that failed is continued", async () => {
    const pair = (displayName: string) =>
      file("pair.json", {
        Resources: {
          First: { Type: "AWS::SNS::Topic", Properties: { DisplayName: displayName } },
          Second: {
            Type: "AWS::SNS::Topic",
            DependsOn: "First",
            Properties: { DisplayName: displayName },
          },
        },
      });
    await deploy(pair("one"));
    await addFault({ effect: "fail-resource", logicalId: "Second", on: ["update"] });
    await addFault({ effect: "fail-resource", logicalId: "First", on: ["rollback"] });
    expect(await deploy(pair("two"))).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("Failed to create/update the stack"),
    });
    expect(await statusOf("shop")).toBe("UPDATE_ROLLBACK_FAILED");
    await done("cloudformation continue-update-rollback --stack-name shop");
    await done("cloudformation wait stack-rollback-complete --stack-name shop");
    expect(await statusOf("shop")).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test("a deletion that failed ends when the resource is retained", async () => {
    await deploy(topicFile("one"));
    await addFault({ effect: "fail-resource", stack: "shop", on: ["delete"], count: "always" });
    await done("cloudformation delete-stack --stack-name shop");
    expect(await statusOf("shop")).toBe("DELETE_FAILED");
    await done("cloudformation delete-stack --stack-name shop --retain-resources Topic");
    await done("cloudformation wait stack-delete-complete --stack-name shop");
    expect(await aws("cloudformation describe-stacks --stack-name shop")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("(ValidationError)"),
    });
  });

  test("drift is detected, and told resource by resource", async () => {
    await deploy(topicFile("one"));
    await sandbox.control("POST", "drift", {
      account: KEYS.accessKeyId,
      region: "eu-west-1",
      stack: "shop",
      logicalId: "Topic",
      set: { "/DisplayName": "by hand" },
    });
    const detection = await done(
      "cloudformation detect-stack-drift --stack-name shop --output text --query StackDriftDetectionId",
    );
    const status = await done(
      "cloudformation describe-stack-drift-detection-status --output text --query",
      "[DetectionStatus,StackDriftStatus,DriftedStackResourceCount]",
      "--stack-drift-detection-id",
      detection,
    );
    expect(status).toBe("DETECTION_COMPLETE\tDRIFTED\t1");
    const drifts = await done(
      "cloudformation describe-stack-resource-drifts --stack-name shop --output json --query",
      "StackResourceDrifts[].[LogicalResourceId,StackResourceDriftStatus,PropertyDifferences]",
    );
    expect(JSON.parse(drifts)).toEqual([
      [
        "Topic",
        "MODIFIED",
        [
          {
            PropertyPath: "/DisplayName",
            ExpectedValue: "one",
            ActualValue: "by hand",
            DifferenceType: "NOT_EQUAL",
          },
        ],
      ],
    ]);
  });

  test("route53 makes a zone, changes its records, waits, and takes both away", async () => {
    const id = await done(
      "route53 create-hosted-zone --name shop.example --caller-reference one --output text --query HostedZone.Id",
    );
    const change = (Action: string) =>
      file("batch.json", {
        Changes: [
          {
            Action,
            ResourceRecordSet: {
              Name: "www.shop.example",
              Type: "A",
              TTL: 60,
              ResourceRecords: [{ Value: "192.0.2.1" }],
            },
          },
        ],
      });
    const submit = (action: string) =>
      done(
        "route53 change-resource-record-sets --output text --query ChangeInfo.Id --hosted-zone-id",
        id,
        "--change-batch",
        `file://${change(action)}`,
      );
    await done("route53 wait resource-record-sets-changed --id", await submit("CREATE"));
    const records = await done(
      "route53 list-resource-record-sets --output text --query",
      "ResourceRecordSets[?Type=='A'].[Name,ResourceRecords[0].Value]",
      "--hosted-zone-id",
      id,
    );
    expect(records).toBe("www.shop.example.\t192.0.2.1");
    expect(await aws("route53 delete-hosted-zone --id", id)).toMatchObject({
      stderr: expect.stringContaining("(HostedZoneNotEmpty)"),
    });
    await submit("DELETE");
    await done("route53 delete-hosted-zone --id", id);
    expect(await done("route53 list-hosted-zones --output text --query HostedZones[].Id")).toBe("");
  });

  test("application-autoscaling shows a policy that a stack made", async () => {
    const scaling = {
      Resources: {
        Policy: {
          Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
          Properties: {
            PolicyName: "cpu",
            PolicyType: "TargetTrackingScaling",
            ServiceNamespace: "ecs",
            ResourceId: "service/main/shop",
            ScalableDimension: "ecs:service:DesiredCount",
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 75,
              PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
            },
          },
        },
      },
    };
    await done("cloudformation deploy --stack-name scaling --template-file", file("scaling.json", scaling));
    const shown = await done(
      "application-autoscaling describe-scaling-policies --service-namespace ecs --output text --query",
      "ScalingPolicies[].[PolicyName,ResourceId,TargetTrackingScalingPolicyConfiguration.TargetValue]",
    );
    expect(shown).toBe("cpu\tservice/main/shop\t75");
  });

  test("sts assume-role leads into another account, and what is deployed there stays there", async () => {
    const answer = await done(
      "sts assume-role --role-session-name cli --role-arn arn:aws:iam::222222222222:role/deployer --query Credentials",
    );
    const given = JSON.parse(answer) as Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>;
    const keys = {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    };
    const there = (command: string, ...args: readonly string[]) =>
      runAws(sandbox.url, keys, [...command.split(" "), ...args]);
    const who = await there("sts get-caller-identity --query Arn --output text");
    expect(who.stdout.trim()).toBe("arn:aws:sts::222222222222:assumed-role/deployer/cli");
    const made = await there("cloudformation deploy --stack-name shop --template-file", topicFile("one"));
    expect(made).toMatchObject({ code: 0 });
    const list = "cloudformation describe-stacks --output text --query Stacks[].StackId";
    expect((await there(list)).stdout).toContain(":222222222222:stack/shop/");
    expect(await done(list)).toBe("");
  });
});
