import type { Json } from "../model/canonical.ts";
import { ROLE_READS } from "./deployer.ts";
import { ref, sub, when, type Conditional, type Statement } from "./policy.ts";
import { resourceActions } from "./resource-actions.ts";

/** Services that blueprints hand roles to. */
const TRUSTED_SERVICES = ["ecs.amazonaws.com", "ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"];

/** Services that make a role for themselves when they are first used. */
const SELF_LINKING_SERVICES = [
  "ecs.amazonaws.com",
  "ecs.application-autoscaling.amazonaws.com",
  "elasticache.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "rds.amazonaws.com",
];

/**
 * What CloudFormation does in an account: the resources that blueprints place, and roles whose names begin like the
 * repository's stacks. With a boundary it makes no role without it, and takes it from none. The only secrets that it reads
 * are those of the repository's own stacks: a new database gets its password from one.
 */
export function executorStatements(): readonly (Statement | Conditional)[] {
  return [
    { sid: "Resources", actions: resourceActions(), resources: ["*"] },
    {
      sid: "SecretsOfDatabases",
      actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
      resources: ["*"],
      condition: { StringEquals: { "aws:ResourceTag/mooring:repository": ref("Repository") } },
    },
    ...roleStatements(),
    {
      sid: "HandOverRolesOfApps",
      actions: ["iam:PassRole"],
      resources: [ROLES_OF_APPS],
      condition: { StringEquals: { "iam:PassedToService": TRUSTED_SERVICES } },
    },
    {
      sid: "RolesOfServices",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/*")],
      condition: { StringEquals: { "iam:AWSServiceName": SELF_LINKING_SERVICES } },
    },
    { sid: "NotItself", effect: "Deny", actions: ["iam:*"], resources: OWN_ROLES },
    { when: "HasBoundary", statement: keepBoundary() },
  ];
}

const ROLES_OF_APPS = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AppRoles}");

const OWN_ROLES = ["Deployer", "Executor", "Reader"].map((role) =>
  sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role\${RolePath}\${${role}Name}`),
);

function roleStatements(): readonly Statement[] {
  const boundary: Json = { StringEquals: { "iam:PermissionsBoundary": ref("RolesBoundaryArn") } };
  return [
    {
      sid: "RolesOfApps",
      actions: [
        ...ROLE_READS,
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRoleTags",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: [ROLES_OF_APPS],
    },
    {
      sid: "PermissionsOfApps",
      actions: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      resources: [ROLES_OF_APPS],
      condition: when("HasBoundary", boundary),
    },
  ];
}

function keepBoundary(): Statement {
  return {
    sid: "KeepTheBoundary",
    effect: "Deny",
    actions: [
      "iam:CreatePolicyVersion",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:DeleteRolePermissionsBoundary",
      "iam:SetDefaultPolicyVersion",
    ],
    resources: [ref("RolesBoundaryArn"), sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*")],
  };
}
