import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { loadWith, problemsWith, PRODUCTION, type Files } from "./fixture.ts";

/** `production` beside `dev`, `test` in another Region, and `web` with some lines of its own in `dev`. */
function web(lines: string, more: Files = {}): Files {
  return {
    ...PRODUCTION,
    "accounts/test/account.yaml":
      'id: "333333333333"\nregion: eu-central-1\nzone: test.acme.example\nnetwork: { cidr: 10.17.0.0/16 }\n',
    "accounts/dev/apps.yaml": `web:\n  version: 1.0.0\n  ${lines}\n`,
    ...more,
  };
}

const AT = "accounts/dev/apps.yaml:3";
const INDENT = 2;
const permission = (resource: string): string =>
  `permissions: [{ actions: ["s3:*"], resources: ["${resource}"] }]`;

function said(name: string, account = "production"): string {
  return `${name} is named for account ${account} → write \${account.name}, or say crossAccount: [${account}] where that is meant`;
}

describe("a name that was copied from another account is told where it stands:", () => {
  test.each([
    ["a bucket's", permission("arn:aws:s3:::acme-uploads-production/*"), "acme-uploads-production"],
    [
      "a bucket's, in a URL",
      "environment: { FROM: s3://acme-production-uploads/x }",
      "acme-production-uploads",
    ],
    [
      "a bucket's, in its own domain",
      "environment: { FROM: https://production-uploads.s3.eu-west-1.amazonaws.com/ }",
      "production-uploads",
    ],
    [
      "a bucket's, by the variable",
      "environment: { UPLOADS_BUCKET: acme-uploads-production }",
      "acme-uploads-production",
    ],
    ["a parameter's", "secrets: { KEY: ssm:/production/shop/key }", "/production/shop/key"],
    ["a secret's", 'secrets: { KEY: "secretsmanager:production/db#password" }', "production/db"],
    ["a secret's, in one word", "secrets: { KEY: secretsmanager:db-production }", "db-production"],
    [
      "a secret's, by ARN",
      'secrets: { KEY: "secretsmanager:arn:aws:secretsmanager:eu-west-1:222222222222:secret:production-db-AbCdEf" }',
      "production-db",
    ],
    ["an image's", "image: 111111111111.dkr.ecr.eu-west-1.amazonaws.com/production/web", "production/web"],
    ["an image's at its end", "image: registry.example/shop-production", "shop-production"],
    ["a role's", permission("arn:aws:iam::222222222222:role/production-reader"), "production-reader"],
    ["a queue's", permission("arn:aws:sqs:eu-west-1:222222222222:jobs_production"), "jobs_production"],
  ])("%s", (_, lines, name) => {
    const column = INDENT + lines.indexOf(name) + 1;
    expect(problemsWith(web(lines))).toEqual([`${AT}:${column} ${said(name)}`]);
    expect(problemsWith(web(`${lines}\n  crossAccount: [production]`))).toEqual([]);
  });

  test("in the account's own settings, which holds the account", () => {
    const files = web("environment: {}", {
      "accounts/dev/account.yaml":
        'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\nartifacts: { bucket: acme-artifacts-production }\n',
    });
    expect(problemsWith(files)).toEqual([
      `accounts/dev/account.yaml:5:22 ${said("acme-artifacts-production")}`,
    ]);
    expect(loadWith(files).repository?.heldAccounts).toContain("dev");
  });
});

describe("a name is nobody else's", () => {
  test.each([
    ["that only contains the letters", permission("arn:aws:s3:::acme-reproductions/*")],
    ["that contains them beside digits", permission("arn:aws:s3:::acme-test2/*")],
    ["that is this account's as well", permission("arn:aws:s3:::acme-test-data-dev/*")],
    ["in a bucket's keys", permission("arn:aws:s3:::acme-dev/test/*")],
    ["that AWS gave", permission("arn:aws:iam::aws:policy/production/Reader")],
    ["when it is the type of a resource", permission("arn:aws:test:eu-west-1:222222222222:test/x")],
    ["in a word of a secret's path", "secrets: { KEY: ssm:/shop/test-card-key }"],
    [
      "in the six characters that AWS appends",
      'secrets: { KEY: "secretsmanager:arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-test00" }',
    ],
    ["in a registry's own name", "image: production.example/web"],
    ["at the beginning of an image's", "image: r/test-runner"],
    ["in a plain value", "environment: { MODE: production, NAME: load-test }"],
    ["in a command", "command: [npm, run, test]"],
  ])("%s", (_, lines) => {
    expect(problemsWith(web(lines))).toEqual([]);
  });

  test("when it is the app's own name", () => {
    const files = {
      ...web("x: 1"),
      "apps/load-test.yaml":
        'kind: Worker\nimage: r/load-test\nsecrets: { KEY: "ssm:/load-test/key", OTHER: "secretsmanager:load-test" }\nenvironment: { BUCKET: acme-load-test }\n',
      "accounts/dev/apps.yaml": "load-test: 1.0.0\n",
    };
    expect(problemsWith(files)).toEqual([]);
  });
});

describe("an ARN", () => {
  test("in the Region of another account was copied from it", () => {
    expect(problemsWith(web(permission("arn:aws:sqs:eu-central-1:222222222222:jobs")))).toEqual([
      `${AT}:63 eu-central-1 is the Region of account test → write \${region}, or say crossAccount: [test] where that is meant`,
    ]);
  });

  test.each([
    ["in the account's own Region", "arn:aws:sqs:eu-west-1:222222222222:jobs"],
    ["in no account's Region", "arn:aws:sqs:ap-south-1:222222222222:jobs"],
    ["of no Region", "arn:aws:s3:::assets"],
  ])("%s is fine", (_, arn) => {
    expect(problemsWith(web(permission(arn)))).toEqual([]);
  });

  test("of another account is told by that account's id, and by nothing else", () => {
    expect(problemsWith(web(permission("arn:aws:sqs:eu-central-1:333333333333:jobs-test")))).toEqual([
      `${AT}:76 333333333333 is the id of account test → write \${account.id}, or say crossAccount: [test] where that is meant`,
    ]);
  });

  test("of another partition cannot be, and no account allows it", () => {
    expect(problemsWith(web(`${permission("arn:aws-cn:s3:::assets")}\n  crossAccount: [test]`))).toEqual([
      `${AT}:51 eu-west-1 is not in the partition aws-cn, so nothing there has such an ARN → write arn:aws`,
    ]);
  });

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-isob-east-1", "aws-iso-b"],
  ])("in %s is of the partition %s", (region, partition) => {
    const files = (arn: string): Files => ({
      "accounts/dev/account.yaml": `id: "222222222222"\nregion: ${region}\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n`,
      "accounts/dev/apps.yaml": `web:\n  version: 1.0.0\n  ${permission(arn)}\n`,
    });
    expect(problemsWith(files(`arn:${partition}:s3:::x`))).toEqual([]);
    expect(problemsWith(files("arn:aws:s3:::x"))).toHaveLength(1);
  });
});

/** Ends what would otherwise take minutes, and with it the test. */
const PATIENCE_MS = 8_000;

describe("a value as long as a file may be is looked through once:", () => {
  test.each([
    ["a word without an end", `a.b ${"a".repeat(200_000)}`],
    ["names of buckets without an end", "x.s3.".repeat(40_000)],
  ])("%s", (_, value) => {
    const look = (): readonly string[] => problemsWith(web(`environment: { A: "${value}" }`));
    const problems: unknown = runInNewContext("look()", { look }, { timeout: PATIENCE_MS });
    expect(problems).not.toEqual([]);
  });
});
