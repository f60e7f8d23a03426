import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const describeSecret = (SecretId: string) =>
  sandbox.secretsManager().send(new DescribeSecretCommand({ SecretId }));

test("a secret that nobody stored exists", async () => {
  expect(await describeSecret("shop/key")).toMatchObject({
    Name: "shop/key",
    ARN: expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop\/key-\w{6}$/),
  });
});

test("a stored secret is found by its name and its ARN, with its versions and without its value", async () => {
  const place = { account: "111111111111", region: "eu-west-1" };
  const { arn } = (await sandbox.control("POST", "secrets", { ...place, name: "shop", value: "x" })) as {
    arn: string;
  };
  const [byName, byArn, byStart] = await Promise.all(["shop", arn, arn.slice(0, -7)].map(describeSecret));
  expect([byName?.ARN, byArn?.ARN, byStart?.ARN]).toEqual([arn, arn, arn]);
  expect(Object.values(byName?.VersionIdsToStages ?? {})).toEqual([["AWSCURRENT"]]);
});

test.each(["/shop/key", "arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-AbCdEf"])(
  "a missing secret %s is not found",
  async (id) => {
    await sandbox.control("POST", "missing", { secrets: ["/shop/*", "arn:*:222222222222:secret:db-*"] });
    await expect(describeSecret(id)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(describeSecret("other")).resolves.toMatchObject({ Name: "other" });
  },
);
