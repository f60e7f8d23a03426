import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { realTemplates, type RealTemplate } from "../support/real-templates.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const ACCOUNT = "111111111111";
const templates = realTemplates();

if (templates.length === 0) {
  process.stderr.write(
    "skipped: templates nobody here wrote (set MOORING_SHARED to the folder that has real-templates/)\n",
  );
}

let sandbox: TestSandbox;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = scratch(repositoryOf(templates.filter((template) => !needsCluster(template))));
});

afterAll(async () => {
  repository.remove();
  await sandbox.close();
});

(templates.length === 0 ? describe.skip : describe)("templates that AWS publishes, as kind: Template", () => {
  test("validate finds no problem with any of them", async () => {
    repository.write(repositoryOf(templates));
    expect(complaint(await moor("validate"))).toBe("");
    repository.write({
      "accounts/dev/apps.yaml": appsOf(templates.filter((template) => !needsCluster(template))),
    });
  });

  test("render writes every one of them", async () => {
    const { code, stdout } = await moor("render");
    expect({
      code,
      mentioned: templates.filter((it) => !needsCluster(it) && !stdout.includes(it.app)),
    }).toEqual({
      code: 0,
      mentioned: [],
    });
  });

  test("plan shows that all are to be created", async () => {
    const { code, stdout } = await moor("plan");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`Plan: ${templates.filter((it) => !needsCluster(it)).length + 2} to create`),
    );
  });

  test("sync deploys them, those that import another's exports after it, and then there is nothing to do", async () => {
    expect(complaint(await moor("sync"))).toBe("");
    repository.write({ "accounts/dev/apps.yaml": appsOf(templates) });
    expect(complaint(await moor("sync"))).toBe("");
    expect((await moor("plan", "--exit-code")).code).toBe(0);
  });
});

function moor(verb: string, ...options: readonly string[]): Promise<Ended> {
  const env = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "us-east-1" };
  return runMoor([verb, repository.dir, ...options, "--endpoint", sandbox.url], { env });
}

/** All that a command said when it did not end well, so that a failing test shows it. */
function complaint({ code, stdout, stderr }: Ended): string {
  return code === 0 ? "" : `${stdout}${stderr}`;
}

function repositoryOf(placed: readonly RealTemplate[]): Record<string, string> {
  return {
    "mooring.yaml": "version: 1\nname: acme\ndefaults: { region: us-east-1 }\n",
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": appsOf(placed),
    ...Object.fromEntries(
      templates.map(({ app, path }) => [`templates/${app}.yaml`, readFileSync(path, "utf8")]),
    ),
    ...Object.fromEntries(templates.map((template) => [`apps/${template.app}.yaml`, appOf(template)])),
  };
}

function appsOf(placed: readonly RealTemplate[]): string {
  return `${placed.map(({ app }) => `${app}: {}`).join("\n")}\n`;
}

function appOf({ app, path, name }: RealTemplate): string {
  const { Parameters: parameters = {} } = parse(readFileSync(path, "utf8"), { logLevel: "silent" });
  const given = Object.entries<Parameter>(parameters)
    .filter(([key, { Default: preset }]) => preset === undefined || key in BY_APP)
    .map(([key, parameter]) => [key, valueFor(app, name, key, parameter)]);
  return JSON.stringify({
    kind: "Template",
    template: `templates/${app}.yaml`,
    capabilities: ["CAPABILITY_NAMED_IAM"],
    parameters: Object.fromEntries(given),
  });
}

/** Samples for a service on a cluster import what the sample for that cluster exports. */
function needsCluster({ name }: RealTemplate): boolean {
  return name.includes("/services/");
}

interface Parameter {
  readonly Type: string;
  readonly Default?: unknown;
}

const BY_NAME: Readonly<Record<string, string>> = {
  NatGatewayPrivateIP: "10.1.0.10",
  NatGatewayID: "nat-0123456789abcdef0",
  VpcCidr: "10.1.0.0/16",
  LogGroupName: "flow-logs",
  HashKeyElementName: "id",
  DBUser: "acme",
  PublisherAccountID: "222222222222",
  SubscriptionEndPoint: "oncall@acme.example",
  PrimaryIPAddress: "10.1.0.11",
  SecondaryIPAddress: "10.1.0.12",
  WebACL: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/acme/0123",
};

/** Presets that would clash with those of another sample in the same account. */
const BY_APP: Readonly<Record<string, (app: string, name: string) => string>> = {
  StackName: (_app, name) => `acme-${clusterOf(name)}`,
  ServiceName: (app) => app,
};

const BY_TYPE: Readonly<Record<string, string>> = {
  "AWS::EC2::KeyPair::KeyName": "acme",
  "AWS::EC2::Image::Id": "ami-0123456789abcdef0",
  "AWS::EC2::VPC::Id": "vpc-0123456789abcdef0",
  "List<AWS::EC2::VPC::Id>": "vpc-0123456789abcdef0",
  "AWS::EC2::Subnet::Id": "subnet-0123456789abcdef0",
  "List<AWS::EC2::Subnet::Id>": "subnet-0123456789abcdef0",
};

function valueFor(app: string, name: string, key: string, { Type: type }: Parameter): string {
  const own = BY_APP[key];
  if (own !== undefined) return own(app, name);
  return BY_NAME[key] ?? BY_TYPE[type] ?? `${app}-${key}`.toLowerCase();
}

/** A private service runs on the private cluster of its launch type. */
function clusterOf(name: string): string {
  const [, launchType = ""] = /ECS\/(\w+)LaunchType\//.exec(name) ?? [];
  const kind = name.includes("private") ? "private" : "public";
  return (
    realTemplates().find((it) => it.name.includes(`${launchType}LaunchType/clusters/${kind}`))?.app ?? ""
  );
}
