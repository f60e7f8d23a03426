import { describe, expect, test } from "@jest/globals";
import { deployCommand } from "../../src/bootstrap/deploy-command.ts";
import { rolesOfAccount, type RoleWishes } from "../../src/bootstrap/roles-of-account.ts";
import type { Account, Repository, Roles } from "../../src/model/repository.ts";
import { aDelegation } from "../support/delegation.ts";
import { anAccount } from "../support/placements.ts";

const DEPLOYER = "arn:aws:iam::111111111111:role/mooring-deployer";
const EXECUTOR = "arn:aws:iam::111111111111:role/mooring-executor";
const BOUNDARY = "arn:aws:iam::111111111111:policy/apps";
const OPERATOR = "arn:aws:iam::999999999999:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_OnCall_*";
const AGENT = "arn:aws:iam::999999999999:role/mooring-agent";

function accountWith(roles: Roles, more: Partial<Account> = {}): Account {
  const artifactBucket = "mooring-artifacts-111111111111-eu-west-1";
  return { ...anAccount(), id: "111111111111", name: "dev", artifactBucket, roles, ...more };
}

function rolesOf(account: Account, wishes: RoleWishes = {}, others: readonly Account[] = []) {
  const repository: Repository = {
    name: "acme",
    accounts: [account, ...others],
    heldAccounts: [],
    schedule: NEVER,
  };
  return rolesOfAccount(repository, account, wishes);
}

describe("the roles of an account", () => {
  test("have the names and the external id that the repository says", () => {
    const account = accountWith({
      deployer: "arn:aws:iam::111111111111:role/ops/deploy",
      executor: "arn:aws:iam::111111111111:role/ops/execute",
      reader: "arn:aws:iam::111111111111:role/ops/read",
      externalId: "acme-1",
      boundary: BOUNDARY,
    });
    expect(
      rolesOf(account, { trust: AGENT, operatorTrust: OPERATOR, externalId: "acme-1", boundary: BOUNDARY }),
    ).toEqual({
      region: account.region,
      misfits: [],
      parameters: {
        Repository: "acme",
        AppRoles: "acme-*",
        AgentRoleArn: AGENT,
        ExternalId: "acme-1",
        RolePath: "/ops/",
        DeployerName: "deploy",
        ExecutorName: "execute",
        ReaderName: "read",
        OperatorPrincipalArn: OPERATOR,
        ReaderPrincipalArn: "",
        RolesBoundaryArn: BOUNDARY,
        NamesBelow: "",
        ArtifactBucketName: "",
      },
    });
  });

  test("let the deployer lead to the zones of others where it has the zone above", () => {
    const above = { deployer: DEPLOYER, executor: EXECUTOR };
    const site = { name: "dev", id: "111111111111", region: "eu-west-1", roles: above };
    const below = ["one", "two", "three"].map((name, index) =>
      anAccount({
        name,
        id: "222222222222",
        delegation: aDelegation({ site, ...(index === 2 ? { parent: "acme.test" } : {}) }),
      }),
    );
    expect(rolesOf(accountWith(above), {}, below).parameters.NamesBelow).toBe("*.acme.example,*.acme.test");
  });

  test("hand templates over to the bucket that the account names, and otherwise make one", () => {
    const roles = { deployer: DEPLOYER, executor: EXECUTOR };
    const named = accountWith(roles, { artifactBucket: "acme-artifacts" });
    expect(rolesOf(named).parameters.ArtifactBucketName).toBe("acme-artifacts");
    expect(rolesOf(accountWith(roles)).parameters.ArtifactBucketName).toBe("");
  });

  test("lie in the Region of the first folder when an AWS account has several", () => {
    const second = accountWith(
      { deployer: DEPLOYER, executor: EXECUTOR },
      { name: "dev-us", region: "us-east-1" },
    );
    const first = accountWith(
      { deployer: DEPLOYER, executor: EXECUTOR },
      { name: "dev", region: "eu-west-1" },
    );
    const repository = { name: "acme", accounts: [first, second], heldAccounts: [], schedule: NEVER };
    expect(rolesOfAccount(repository, second, {}).region).toBe("eu-west-1");
  });

  test.each<[string, Roles, RoleWishes, RegExp]>([
    [
      "no deployer",
      { executor: EXECUTOR },
      {},
      /names no roles\.deployer: add deployer: arn:aws:iam::111111111111/,
    ],
    ["no executor", { deployer: DEPLOYER }, {}, /names no roles\.executor/],
    [
      "a role of another account",
      { deployer: DEPLOYER.replace("1111", "2222"), executor: EXECUTOR },
      {},
      /roles\.deployer of dev is .* not in the AWS account 111111111111/,
    ],
    [
      "one role for both",
      { deployer: DEPLOYER, executor: DEPLOYER },
      {},
      /two of the roles of dev are one and the same/,
    ],
    [
      "two paths",
      { deployer: DEPLOYER, executor: EXECUTOR.replace("role/", "role/ops/") },
      {},
      /the roles of dev have several paths/,
    ],
    [
      "an external id that the repository does not have",
      { deployer: DEPLOYER, executor: EXECUTOR },
      { externalId: "x1" },
      /account\.yaml says nothing for roles\.externalId: write externalId: x1 there/,
    ],
    [
      "a session instead of a role to trust",
      { deployer: DEPLOYER, executor: EXECUTOR },
      { trust: "arn:aws:sts::999999999999:assumed-role/agent/me" },
      /--trust is not the ARN of an IAM role/,
    ],
    [
      "a boundary that the repository does not have",
      { deployer: DEPLOYER, executor: EXECUTOR },
      { boundary: BOUNDARY },
      /account\.yaml says nothing for roles\.boundary/,
    ],
    [
      "another external id than the repository's",
      { deployer: DEPLOYER, executor: EXECUTOR, externalId: "x2" },
      { externalId: "x1" },
      /account\.yaml says something else for roles\.externalId/,
    ],
  ])("with %s do not fit, and a sentence says what to write", (_, roles, wishes, words) => {
    expect(rolesOf(accountWith(roles), wishes).misfits).toEqual([expect.stringMatching(words)]);
  });

  test("of two folders of one AWS account that name other roles do not fit", () => {
    const other = accountWith(
      { deployer: DEPLOYER, executor: EXECUTOR, externalId: "x" },
      { name: "dev-us" },
    );
    expect(rolesOf(accountWith({ deployer: DEPLOYER, executor: EXECUTOR }), {}, [other]).misfits).toEqual([
      expect.stringMatching(/dev and dev-us are one AWS account but name other roles/),
    ]);
  });
});

test("the command deploys the template with every value, quoted for a shell", () => {
  const command = deployCommand("roles.json", "eu-west-1", { ExternalId: "it's $HOME", Repository: "acme" });
  expect(command.split(" \\\n  ")).toEqual([
    "aws cloudformation deploy --stack-name mooring-roles",
    "--region eu-west-1",
    "--template-file roles.json",
    "--capabilities CAPABILITY_NAMED_IAM",
    "--tags mooring:stack=roles",
    `--parameter-overrides AgentRoleArn=ARN-OF-THE-AGENTS-ROLE 'ExternalId=it'\\''s $HOME' Repository=acme`,
  ]);
});

const NEVER = { sync: { cron: "* * * * *", timezone: "UTC" }, drift: { cron: "* * * * *", timezone: "UTC" } };
