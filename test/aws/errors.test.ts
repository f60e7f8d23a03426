import { describe, expect, test } from "@jest/globals";
import { toCloudError } from "../../src/aws/errors.ts";
import type { CloudErrorKind } from "../../src/model/cloud.ts";
import { CloudError } from "../../src/model/cloud.ts";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script, WireAnswer } from "./scripted-aws.ts";
import { fault, ok } from "./scripted-aws.ts";
import type { Tuning } from "../../src/aws/clients.ts";

async function failureOf(script: Script, tuning: Partial<Tuning> = {}): Promise<CloudError> {
  return onScriptedAws(
    script,
    async ({ cloud }) => {
      const error: unknown = await cloud.sweep().then(
        () => new Error("it did not fail"),
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof CloudError)) throw error;
      return error;
    },
    { tuning },
  );
}

describe("an answer that is an error", () => {
  test.each<[string, WireAnswer, CloudErrorKind, RegExp]>([
    [
      "wrong keys",
      fault("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
      "credentials",
      /does not accept the credentials for account production/,
    ],
    [
      "a wrong signature",
      fault("SignatureDoesNotMatch", "The request signature we calculated does not match", 403),
      "credentials",
      /does not accept the credentials/,
    ],
    ["ended keys", fault("ExpiredToken", "expired", 403), "credentials", /have expired/],
    [
      "a denial",
      fault(
        "AccessDenied",
        "User: arn:aws:sts::2:assumed-role/mooring-deployer/x is not authorized to perform: cloudformation:DescribeStacks on resource: *",
        403,
      ),
      "denied",
      /assumed-role\/mooring-deployer\/x may not call cloudformation:DescribeStacks in account production/,
    ],
    [
      "a denial without details",
      fault("AccessDenied", "no", 403),
      "denied",
      /may not call cloudformation:DescribeStacks/,
    ],
    [
      "a disabled Region",
      fault("RegionDisabledException", "STS is not activated in this region", 403),
      "denied",
      /Region eu-west-1 is not enabled/,
    ],
    [
      "a new account",
      fault("OptInRequired", "The AWS Access Key Id needs a subscription", 403),
      "denied",
      /not enabled/,
    ],
    [
      "throttling",
      fault("Throttling", "Rate exceeded"),
      "throttled",
      /throttles DescribeStacks in account production \(eu-west-1\), still after 1 attempt$/,
    ],
    [
      "too many requests",
      { status: 429, body: "slow down", contentType: "text/plain" },
      "throttled",
      /throttles/,
    ],
    [
      "trouble inside AWS",
      fault("InternalFailure", "oops", 500),
      "unreachable",
      /cannot be reached .* it answered 500: oops/,
    ],
    [
      "a page of HTML with 502",
      { status: 502, body: "<html><title>Bad</html>", contentType: "text/html" },
      "unreachable",
      /it answered 502: something that is no answer of AWS/,
    ],
    [
      "a page of HTML with 200",
      { status: 200, body: "<html><title>Sign in</html>", contentType: "text/html" },
      "unexpected",
      /no answer of AWS/,
    ],
    [
      "what we cannot place",
      fault("ValidationError", "1 validation error detected"),
      "unexpected",
      /with ValidationError: 1 validation error detected$/,
    ],
  ])("%s", async (_what, answer, kind, message) => {
    const error = await failureOf(() => answer);
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.mayRetry).toBe(kind === "throttled" || kind === "unreachable");
  });

  test("its words come without control characters, keys and endless length", async () => {
    const error = await failureOf(() =>
      fault("Strange", `a&#10;b AKIAIOSFODNN7EXAMPLE ${"x".repeat(100_000)}`),
    );
    expect(error.message).toContain("Strange: a b AKIA…");
    expect(error.message.length).toBeLessThan(2200);
  });
});

describe("patience", () => {
  test.each<[string, WireAnswer]>([
    ["throttled", fault("Throttling", "Rate exceeded")],
    ["answered with 503", fault("ServiceUnavailable", "try again", 503)],
    ["cut off", "reset"],
  ])("a read that is %s is tried again, and every attempt is counted", async (_what, first) => {
    const script: Script = ({ operation }, nth) => (nth === 0 ? first : ok(operation, "<Stacks/>"));
    await onScriptedAws(
      script,
      async ({ cloud }) => {
        expect(await cloud.sweep()).toEqual([]);
        expect(cloud.calls()).toEqual({ DescribeStacks: 2 });
      },
      { tuning: { attempts: 2 } },
    );
  });

  test("it ends, and the message says after how many attempts", async () => {
    const error = await failureOf(() => fault("ServiceUnavailable", "try again", 503), { attempts: 3 });
    expect(error.message).toContain("(3 attempts)");
  });

  test("an endpoint that never answers is a time-out", async () => {
    const error = await failureOf(() => "hang", { requestTimeoutMs: 50 });
    expect(error).toMatchObject({
      kind: "unreachable",
      message: expect.stringMatching(/http:\/\/127\.0\.0\.1:\d+ cannot be reached/),
    });
  });

  test("an endpoint that resets connections is told by its address", async () => {
    const error = await failureOf(() => "reset");
    expect(error).toMatchObject({ kind: "unreachable", remedy: expect.stringContaining("endpoint") });
    expect(error.message).toMatch(
      /http:\/\/127\.0\.0\.1:\d+ cannot be reached for account production .*ECONNRESET|socket hang up/,
    );
  });
});

describe("errors that never were on the wire", () => {
  const scene = { account: "production", region: "eu-west-1" };
  const nodeError = (code: string, message = "") => Object.assign(new Error(message), { code });

  test.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "EPIPE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "SELF_SIGNED_CERT_IN_CHAIN",
  ])("%s is unreachable, and AWS is named by the Region", (code) => {
    const error = toCloudError(nodeError(code, "broken"), scene);
    expect(error).toMatchObject({ kind: "unreachable", mayRetry: true });
    expect(error.message).toContain(
      `AWS in eu-west-1 cannot be reached for account production (eu-west-1): ${code}: broken`,
    );
  });

  test("the errors of several addresses, which have no message together, are told by the first", () => {
    const error = toCloudError(
      new AggregateError([nodeError("ECONNREFUSED", "connect ECONNREFUSED ::1:4570")]),
      scene,
    );
    expect(error).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("connect ECONNREFUSED ::1:4570"),
    });
  });

  test("an error of the port stays what it is", () => {
    const error = new CloudError("denied", "no");
    expect(toCloudError(error, scene)).toBe(error);
  });

  test("what is no error at all is unexpected", () => {
    expect(toCloudError("text", scene)).toMatchObject({
      kind: "unexpected",
      message: expect.stringContaining("text"),
    });
  });
});
