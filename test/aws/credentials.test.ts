import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { CloudError } from "../../src/model/cloud.ts";
import { onScriptedAws, xml } from "./on-scripted-aws.ts";
import type { Script } from "./scripted-aws.ts";
import { fault, ok, startScriptedAws } from "./scripted-aws.ts";
import { TEST_KEYS, testAccount } from "./test-account.ts";

const ROLE = "arn:aws:iam::222222222222:role/mooring-deployer";
const roles = { deployer: ROLE, externalId: "acme-42" };
const HOUR_MS = 3_600_000;

/** STS that gives sessions ASIA0, ASIA1, … of an hour by the given clock, and a CloudFormation without stacks. */
const aws =
  (now: () => number): Script =>
  ({ operation }, nth) => {
    if (operation === "DescribeStacks") return ok(operation, "<Stacks/>");
    if (operation === "GetCallerIdentity") {
      return ok(
        operation,
        xml({ Account: "222222222222", Arn: "arn:aws:sts::222222222222:assumed-role/a/b", UserId: "u" }),
      );
    }
    const Expiration = new Date(now() + HOUR_MS).toISOString();
    return ok(
      operation,
      xml({
        Credentials: {
          AccessKeyId: `ASIA${String(nth)}`,
          SecretAccessKey: "s",
          SessionToken: "t",
          Expiration,
        },
      }),
    );
  };

const realTime: Script = aws(Date.now);

async function errorOf(work: Promise<unknown>): Promise<CloudError> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: CloudError) => error,
  );
}

describe("an account's role", () => {
  test("is assumed with the external id, under a name that tells who acts, and then used", async () => {
    await onScriptedAws(
      realTime,
      async ({ aws: { calls }, cloud }) => {
        await cloud.sweep();
        expect(calls.map((call) => [call.operation, call.accessKeyId])).toEqual([
          ["AssumeRole", TEST_KEYS.accessKeyId],
          ["DescribeStacks", "ASIA0"],
        ]);
        expect(calls[0]?.form).toMatchObject({
          RoleArn: ROLE,
          RoleSessionName: "mooring-acme-agent",
          ExternalId: "acme-42",
          DurationSeconds: "3600",
        });
      },
      { account: { roles } },
    );
  });

  test("is not assumed when the account names none", async () => {
    await onScriptedAws(realTime, async ({ aws: { calls }, cloud }) => {
      await cloud.sweep();
      expect(calls.map((call) => [call.operation, call.accessKeyId])).toEqual([
        ["DescribeStacks", TEST_KEYS.accessKeyId],
      ]);
    });
  });

  test("is assumed once for everything that happens at the same time", async () => {
    await onScriptedAws(
      realTime,
      async ({ cloud }) => {
        await Promise.all([cloud.identify(), cloud.sweep(), cloud.sweep(), cloud.sweep()]);
        expect(cloud.calls()).toEqual({ AssumeRole: 1, GetCallerIdentity: 1, DescribeStacks: 3 });
      },
      { account: { roles } },
    );
  });

  test("is assumed again ten minutes before its session ends, and not earlier", async () => {
    let now = Date.now();
    await onScriptedAws(
      aws(() => now),
      async ({ aws: { calls }, cloud }) => {
        await cloud.sweep();
        now += 49 * 60_000;
        await cloud.sweep();
        now += 2 * 60_000;
        await Promise.all([cloud.sweep(), cloud.sweep()]);
        const signed = calls
          .filter((call) => call.operation === "DescribeStacks")
          .map((call) => call.accessKeyId);
        expect(signed).toEqual(["ASIA0", "ASIA0", "ASIA1", "ASIA1"]);
        expect(cloud.calls()["AssumeRole"]).toBe(2);
      },
      { account: { roles }, now: () => now },
    );
  });

  test("is assumed again when AWS says that the session has ended before its time", async () => {
    const script: Script = (call, nth) =>
      call.operation === "DescribeStacks" && call.accessKeyId === "ASIA0"
        ? fault("ExpiredToken", "The security token included in the request is expired", 403)
        : realTime(call, nth);
    await onScriptedAws(
      script,
      async ({ cloud }) => {
        expect(await cloud.sweep()).toEqual([]);
        expect(cloud.calls()).toEqual({ AssumeRole: 2, DescribeStacks: 2 });
      },
      { account: { roles } },
    );
  });

  test("that cannot be assumed is told with role, principal and what to check; a later try asks again", async () => {
    const message = `User: arn:aws:iam::111111111111:user/ci is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
    let isAllowed = false;
    const script: Script = (call, nth) =>
      call.operation === "AssumeRole" && !isAllowed
        ? fault("AccessDenied", message, 403)
        : realTime(call, nth);
    await onScriptedAws(
      script,
      async ({ cloud }) => {
        const error = await errorOf(cloud.sweep());
        expect(error).toMatchObject({ name: "CloudError", kind: "denied", mayRetry: false });
        expect(error.message).toContain(
          `Role ${ROLE} cannot be assumed as arn:aws:iam::111111111111:user/ci`,
        );
        expect(error.remedy).toContain("trust policy");
        expect(error.remedy).toContain("external id");
        isAllowed = true;
        expect(await cloud.sweep()).toEqual([]);
      },
      { account: { roles } },
    );
  });

  test("that cannot be assumed because our own keys have ended says so", async () => {
    const script: Script = () =>
      fault("ExpiredToken", "The security token included in the request is expired", 403);
    await onScriptedAws(
      script,
      async ({ cloud }) => {
        expect(await errorOf(cloud.sweep())).toMatchObject({
          kind: "credentials",
          message: "The AWS credentials for account production (eu-west-1) have expired",
          remedy: expect.stringContaining("Sign in again"),
        });
      },
      { account: { roles } },
    );
  });
});

describe("credentials that change while the program runs", () => {
  const refusingAll =
    (id: string, then: Script): Script =>
    (call, nth) =>
      call.accessKeyId === id
        ? fault("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
        : then(call, nth);

  test("a session that AWS takes back is replaced, once for all who were refused", async () => {
    await onScriptedAws(
      (call, nth) =>
        call.operation === "AssumeRole" ? realTime(call, nth) : refusingAll("ASIA0", realTime)(call, nth),
      async ({ cloud }) => {
        await Promise.all([cloud.sweep(), cloud.sweep(), cloud.sweep()]);
        expect(cloud.calls()).toEqual({ AssumeRole: 2, DescribeStacks: 6 });
      },
      { account: { roles } },
    );
  });

  test("new keys that are refused as well are not tried for ever", async () => {
    await onScriptedAws(
      (call, nth) =>
        call.operation === "AssumeRole"
          ? realTime(call, nth)
          : fault("InvalidClientTokenId", "The security token is invalid.", 403),
      async ({ cloud }) => {
        expect(await errorOf(cloud.sweep())).toMatchObject({ kind: "credentials" });
        expect(cloud.calls()).toEqual({ AssumeRole: 2, DescribeStacks: 2 });
      },
      { account: { roles } },
    );
  });

  test("an account is worked on while STS cannot be reached, until the session ends", async () => {
    let now = Date.now();
    let isDown = false;
    const script: Script = (call, nth) =>
      call.operation === "AssumeRole" && isDown ? "reset" : aws(() => now)(call, nth);
    await onScriptedAws(
      script,
      async ({ cloud }) => {
        await cloud.sweep();
        isDown = true;
        now += 55 * 60_000;
        await Promise.all([cloud.sweep(), cloud.sweep()]);
        expect(cloud.calls()["AssumeRole"]).toBe(2);
        now += 6 * 60_000;
        expect(await errorOf(cloud.sweep())).toMatchObject({ kind: "unreachable", mayRetry: true });
        isDown = false;
        expect(await cloud.sweep()).toEqual([]);
      },
      { account: { roles }, now: () => now },
    );
  });

  test("an identity is asked for again when the keys are others", async () => {
    let now = Date.now();
    await onScriptedAws(
      aws(() => now),
      async ({ cloud }) => {
        await cloud.identify();
        await cloud.identify();
        now += 55 * 60_000;
        await cloud.identify();
        expect(cloud.calls()).toEqual({ AssumeRole: 2, GetCallerIdentity: 2 });
      },
      { account: { roles }, now: () => now },
    );
  });
});

describe("an identity", () => {
  test("is asked for once", async () => {
    await onScriptedAws(realTime, async ({ cloud }) => {
      const identity = { account: "222222222222", arn: "arn:aws:sts::222222222222:assumed-role/a/b" };
      expect([await cloud.identify(), await cloud.identify()]).toEqual([identity, identity]);
      expect(cloud.calls()).toEqual({ GetCallerIdentity: 1 });
    });
  });
});

describe("the credentials that Mooring itself runs with", () => {
  const before = { ...process.env };

  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    const nowhere = {
      AWS_CONFIG_FILE: "/nonexistent/config",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
    };
    Object.assign(process.env, nowhere, { AWS_EC2_METADATA_DISABLED: "true" });
  });

  afterEach(() => {
    process.env = { ...before };
  });

  test("come from the environment", async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIDENV", AWS_SECRET_ACCESS_KEY: "s" });
    const server = await startScriptedAws(realTime);
    process.env["AWS_ENDPOINT_URL"] = server.url;
    try {
      await sdkClouds({ sessionName: "mooring-acme-agent" })(testAccount()).sweep();
      expect(server.calls.map((call) => call.accessKeyId)).toEqual(["AKIDENV"]);
    } finally {
      await server.close();
    }
  });

  test("are read again from the file where they were rotated: when AWS refuses the old ones, or after a while", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mooring-credentials-"));
    const file = join(folder, "credentials");
    const rotate = (id: string): Promise<void> =>
      writeFile(file, `[default]\naws_access_key_id = ${id}\naws_secret_access_key = s\n`);
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = file;
    let refused = "";
    let now = Date.now();
    const server = await startScriptedAws((call, nth) =>
      call.accessKeyId === refused
        ? fault("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
        : realTime(call, nth),
    );
    try {
      const cloud = sdkClouds({
        sessionName: "mooring-acme-agent",
        endpoint: server.url,
        tuning: { attempts: 1 },
        now: () => now,
      })(testAccount());
      await rotate("AKIDONE");
      await cloud.sweep();
      await rotate("AKIDTWO");
      await cloud.sweep();
      refused = "AKIDONE";
      await cloud.sweep();
      await rotate("AKIDTHREE");
      now += 16 * 60_000;
      await cloud.sweep();
      expect(server.calls.map((call) => call.accessKeyId)).toEqual([
        "AKIDONE",
        "AKIDONE",
        "AKIDONE",
        "AKIDTWO",
        "AKIDTHREE",
      ]);
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });

  test("are asked for in a sentence when there are none", async () => {
    const cloud = sdkClouds({ sessionName: "mooring-acme-agent", endpoint: "http://127.0.0.1:9" })(
      testAccount(),
    );
    const error = await errorOf(cloud.sweep());
    expect(error).toMatchObject({ name: "CloudError", kind: "credentials", mayRetry: false });
    expect(error.message).toMatch(/^No AWS credentials found for account production \(eu-west-1\)/);
    expect(error.remedy).toContain("AWS_PROFILE");
  });

  test("of a profile that does not exist are told by its name", async () => {
    const options = { sessionName: "mooring-acme-agent", endpoint: "http://127.0.0.1:9", profile: "nobody" };
    expect((await errorOf(sdkClouds(options)(testAccount()).sweep())).message).toContain("nobody");
  });
});
