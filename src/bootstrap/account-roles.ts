import type { Json } from "../model/canonical.ts";
import { artifactBucket } from "./artifact-bucket.ts";
import { HAS_ZONES_BELOW } from "./delegation.ts";
import { deployerStatements, readStatements } from "./deployer.ts";
import { executorStatements } from "./executor.ts";
import { policyDocument, ref, when } from "./policy.ts";

/** Name of the stack that holds the roles of an account. It is nobody's app: no pass touches it. */
export const ROLES_STACK = "mooring-roles";

/** Values of the template's parameters; one that is absent has to be given when it is deployed. */
export type RoleParameters = Readonly<Partial<Record<ParameterName, string>>>;

/**
 * The CloudFormation template of the three roles that Mooring needs in an account, and of its bucket for templates. `values` become the defaults of its
 * parameters; with none it is the template for any account.
 */
export function accountRolesTemplate(values: RoleParameters): Json {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description:
      "The roles Mooring needs in an account: deployer (Mooring assumes it), executor (CloudFormation works under it), reader",
    Parameters: Object.fromEntries(
      Object.entries(PARAMETERS).map(([name, about]) => [name, parameterJson(about, values, name)]),
    ),
    Conditions: {
      ...Object.fromEntries(
        Object.entries(CONDITIONS).map(([name, parameter]) => [name, { "Fn::Not": [isEmpty(parameter)] }]),
      ),
      MakesBucket: isEmpty("ArtifactBucketName"),
    },
    Resources: { Deployer: deployer(), Executor: executor(), Reader: reader(), ...artifactBucket() },
    Outputs: Object.fromEntries(
      ["Deployer", "Executor", "Reader"].map((role) => [`${role}Arn`, { Value: arnOf(role) }]),
    ),
  };
}

function isEmpty(parameter: ParameterName): Json {
  return { "Fn::Equals": [ref(parameter), ""] };
}

/** Condition, and the parameter that has to have a value for it. */
const CONDITIONS: Readonly<Record<string, ParameterName>> = {
  HasExternalId: "ExternalId",
  HasBoundary: "RolesBoundaryArn",
  HasArtifactBucket: "ArtifactBucketName",
  HasExecutorPolicy: "ExecutorPolicyArn",
  [HAS_ZONES_BELOW]: "NamesBelow",
  HasOperator: "OperatorPrincipalArn",
  HasOtherReader: "ReaderPrincipalArn",
};

interface ParameterAbout {
  readonly Description: string;
  readonly Default?: string;
  readonly AllowedPattern: string;
}

const ROLE_NAME = "[\\w+=,.@-]{1,64}";
const POLICY_ARN = "(?:arn:aws[a-z-]*:iam::(?:aws|[0-9]{12}):policy/.+)?";

const NAMES_BELOW = "\\*\\.[a-z0-9.-]{1,180}";

const PRINCIPAL_ARN = "arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|user)/.+";

const PARAMETERS = {
  Repository: {
    Description: "name in mooring.yaml; the stacks of the repository begin with it",
    AllowedPattern: "[a-z][a-z0-9-]{0,30}",
  },
  AppRoles: {
    Description: "Names of the roles that CloudFormation makes for apps: acme-* for the repository acme",
    AllowedPattern: "[a-z][a-z0-9-]{0,30}\\*",
  },
  AgentRoleArn: {
    Description:
      "The role that the agent runs with, in whatever account (output TaskRoleArn of the agent's stack)",
    AllowedPattern: PRINCIPAL_ARN,
  },
  ExternalId: {
    Description: "roles.externalId in account.yaml; empty asks for none",
    Default: "",
    AllowedPattern: "[\\w+=,.@:/-]{0,1224}",
  },
  RolePath: {
    Description: "IAM path of the three roles",
    Default: "/",
    AllowedPattern: "/(?:[\\w+=,.@-]+/)*",
  },
  DeployerName: {
    Description: "Name of roles.deployer in account.yaml",
    Default: "mooring-deployer",
    AllowedPattern: ROLE_NAME,
  },
  ExecutorName: {
    Description: "Name of roles.executor in account.yaml",
    Default: "mooring-executor",
    AllowedPattern: ROLE_NAME,
  },
  ReaderName: {
    Description: "Name of roles.reader in account.yaml",
    Default: "mooring-reader",
    AllowedPattern: ROLE_NAME,
  },
  RolesBoundaryArn: {
    Description:
      "roles.boundary in account.yaml: the permissions boundary of every role of an app; empty for none",
    Default: "",
    AllowedPattern: POLICY_ARN,
  },
  ExecutorPolicyArn: {
    Description: "A managed policy for what apps of kind Template need beyond the blueprints; empty for none",
    Default: "",
    AllowedPattern: POLICY_ARN,
  },
  ArtifactBucketName: {
    Description:
      "artifacts.bucket in account.yaml, a bucket that is there; empty makes mooring-artifacts-<account>-<region>",
    Default: "",
    AllowedPattern: "(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?",
  },
  NamesBelow: {
    Description:
      "Names that lead from zones of this account to those of others, such as *.acme.example, with commas; empty for none",
    Default: "",
    AllowedPattern: `(?:${NAMES_BELOW}(?:,${NAMES_BELOW})*)?`,
  },
  OperatorPrincipalArn: {
    Description:
      "Who may use moor sync and moor retry by hand, such as the role of those on call; empty for nobody",
    Default: "",
    AllowedPattern: `(?:${PRINCIPAL_ARN})?`,
  },
  ReaderPrincipalArn: {
    Description: "Who may read besides these, such as the role of pull requests; empty for nobody",
    Default: "",
    AllowedPattern: `(?:${PRINCIPAL_ARN})?`,
  },
} satisfies Record<string, ParameterAbout>;

/** A parameter of the template. */
export type ParameterName = keyof typeof PARAMETERS;

function parameterJson(about: ParameterAbout, values: Readonly<Record<string, string>>, name: string): Json {
  const value = values[name];
  return { Type: "String", ...about, ...(value === undefined ? {} : { Default: value }) };
}

function deployer(): Json {
  return role("Deployer", {
    Description: "Mooring assumes it: change sets on the stacks of its repository",
    AssumeRolePolicyDocument: policyOf([
      trust("AgentRoleArn"),
      when("HasOperator", trust("OperatorPrincipalArn")),
    ]),
    Policies: [
      { PolicyName: "deploy", PolicyDocument: policyDocument(deployerStatements(arnOf("Executor"))) },
    ],
  });
}

function executor(): Json {
  const cloudFormation = {
    Effect: "Allow",
    Principal: { Service: "cloudformation.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": ref("AWS::AccountId") } },
  };
  return role("Executor", {
    Description: "CloudFormation works under it on the stacks of Mooring",
    AssumeRolePolicyDocument: policyOf([cloudFormation]),
    ManagedPolicyArns: when("HasExecutorPolicy", [ref("ExecutorPolicyArn")]),
    Policies: [{ PolicyName: "execute", PolicyDocument: policyDocument(executorStatements()) }],
  });
}

function reader(): Json {
  return role("Reader", {
    Description: "Reads stacks and drift, for pull requests: moor plan --fast, moor status, moor drift",
    AssumeRolePolicyDocument: policyOf([
      trust("AgentRoleArn"),
      when("HasOperator", trust("OperatorPrincipalArn")),
      when("HasOtherReader", trust("ReaderPrincipalArn")),
    ]),
    Policies: [{ PolicyName: "read", PolicyDocument: policyDocument(readStatements()) }],
  });
}

function role(name: string, properties: { readonly [key: string]: Json }): Json {
  return {
    Type: "AWS::IAM::Role",
    Properties: { RoleName: ref(`${name}Name`), Path: ref("RolePath"), ...properties },
  };
}

function arnOf(role: string): Json {
  return { "Fn::GetAtt": [role, "Arn"] };
}

/**
 * Trusts an account for exactly one principal of it. A role that is named as the principal itself has to exist already,
 * and is another one for IAM when it is made anew.
 */
function trust(principal: ParameterName): Json {
  const account: Json = { "Fn::Select": [4, { "Fn::Split": [":", ref(principal)] }] };
  return {
    Effect: "Allow",
    Principal: { AWS: { "Fn::Join": [":", ["arn", ref("AWS::Partition"), "iam", "", account, "root"]] } },
    Action: "sts:AssumeRole",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": ref(principal) },
      StringEquals: when("HasExternalId", { "sts:ExternalId": ref("ExternalId") }),
    },
  };
}

function policyOf(statements: readonly Json[]): Json {
  return { Version: "2012-10-17", Statement: statements };
}
