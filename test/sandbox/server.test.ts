import { connect } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MAX_BODY_BYTES } from "../../src/sandbox/protocol/read-request.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

afterAll(() => sandbox.close());

const SIGNED = { authorization: signedFor("sts") };

function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

async function ask(
  body: string,
  headers: Record<string, string> = SIGNED,
  path = "/",
): Promise<{ status: number; text: string }> {
  const response = await fetch(sandbox.url + path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";

describe("an AWS request", () => {
  test("an answer of AWS Query has a result, a request id and the service's namespace", async () => {
    const { status, text } = await ask(IDENTITY);
    expect(status).toBe(200);
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><GetCallerIdentityResult>.*<\/GetCallerIdentityResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>$/,
    );
  });

  test("a presigned request carries its credentials and parameters in the address", async () => {
    const credential = encodeURIComponent("444444444444/20260101/eu-west-1/sts/aws4_request");
    const response = await fetch(
      `${sandbox.url}/?${IDENTITY}&X-Amz-Credential=${credential}&X-Amz-Signature=0`,
    );
    expect(await response.text()).toContain("<Account>444444444444</Account>");
  });

  test.each([
    ["without credentials", IDENTITY, {}, 403, "MissingAuthenticationToken"],
    ["with another scheme", IDENTITY, { authorization: "Bearer x" }, 403, "IncompleteSignature"],
    [
      "without a credential",
      IDENTITY,
      { authorization: "AWS4-HMAC-SHA256 SignedHeaders=a" },
      403,
      "IncompleteSignature",
    ],
    [
      "with a credential that is cut short",
      IDENTITY,
      { authorization: "AWS4-HMAC-SHA256 Credential=test/20260101" },
      403,
      "IncompleteSignature",
    ],
    [
      "for a service that is not served",
      IDENTITY,
      { authorization: signedFor("dynamodb") },
      501,
      "NotImplemented",
    ],
    ["without an action", "Version=2011-06-15", SIGNED, 400, "MissingAction"],
    ["for an unknown action", "Action=Nothing&Version=2011-06-15", SIGNED, 400, "InvalidAction"],
    [
      "for an action that JavaScript knows",
      "Action=constructor&Version=2011-06-15",
      SIGNED,
      400,
      "InvalidAction",
    ],
    ["for another version", "Action=GetCallerIdentity&Version=1999-01-01", SIGNED, 400, "InvalidAction"],
    ["for a path of no operation", "", { authorization: signedFor("route53") }, 404, "InvalidAction"],
  ])(
    "a request %s is refused as AWS refuses it",
    async (_what, body, headers: Record<string, string>, status, code) => {
      const answer = await ask(body, headers);
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(
        `<Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${code}</Code>`,
      );
      expect(answer.text).toMatch(/<RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/);
    },
  );

  test.each([
    ["without credentials", {}, 400, "MissingAuthenticationTokenException"],
    ["for an unknown operation", { authorization: signedFor("ecs") }, 400, "UnknownOperationException"],
  ])("a JSON request %s is refused as JSON", async (_what, headers: Record<string, string>, status, type) => {
    const answer = await ask("{}", {
      "x-amz-target": "AmazonEC2ContainerServiceV20141113.Nothing",
      ...headers,
    });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ __type: type });
  });

  test.each([["[]"], ["nonsense"], [`${'{"a":'.repeat(100)}1${"}".repeat(100)}`]])(
    "the JSON body %.12s is a serialization error",
    async (body) => {
      const headers = {
        "x-amz-target": "AmazonEC2ContainerServiceV20141113.ListTasks",
        authorization: signedFor("ecs"),
      };
      expect(JSON.parse((await ask(body, headers)).text)).toMatchObject({ __type: "SerializationException" });
    },
  );

  test("a body over the limit is refused, and the sandbox goes on", async () => {
    const outcome = await ask("a".repeat(MAX_BODY_BYTES + 1)).then(
      ({ status }) => status,
      () => "broken off",
    );
    expect([413, "broken off"]).toContain(outcome);
    expect((await ask(IDENTITY)).status).toBe(200);
  });

  test("bytes that are not HTTP are refused, and the sandbox goes on", async () => {
    const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    socket.end("nonsense\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    socket.destroy();
    expect((await ask(IDENTITY)).status).toBe(200);
  });
});

describe("a browser's page", () => {
  test.each([
    ["with an origin, to AWS", "/", { ...SIGNED, origin: "https://evil.example" }],
    ["with an origin, to the control endpoint", "/_sandbox/reset", { origin: "null" }],
    ["of the same site by a name made to point here", "/_sandbox/reset", { "sec-fetch-site": "same-origin" }],
  ])("a request %s is refused", async (_what, path, headers: Record<string, string>) => {
    expect((await ask("", headers, path)).status).toBe(403);
  });
});

describe("closing", () => {
  test("a sandbox closes although a client keeps its connection, and although a request hangs", async () => {
    const other = await startTestSandbox();
    await other.control("POST", "faults", [{ effect: "timeout", seconds: 60 }]);
    const hanging = fetch(other.url, { method: "POST", headers: SIGNED, body: IDENTITY }).then(
      () => "answered",
      () => "broken off",
    );
    await other.control("GET", "health");
    await other.close();
    expect(await hanging).toBe("broken off");
    await expect(fetch(`${other.url}/_sandbox/health`)).rejects.toThrow("fetch failed");
  });

  test("two sandboxes cannot have one port", async () => {
    await expect(startTestSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});
