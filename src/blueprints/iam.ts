import { parseText } from "../model/text.ts";
import { ecrRepositoryOf } from "../model/image-reference.ts";
import { parseSecret, type Secret } from "./secret.ts";
import type { Site } from "./site.ts";
import type { Statement } from "./statement.ts";
import { attribute, ref, sub, textValue, type Resource, type Value } from "./template.ts";
import type { TaskSpec } from "./task-spec.ts";
import { grantsOfUses, secretGrantsOfUses } from "./use-permissions.ts";

/**
 * The role of the app itself: exactly the permissions that it states and those for what it uses, no policy at all when
 * there are none.
 */
export function taskRole(site: Site, spec: TaskSpec): Resource {
  const statements = spec.permissions.map(({ actions, resources, conditions }) => ({
    actions,
    resources: resources.map((resource) => textValue(parseText(resource))),
    ...(conditions === undefined ? {} : { conditions }),
  }));
  return role(site, TASKS, [...statements, ...grantsOfUses(site.uses ?? [])]);
}

/** The role of the ECS agent: its log group, its image, its secrets, and nothing else. */
export function executionRole(site: Site, spec: TaskSpec): Resource {
  const secrets = Object.values(spec.secrets).map(parseSecret);
  return role(site, TASKS, [
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [attribute("LogGroup", "Arn")],
    },
    ...pullStatements(spec.image),
    ...readStatements("ssm", "ssm:GetParameters", secrets),
    ...readStatements("secretsmanager", "secretsmanager:GetSecretValue", secrets),
    ...secretGrantsOfUses(site.uses ?? []),
  ]);
}

/** A service that may assume a role, and on behalf of which of its resources. */
export interface Trust {
  readonly service: string;
  readonly sourceArn: Value;
}

const TASKS: Trust = {
  service: "ecs-tasks.amazonaws.com",
  sourceArn: sub("arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"),
};

/** A role for one AWS service acting for this account only (the "confused deputy" page of the IAM guide). */
export function role(site: Site, { service, sourceArn }: Trust, statements: readonly Statement[]): Resource {
  const trust = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": ref("AWS::AccountId") },
      ArnLike: { "aws:SourceArn": sourceArn },
    },
  };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
      PermissionsBoundary: site.account.roles.boundary,
      Policies:
        statements.length === 0
          ? undefined
          : [{ PolicyName: "permissions", PolicyDocument: policyDocument(statements) }],
    },
  };
}

function policyDocument(statements: readonly Statement[]): Value {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      Condition: conditions,
    })),
  };
}

/** Logging in to ECR cannot be limited to a repository; pulling can. */
function pullStatements(image: string): readonly Statement[] {
  const ecr = ecrRepositoryOf(image);
  if (ecr === undefined) return [];
  const { registry, region, repository } = ecr;
  return [
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [sub(`arn:\${AWS::Partition}:ecr:${region}:${registry}:repository/${repository}`)],
    },
  ];
}

function readStatements(
  store: Secret["store"],
  action: string,
  secrets: readonly Secret[],
): readonly Statement[] {
  const arns = secrets.filter((secret) => secret.store === store).map((secret) => secret.arn);
  const unique = [...new Map(arns.map((arn) => [JSON.stringify(arn), arn])).values()];
  return unique.length === 0 ? [] : [{ actions: [action], resources: unique }];
}
