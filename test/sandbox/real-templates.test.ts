import { readFileSync } from "node:fs";
import type { CloudFormationClient, Stack } from "@aws-sdk/client-cloudformation";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  ListStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse, parseDocument } from "yaml";
import { needsCluster, parametersFor } from "../support/real-template-parameters.ts";
import type { RealTemplate } from "../support/real-templates.ts";
import { realTemplates } from "../support/real-templates.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { describe as describeStack, settled } from "../support/sandbox-stacks.ts";

/** Those that others import from come first. */
const templates = realTemplates().toSorted((a, b) => Number(needsCluster(a)) - Number(needsCluster(b)));

if (templates.length === 0)
  process.stderr.write(
    "skipped: templates nobody here wrote, against the sandbox (set MOORING_SHARED to the folder that has real-templates/)\n",
  );

let sandbox: TestSandbox;
let client: CloudFormationClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  client = sandbox.cloudformation({ region: "us-east-1" });
});

afterAll(() => sandbox.close());

/** One change of a property that CloudFormation makes in place, for every type that may stand for a template. */
const CHANGES: Readonly<Record<string, readonly [property: string, value: unknown]>> = {
  "AWS::CloudFront::OriginAccessControl": [
    "OriginAccessControlConfig",
    {
      Name: "changed",
      OriginAccessControlOriginType: "s3",
      SigningBehavior: "always",
      SigningProtocol: "sigv4",
    },
  ],
  "AWS::CloudWatch::Dashboard": ["DashboardBody", '{"widgets":[]}'],
  "AWS::DynamoDB::Table": ["DeletionProtectionEnabled", false],
  "AWS::EC2::Instance": ["Monitoring", true],
  "AWS::EC2::SecurityGroup": ["Tags", [{ Key: "changed", Value: "yes" }]],
  "AWS::EC2::VPC": ["Tags", [{ Key: "changed", Value: "yes" }]],
  "AWS::EC2::VPCEndpoint": ["PolicyDocument", { Version: "2012-10-17", Statement: [] }],
  "AWS::EC2::NetworkInterface": ["Description", "changed"],
  "AWS::ElasticLoadBalancingV2::TargetGroup": ["HealthCheckTimeoutSeconds", 4],
  "AWS::IAM::Role": ["Description", "changed"],
  "AWS::Logs::QueryDefinition": ["QueryString", "fields @message"],
  "AWS::RDS::DBInstance": ["BackupRetentionPeriod", 3],
  "AWS::S3::Bucket": ["Tags", [{ Key: "changed", Value: "yes" }]],
  "AWS::SNS::Topic": ["DisplayName", "changed"],
  "AWS::SQS::Queue": ["DelaySeconds", 7],
};

/** The template's text with one property changed: of its first resource of a type in the table that is always there. */
function changed(template: RealTemplate): string {
  const text = readFileSync(template.path, "utf8");
  const { Resources: resources } = parse(text, { logLevel: "silent" }) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Condition?: string }>>;
  };
  const [id, change] =
    Object.entries(resources)
      .filter(([, { Condition: condition }]) => condition === undefined)
      .map(([name, { Type: type }]) => [name, CHANGES[type]] as const)
      .find(([, known]) => known !== undefined) ?? [];
  if (id === undefined || change === undefined) throw new Error("no resource of a type that can be changed");
  const document = parseDocument(text, { logLevel: "silent" });
  document.setIn(["Resources", id, "Properties", change[0]], document.createNode(change[1]));
  return document.toString({ lineWidth: 0 });
}

/** As Mooring would name it: samples know each other's stacks by it. */
const stackOf = ({ app }: RealTemplate) => `acme-${app}`;

const requestFor = (template: RealTemplate, body: string) => ({
  StackName: stackOf(template),
  TemplateBody: body,
  Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  Parameters: Object.entries(parametersFor(template)).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  })),
});

/** Does the same with every template, and tells what became of those with which it did not work. */
async function troubles(
  order: readonly RealTemplate[],
  work: (template: RealTemplate) => Promise<string | undefined>,
): Promise<Readonly<Record<string, string>>> {
  const found: [string, string][] = [];
  for (const template of order) {
    const trouble = await work(template).catch((error: unknown) => String(error));
    if (trouble !== undefined) found.push([template.name, trouble]);
  }
  return Object.fromEntries(found);
}

/** What is wrong with a stack that should be in a status, with the first failure of its events. */
async function notYet(
  { StackId, StackName, StackStatus }: Stack,
  wanted: string,
): Promise<string | undefined> {
  if (StackStatus === wanted) return undefined;
  const { StackEvents = [] } = await client.send(
    new DescribeStackEventsCommand({ StackName: StackId ?? StackName }),
  );
  const failure = StackEvents.findLast(({ ResourceStatus = "" }) => ResourceStatus.endsWith("_FAILED"));
  return `${StackStatus}: ${failure?.LogicalResourceId}: ${failure?.ResourceStatusReason}`;
}

(templates.length === 0 ? describe.skip : describe)("templates that AWS publishes", () => {
  test("every one deploys", async () => {
    const found = await troubles(templates, async (template) => {
      const body = readFileSync(template.path, "utf8");
      await client.send(new CreateStackCommand(requestFor(template, body)));
      return notYet(await settled(client, stackOf(template)), "CREATE_COMPLETE");
    });
    expect(found).toEqual({});
  });

  test("every one updates, first by a property, then by a tag of the stack", async () => {
    const found = await troubles(templates, async (template) => {
      const request = requestFor(template, changed(template));
      await client.send(new UpdateStackCommand(request));
      const first = await notYet(await settled(client, stackOf(template)), "UPDATE_COMPLETE");
      await client.send(new UpdateStackCommand({ ...request, Tags: [{ Key: "team", Value: "shop" }] }));
      return first ?? notYet(await settled(client, stackOf(template)), "UPDATE_COMPLETE");
    });
    expect(found).toEqual({});
  });

  test("every one is deleted, those that import first", async () => {
    const found = await troubles(templates.toReversed(), async (template) => {
      const { StackId = "" } = await describeStack(client, stackOf(template));
      await client.send(new DeleteStackCommand({ StackName: StackId }));
      return notYet(await settled(client, StackId), "DELETE_COMPLETE");
    });
    expect(found).toEqual({});
    const { StackSummaries = [] } = await client.send(
      new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }),
    );
    expect(StackSummaries).toHaveLength(templates.length);
  });
});
