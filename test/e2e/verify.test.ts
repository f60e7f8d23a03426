import { CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { verifySchemaErrors } from "../support/verify-schema.ts";

const env = { AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "test" };
const REGISTRY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";

const FILES = {
  "mooring.yaml": "version: 1\nname: acme\ndefaults: { region: eu-west-1 }\n",
  "apps/shop.yaml": `kind: Service
image: ${REGISTRY}/shop
port: 8080
expose: [public]
secrets: { KEY: "secretsmanager:shop/stripe#key", SESSION: "ssm:/shop/session" }
`,
  "apps/mailer.yaml": `kind: Worker\nimage: ${REGISTRY}/mailer\nsecrets: { TOKEN: "ssm:/mailer/token" }\n`,
  "accounts/dev/account.yaml": `id: "111111111111"
zone: dev.acme.example
network: { cidr: 10.1.0.0/16, nat: none, balancers: { public: true, internal: false } }
`,
  "accounts/dev/apps.yaml": "mailer: 1.0.0\n",
};

let sandbox: TestSandbox;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  repository = scratch(FILES);
});
afterEach(() => repository.remove());

function moor(verb: string, ...args: readonly string[]): Promise<Ended> {
  return runMoor([verb, "--endpoint", sandbox.url, ...args], { cwd: repository.dir, env });
}

const absent = (what: object) => sandbox.control("POST", "missing", what);

interface Verified {
  readonly accounts: readonly {
    readonly findings: readonly { readonly app: string; readonly check: string; readonly subject: string }[];
  }[];
}

async function findings(): Promise<Verified["accounts"][number]["findings"]> {
  const report: unknown = JSON.parse((await moor("verify", "--json")).stdout);
  expect(verifySchemaErrors(report)).toEqual([]);
  return (report as Verified).accounts.flatMap((account) => account.findings);
}

describe("moor verify", () => {
  test("before anything is there: everything that can be asked is good, and nothing is made", async () => {
    const ended = await moor("verify");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("= network  range");
    expect(ended.stdout).toContain("5 checks in 1 account: 5 good.");
    expect((await moor("status")).stdout).toContain("missing");
  });

  test("all that is missing at once: 1, each with its place and what to do", async () => {
    await absent({ parameters: ["/mailer/*"] });
    await sandbox.control("POST", "images", { missing: ["*mailer:1.0.0"] });
    await sandbox.control("POST", "networks", {
      account: "111111111111",
      region: "eu-west-1",
      cidr: "10.1.128.0/20",
      name: "legacy",
    });
    const ended = await moor("verify");
    expect(ended).toMatchObject({ code: 1, stderr: "" });
    expect(ended.stdout).toContain(
      "there is no parameter /mailer/token in Systems Manager of dev (eu-west-1)",
    );
    expect(ended.stdout).toContain("correct `secrets` of the app (apps/mailer.yaml:3:19)");
    expect(ended.stdout).toContain(`1.0.0 is not a tag that exists in ${REGISTRY}/mailer`);
    expect(ended.stdout).toMatch(/10\.1\.0\.0\/16 overlaps with 10\.1\.128\.0\/20 of vpc-\w+ \(legacy\)/);
    expect(ended.stdout).toContain("5 checks in 1 account: 2 good, 3 failed.");
  });

  test("what it cannot ask is shown, and no failure", async () => {
    await sandbox.control("POST", "faults", [
      {
        effect: "error",
        operation: "DescribeParameters",
        code: "AccessDeniedException",
        status: 400,
        count: "always",
      },
    ]);
    const ended = await moor("verify");
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain("4 good, 1 not known");
  });
});

describe("moor verify of an account that has a network and a zone already", () => {
  const NETWORK = { account: "111111111111", region: "eu-west-1", cidr: "10.1.0.0/16" };

  /** The account with what is there, and the one kind of subnets in these zones. */
  async function describeAccount(zoneId: string, zones: readonly [string, string]): Promise<void> {
    const subnets = [
      ...zones.map((zone, index) => ({ cidr: `10.1.${index}.0/24`, zone, public: true })),
      ...["eu-west-1a", "eu-west-1b"].map((zone, index) => ({ cidr: `10.1.${index + 2}.0/24`, zone })),
    ];
    const made = await sandbox.control("POST", "networks", { ...NETWORK, subnets });
    const { vpc, subnets: there } = made as { vpc: string; subnets: readonly { id: string }[] };
    const ids = there.map(({ id }) => id);
    repository.write({
      "accounts/dev/account.yaml": `id: "111111111111"
zone: { name: dev.acme.example, existing: ${zoneId} }
network:
  cidr: 10.1.0.0/16
  balancers: { public: true, internal: false }
  existing:
    vpc: ${vpc}
    publicSubnets: [${ids.slice(0, 2).join(", ")}]
    privateSubnets: [${ids.slice(2).join(", ")}]
    tasks: private
`,
    });
  }

  test("finds it as it is described", async () => {
    const zone = await sandbox.control("POST", "zones", {
      account: "111111111111",
      name: "dev.acme.example",
    });
    await describeAccount((zone as { id: string }).id, ["eu-west-1a", "eu-west-1b"]);
    const ended = await moor("verify");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/= zone +zone +dev\.acme\.example/);
    expect(ended.stdout).toMatch(/= network +vpc +vpc-/);
  });

  test("says what is not so before anything is made", async () => {
    await describeAccount("Z0123456789ABCDEFGHIJ", ["eu-west-1a", "eu-west-1a"]);
    const ended = await moor("verify");
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain(
      "dev has no public hosted zone Z0123456789ABCDEFGHIJ for dev.acme.example",
    );
    expect(ended.stdout).toContain("all public subnets are in eu-west-1a; two zones are needed");
  });
});

describe("a sync", () => {
  test("leaves out the one app whose secret is not there, and goes on when it is", async () => {
    await absent({ parameters: ["/mailer/token"] });
    const ended = await moor("sync");
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/zone +in sync/);
    expect(ended.stdout).toMatch(/network +in sync/);
    expect(ended.stdout).toMatch(/mailer +refused/);
    expect(ended.stdout).toContain("there is no parameter /mailer/token");
    await absent({ parameters: [] });
    expect((await moor("sync")).code).toBe(0);
  });

  test("does not begin a service whose priority somebody else has taken", async () => {
    await moor("sync");
    repository.write({ "accounts/dev/apps.yaml": "mailer: 1.0.0\nshop: 1.0.0\n" });
    const checks = await findings();
    const subject = checks.find(({ check }) => check === "priority")?.subject ?? "";
    await takeRule(Number.parseInt(subject, 10));
    const plan = await moor("plan");
    expect(plan.stdout).toContain("refused (preflight): a rule that is not Mooring's (for legacy.example)");
    const ended = await moor("sync");
    expect(ended.stdout).toMatch(/shop +refused/);
    expect(ended.stdout).toMatch(/mailer +in sync/);
  });

  test("does not begin what a quota has no room for", async () => {
    await sandbox.control("POST", "limits", { "rules-per-application-load-balancer": 0 });
    repository.write({ "accounts/dev/apps.yaml": "mailer: 1.0.0\nshop: 1.0.0\n" });
    const ended = await moor("sync");
    expect(ended.stdout).toContain(
      "dev (eu-west-1) may have 0 rules on the public load balancer and has 0, so 1 more does not fit",
    );
    expect(ended.stdout).toMatch(/mailer +in sync/);
  });
});

/** A rule of somebody else on the public listener. */
async function takeRule(priority: number): Promise<void> {
  const rule = {
    Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    Properties: {
      ListenerArn: await publicListener(),
      Priority: priority,
      Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: ["legacy.example"] } }],
      Actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } }],
    },
  };
  await sandbox.cloudformation().send(
    new CreateStackCommand({
      StackName: "legacy",
      TemplateBody: JSON.stringify({ Resources: { Rule: rule } }),
    }),
  );
}

async function publicListener(): Promise<string> {
  const { Stacks = [] } = await sandbox
    .cloudformation()
    .send(new DescribeStacksCommand({ StackName: "acme-network" }));
  const output = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === "PublicListenerArn");
  if (output?.OutputValue === undefined) throw new Error("the network has no public listener");
  return output.OutputValue;
}
