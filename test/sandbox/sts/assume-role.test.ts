import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DescribeClustersCommand } from "@aws-sdk/client-ecs";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

const ROLE = "arn:aws:iam::222222222222:role/path/deployer";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

async function assume(roleArn = ROLE, durationSeconds?: number, from = sandbox.sts()) {
  const { Credentials, AssumedRoleUser } = await from.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "me", DurationSeconds: durationSeconds }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  return { credentials, expiration: Credentials?.Expiration, user: AssumedRoleUser };
}

const whoAmI = (credentials: Awaited<ReturnType<typeof assume>>["credentials"]) =>
  sandbox.sts({ credentials }).send(new GetCallerIdentityCommand({}));

describe("who calls", () => {
  test.each([
    ["test", "000000000000"],
    ["AKIAIOSFODNN7EXAMPLE", "000000000000"],
    ["333333333333", "333333333333"],
  ])("the access key id %s belongs to account %s", async (account, expected) => {
    const identity = await sandbox.sts({ account }).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: expected, Arn: `arn:aws:iam::${expected}:user/sandbox` });
  });
});

describe("AssumeRole", () => {
  test("a role of another account makes the caller that account's", async () => {
    const { credentials, user, expiration } = await assume();
    expect(user?.Arn).toBe("arn:aws:sts::222222222222:assumed-role/deployer/me");
    expect(await whoAmI(credentials)).toMatchObject({
      Account: "222222222222",
      Arn: "arn:aws:sts::222222222222:assumed-role/deployer/me",
      UserId: user?.AssumedRoleId,
    });
    expect((expiration?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  });

  test("credentials end when the sandbox's clock says so", async () => {
    const { credentials } = await assume(ROLE, 900);
    await sandbox.control("POST", "clock", { advanceMs: 899_000 });
    await expect(whoAmI(credentials)).resolves.toMatchObject({ Account: "222222222222" });
    await sandbox.control("POST", "clock", { advanceMs: 1_000 });
    await expect(whoAmI(credentials)).rejects.toMatchObject({
      name: "ExpiredToken",
      message: "The security token included in the request is expired",
      $metadata: { httpStatusCode: 403 },
    });
    const ecs = sandbox.ecs({ credentials });
    await expect(ecs.send(new DescribeClustersCommand({}))).rejects.toMatchObject({
      name: "ExpiredTokenException",
    });
  });

  test("temporary credentials without their token, or made up, are invalid", async () => {
    const { credentials } = await assume();
    const { sessionToken: _left, ...withoutToken } = credentials;
    await expect(
      sandbox.sts({ credentials: withoutToken }).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    await expect(whoAmI({ ...credentials, accessKeyId: "ASIAMADEUP" })).rejects.toMatchObject({
      name: "InvalidClientTokenId",
    });
  });

  test("issued credentials outlive a reset of the world", async () => {
    const { credentials } = await assume();
    await sandbox.control("POST", "reset");
    await expect(whoAmI(credentials)).resolves.toMatchObject({ Account: "222222222222" });
  });

  test("a role that was assumed from a role lasts an hour at most", async () => {
    const { credentials } = await assume();
    await expect(assume(ROLE, 3601, sandbox.sts({ credentials }))).rejects.toMatchObject({
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    });
    await expect(assume(ROLE, 3600, sandbox.sts({ credentials }))).resolves.toBeDefined();
  });

  test("a role that a fault denies gives AWS's refusal, others are assumed", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "deny", operation: "AssumeRole", role: "arn:aws:iam::2*", count: "always" },
    ]);
    await expect(assume()).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:iam::111111111111:user/sandbox is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(assume("arn:aws:iam::333333333333:role/deployer")).resolves.toBeDefined();
  });

  test.each([
    [
      "a role ARN that is none",
      "arn:aws:iam::2:user/someone",
      undefined,
      /^arn:aws:iam::2:user\/someone is invalid$/,
    ],
    ["too short a time", ROLE, 899, /Value '899' at 'durationSeconds' failed to satisfy constraint/],
    ["too long a time", ROLE, 43_201, /Value '43201' at 'durationSeconds' failed to satisfy constraint/],
  ])("%s is a validation error", async (_what, role, duration, message) => {
    await expect(assume(role, duration)).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringMatching(message),
    });
  });
});
