import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Account, AppSpec, ServiceSpec } from "../../src/model/repository.ts";
import { arbitraryService } from "../support/arbitrary-placements.ts";
import { aJob, anAccount, aService, aWorker, placed, placedIn } from "../support/placements.ts";
import { propertiesOf } from "../support/template-targets.ts";

interface Role {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly unknown[] };
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: unknown;
}

function roleOf(spec: ServiceSpec, id: string): Role {
  return propertiesOf(placed(spec), id) as unknown as Role;
}

function statementsOf(spec: ServiceSpec, id: string): readonly Statement[] {
  return (roleOf(spec, id).Policies ?? []).flatMap((policy) => policy.PolicyDocument.Statement);
}

function inAccount(start: string, ...rest: readonly string[]): unknown {
  return { "Fn::Join": ["", [{ "Fn::Sub": `arn:\${AWS::Partition}:${start}` }, ...rest]] };
}

const PARAMETER = "ssm:${AWS::Region}:${AWS::AccountId}:parameter/";
const SECRET = "secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:";

describe("the task role", () => {
  test("has no policy when nothing is permitted", () => {
    expect(roleOf(aService(), "TaskRole")).not.toHaveProperty("Policies");
  });

  test("has exactly the stated permissions", () => {
    const conditions = { StringEquals: { "aws:ResourceAccount": "222222222222" } };
    const permissions = [
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::${assets.Bucket}/*"], conditions },
      { actions: ["sqs:SendMessage", "sqs:ReceiveMessage"], resources: ["*"] },
    ];
    expect(statementsOf(aService({ permissions }), "TaskRole")).toEqual([
      {
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: [{ "Fn::Join": ["", ["arn:aws:s3:::", { Ref: "AssetsBucket" }, "/*"]] }],
        Condition: conditions,
      },
      { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource: ["*"] },
    ]);
  });

  test("never has another action, or one statement more or less", () => {
    fc.assert(
      fc.property(arbitraryService, (spec) => {
        const actions = statementsOf(spec, "TaskRole").map((statement) => statement.Action);
        expect(actions).toEqual(spec.permissions.map((permission) => permission.actions));
      }),
    );
  });

  test("can only be assumed by tasks of its own account", () => {
    expect(roleOf(aService(), "TaskRole").AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
          ArnLike: {
            "aws:SourceArn": { "Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*" },
          },
        },
      },
    ]);
  });
});

describe("the execution role", () => {
  test("of an image from elsewhere only writes logs", () => {
    expect(statementsOf(aService({ image: "ghcr.io/acme/shop" }), "ExecutionRole")).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [{ "Fn::GetAtt": ["LogGroup", "Arn"] }],
      },
    ]);
  });

  test.each([
    ["111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/shop"],
    ["111111111111.dkr-ecr.eu-west-1.on.aws/team/shop"],
  ])("of the ECR image %s pulls from exactly its repository", (image) => {
    expect(statementsOf(aService({ image }), "ExecutionRole").slice(1)).toEqual([
      { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:ecr:eu-west-1:111111111111:repository/team/shop" }],
      },
    ]);
  });

  test("reads exactly the stated secrets, each once", () => {
    const secrets = {
      KEY: "ssm:/shop/key",
      PASSWORD: "secretsmanager:shop/db#password",
      TOKEN: "secretsmanager:arn:aws:secretsmanager:eu-west-1:222222222222:secret:token-AbCdEf",
      USER: "secretsmanager:shop/db#user",
    };
    const spec = aService({ image: "ghcr.io/acme/shop", secrets });
    expect(statementsOf(spec, "ExecutionRole").slice(1)).toEqual([
      { Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [inAccount(PARAMETER, "shop/key")] },
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [
          inAccount(SECRET, "shop/db", "-??????"),
          "arn:aws:secretsmanager:eu-west-1:222222222222:secret:token-AbCdEf",
        ],
      },
    ]);
    const { ContainerDefinitions } = propertiesOf(placed(spec), "TaskDefinition") as {
      ContainerDefinitions: { Secrets: unknown }[];
    };
    expect(ContainerDefinitions[0]?.Secrets).toEqual([
      { Name: "KEY", ValueFrom: inAccount(PARAMETER, "shop/key") },
      { Name: "PASSWORD", ValueFrom: inAccount(SECRET, "shop/db", ":password::") },
      { Name: "TOKEN", ValueFrom: "arn:aws:secretsmanager:eu-west-1:222222222222:secret:token-AbCdEf" },
      { Name: "USER", ValueFrom: inAccount(SECRET, "shop/db", ":user::") },
    ]);
  });
});

describe("a permissions boundary", () => {
  const boundary = "arn:aws:iam::222222222222:policy/apps";

  function boundaries(spec: AppSpec, account: Account): readonly unknown[] {
    const { template } = placedIn(account, spec).at(-1) ?? { template: "{}" };
    const { Resources } = JSON.parse(template) as {
      Resources: Record<string, { Type: string; Properties: { PermissionsBoundary?: unknown } }>;
    };
    const roles = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Role");
    return roles.map(({ Properties }) => Properties.PermissionsBoundary);
  }

  test.each<[string, AppSpec, number]>([
    ["service", aService(), 2],
    ["worker", aWorker(), 2],
    ["job", aJob(), 3],
  ])("is on every role of a %s in an account that has one, and on none elsewhere", (_, spec, roles) => {
    expect(boundaries(spec, anAccount({ roles: { boundary } }))).toEqual(Array(roles).fill(boundary));
    expect(boundaries(spec, anAccount())).toEqual(Array(roles).fill(undefined));
  });
});
