import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { accountRolesTemplate } from "../../src/bootstrap/account-roles.ts";
import { RESOURCE_ACTIONS } from "../../src/bootstrap/resource-actions.ts";
import { golden } from "../support/golden.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import { root, sourceFiles } from "../support/source-files.ts";

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: unknown;
}

interface Role {
  readonly Properties: {
    readonly AssumeRolePolicyDocument: unknown;
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Given[] } }[];
  };
}

type Given = Statement | { readonly "Fn::If": readonly [string, Statement, unknown] };

const text = JSON.stringify(accountRolesTemplate({}), undefined, 1);
const { Parameters, Resources } = JSON.parse(text) as {
  readonly Parameters: Record<string, { readonly Default?: string }>;
  readonly Resources: Record<"Deployer" | "Executor" | "Reader", Role>;
};

function statements(role: keyof typeof Resources): readonly Statement[] {
  return Resources[role].Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).map(
    (each) => ("Fn::If" in each ? each["Fn::If"][1] : each),
  );
}

function actions(role: keyof typeof Resources, effect: Statement["Effect"] = "Allow"): readonly string[] {
  return statements(role).flatMap(({ Effect, Action }) => (Effect === effect ? Action : []));
}

/** Whether an action of IAM, with its wildcards, covers the operation of an API, whatever the service. */
function covers(action: string, operation: string): boolean {
  const pattern = (action.split(":")[1] ?? "").replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`).test(operation);
}

/** The one operation that IAM always allows, and methods that are not AWS's. */
const NO_PERMISSION_NEEDED: ReadonlySet<string> = new Set(["GetCallerIdentity", "GetTime", "UpdateSettings"]);

/** AWS operations as the SDK names its methods, and as its commands are named. */
function operationsIn(source: string): readonly string[] {
  const methods =
    /\.((?:batch|continue|create|delete|describe|detect|execute|get|list|rollback|update)[A-Z]\w+)\(/g;
  const commands = /\bnew ([A-Z]\w+)Command\(/g;
  const found = [methods, commands].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, name]) => name ?? ""),
  );
  return found.map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
}

test("the template beside the operator's examples is the one that moor bootstrap makes", () => {
  const file = new URL("../../examples/operator/account-roles.template.json", import.meta.url);
  expect(`${text}\n`).toBe(golden(file, `${text}\n`));
});

test("it fits into a request as it is printed, with every value filled in", () => {
  const values = Object.fromEntries(Object.keys(Parameters).map((name) => [name, "x".repeat(64)]));
  expect(JSON.stringify(accountRolesTemplate(values), undefined, 1).length).toBeLessThan(51_200);
});

test("the resource specification has nothing against it", () => {
  expect(specificationProblems(text)).toEqual([]);
});

test("values become defaults, and what has no value has to be given", () => {
  const filled = JSON.stringify(accountRolesTemplate({ Repository: "acme", ExternalId: "x1" }));
  const { Parameters: given } = JSON.parse(filled) as { Parameters: typeof Parameters };
  expect([given["Repository"]?.Default, given["ExternalId"]?.Default]).toEqual(["acme", "x1"]);
  expect(Object.keys(Parameters).filter((name) => Parameters[name]?.Default === undefined)).toEqual([
    "Repository",
    "AppRoles",
    "AgentRoleArn",
  ]);
});

test.each(["Deployer", "Executor", "Reader"] as const)("the policy of %s fits into a role", (role) => {
  const size = JSON.stringify(Resources[role].Properties.Policies).replaceAll(/\s/g, "").length;
  expect(size).toBeLessThan(10_240);
});

describe("the deployer", () => {
  test("may call every operation that Mooring calls", () => {
    const called = new Set(
      sourceFiles("src")
        .filter(({ path }) => path.startsWith("src/aws/"))
        .flatMap(({ text: source }) => operationsIn(source))
        .filter((operation) => !NO_PERMISSION_NEEDED.has(operation)),
    );
    const allowed = actions("Deployer");
    expect(called.size).toBeGreaterThan(10);
    expect([...called].filter((operation) => !allowed.some((action) => covers(action, operation)))).toEqual(
      [],
    );
  });

  test("writes to the stacks of its repository only, and only through change sets under the executor", () => {
    const writes = statements("Deployer").filter(
      ({ Effect, Action }) => Effect === "Allow" && Action.some((action) => !isRead(action)),
    );
    expect(writes.map(({ Sid, Resource }) => [Sid, JSON.stringify(Resource)])).toEqual([
      ["PlanWithTheExecutor", expect.stringContaining(":stack/${Repository}-*/*")],
      ["ChangeStacks", expect.stringContaining(":stack/${Repository}-*/*")],
      ["HandOverTheExecutor", JSON.stringify([{ "Fn::GetAtt": ["Executor", "Arn"] }])],
      ["HandOverTemplates", expect.stringMatching(/^.*:::mooring-artifacts-.*-\*\/templates\/\*"/)],
      ["RunReleases", expect.stringContaining(":task-definition/${Repository}-*-release:*")],
      ["NoteReleases", expect.stringContaining(":task-definition/${Repository}-*-release:*")],
      ["TagReleases", expect.stringContaining(":task/*")],
      ["StopReleases", expect.stringContaining(":task/*")],
      ["HandOverRolesOfReleases", expect.stringContaining(":role/${Repository}-*")],
      ["DelegateZones", expect.stringContaining(":hostedzone/*")],
    ]);
    expect(actions("Deployer", "Deny")).toContain("cloudformation:UpdateStack");
  });

  test("changes records only to delegate names below its account's zones, and only where there are such", () => {
    const [delegation] = Resources.Deployer.Properties.Policies.flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    ).filter((each) => JSON.stringify(each).includes('"DelegateZones"'));
    expect(delegation).toMatchObject({ "Fn::If": ["HasZonesBelow", {}, { Ref: "AWS::NoValue" }] });
    expect(statements("Deployer").find(({ Sid }) => Sid === "DelegateZones")).toMatchObject({
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["NS", "TXT"] },
        "ForAllValues:StringLike": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": {
            "Fn::Split": [",", { Ref: "NamesBelow" }],
          },
        },
      },
    });
  });

  test("trusts the agent and, where they are named, operators; by the external id where there is one", () => {
    const trust = JSON.stringify(Resources.Deployer.Properties.AssumeRolePolicyDocument);
    expect([...trust.matchAll(/"aws:PrincipalArn":\{"Ref":"(\w+)"\}/g)].map(([, name]) => name)).toEqual([
      "AgentRoleArn",
      "OperatorPrincipalArn",
    ]);
    expect([...trust.matchAll(/"sts:ExternalId":\{"Ref":"ExternalId"\}/g)]).toHaveLength(2);
    expect(trust).toContain('{"Fn::If":["HasOperator",{"Effect":"Allow"');
  });
});

describe("the executor", () => {
  const placed = new Set(
    readdirSync(join(root, "src/blueprints")).flatMap((name) =>
      [...readFileSync(join(root, "src/blueprints", name), "utf8").matchAll(/"(AWS::\w+::\w+)"/g)].map(
        ([, type]) => type ?? "",
      ),
    ),
  );

  test("has the actions of every type that a blueprint places, and of no other", () => {
    expect(Object.keys(RESOURCE_ACTIONS).toSorted()).toEqual(
      [...placed].filter((type) => type !== "AWS::IAM::Role").toSorted(),
    );
  });

  test("makes and changes only roles of apps, with the boundary where there is one, and never its own", () => {
    const making = statements("Executor").find(({ Action }) => Action.includes("iam:CreateRole"));
    expect(JSON.stringify(making)).toMatch(
      /role\/\$\{AppRoles\}.*HasBoundary.*"iam:PermissionsBoundary":\{"Ref":"RolesBoundaryArn"\}/,
    );
    expect(statements("Executor").find(({ Sid }) => Sid === "NotItself")).toMatchObject({
      Effect: "Deny",
      Action: ["iam:*"],
    });
  });

  test("starts no task, and reads no secret but those of its repository's stacks", () => {
    const forbidden = ["GetSecretValue", "GetParameter", "RunTask", "ExecuteCommand", "RunInstances"];
    const reading = statements("Executor").filter(
      ({ Effect, Action }) =>
        Effect === "Allow" && forbidden.some((name) => Action.some((action) => covers(action, name))),
    );
    expect(reading).toMatchObject([
      {
        Sid: "SecretsOfDatabases",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
        Condition: { StringEquals: { "aws:ResourceTag/mooring:repository": { Ref: "Repository" } } },
      },
    ]);
  });

  test("reads no object of a bucket, and Mooring none but the templates that it has put there", () => {
    const reads = ["GetObject", "GetObjectVersion", "GetObjectAcl"];
    const reading = (["Executor", "Deployer", "Reader"] as const).flatMap(statements).filter(({ Action }) => {
      const s3 = Action.filter((action) => action.startsWith("s3:"));
      return reads.some((name) => s3.some((action) => covers(action, name)));
    });
    expect(reading).toMatchObject([
      {
        Sid: "HandOverTemplates",
        Action: ["s3:GetObject", "s3:PutObject"],
        Condition: { StringEquals: { "aws:ResourceAccount": { Ref: "AWS::AccountId" } } },
      },
    ]);
  });
});

test("the reader has no action that writes", () => {
  expect(actions("Reader").length).toBeGreaterThan(20);
  expect(actions("Reader").filter((action) => !isRead(action))).toEqual([]);
});

/** `Detect…` starts a detection, which IAM itself counts among the reads. */
function isRead(action: string): boolean {
  return /^[a-z0-9-]+:(?:BatchDescribe|BatchGet|Describe|Detect|Get|List)/.test(action);
}

describe("the bucket for templates", () => {
  const { ArtifactBucket, ArtifactBucketPolicy } = JSON.parse(text).Resources;

  test("is private, encrypted, kept when its stack goes, and empties itself", () => {
    expect(ArtifactBucket).toMatchObject({
      Condition: "MakesBucket",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [{ Status: "Enabled", ExpirationInDays: 90 }] },
      },
    });
    expect(ArtifactBucketPolicy.Properties.PolicyDocument.Statement).toMatchObject([
      { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
  });
});
