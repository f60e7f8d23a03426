import { createVerify, generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, test } from "@jest/globals";
import { githubAppToken } from "../../src/hosts/github-app-token.ts";
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from "../support/scripted-server.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

const HOUR_MS = 3_600_000;

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** A host that gives the tokens `ghs_0`, `ghs_1`, … that live for an hour of the test's clock. */
async function newHost(now: () => number, before: readonly ScriptedAnswer[] = []): Promise<ScriptedServer> {
  server = await startScriptedServer(
    (_request, index) =>
      before[index] ?? {
        status: 201,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          token: `ghs_${index}`,
          expires_at: new Date(now() + HOUR_MS).toISOString(),
          permissions: {},
        }),
      },
  );
  return server;
}

/** A token of the app at that host, on a clock that the test moves. */
async function setUp(before: readonly ScriptedAnswer[] = [], key: string = privateKey) {
  const clock = { now: Date.UTC(2026, 10, 23) };
  const host = await newHost(() => clock.now, before);
  const secret = githubAppToken({
    appId: 12,
    installationId: 34,
    privateKey: () => Promise.resolve(key),
    apiUrl: host.url,
    now: () => clock.now,
  });
  return { clock, host, secret };
}

describe("a GitHub App", () => {
  test("gets a token for its installation with a signature of its key", async () => {
    const { host, secret } = await setUp();
    expect(await secret()).toBe("ghs_0");
    const [heard] = host.heard;
    expect(heard).toMatchObject({ method: "POST", path: "/app/installations/34/access_tokens" });
    const [, jwt = ""] = /^bearer (.+)$/i.exec(heard?.headers.authorization ?? "") ?? [];
    const [head, body, signature = ""] = jwt.split(".");
    const verify = createVerify("RSA-SHA256").update(`${head}.${body}`);
    expect(verify.verify(publicKey, signature, "base64url")).toBe(true);
    const claims: unknown = JSON.parse(Buffer.from(body ?? "", "base64url").toString());
    expect(claims).toMatchObject({ iss: 12 });
  });

  test("uses a token until five minutes before it expires", async () => {
    const { clock, host, secret } = await setUp();
    const tokens = [await secret()];
    clock.now += HOUR_MS - 5 * 60_000 - 1;
    tokens.push(await secret());
    clock.now += 1;
    tokens.push(await secret());
    expect([tokens, host.heard.length]).toEqual([["ghs_0", "ghs_0", "ghs_1"], 2]);
  });

  test("asks once for many who want it at the same time", async () => {
    const { host, secret } = await setUp();
    expect(await Promise.all([secret(), secret(), secret()])).toEqual(["ghs_0", "ghs_0", "ghs_0"]);
    expect(host.heard).toHaveLength(1);
  });

  test("a failure is told without secrets, and the next one asks again", async () => {
    const { secret } = await setUp([{ status: 404, body: "no" }]);
    await expect(secret()).rejects.toThrow(
      "GitHub gave no token for installation 34 of app 12: it answered with status 404",
    );
    expect(await secret()).toBe("ghs_1");
  });

  test("a key that is none is told without quoting it", async () => {
    const { secret, host } = await setUp(
      [],
      "-----BEGIN RSA PRIVATE KEY-----\ns3cr3t\n-----END RSA PRIVATE KEY-----",
    );
    const error = await secret().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).toContain("its private key cannot be used");
    expect(JSON.stringify([String(error), (error as Error).stack, (error as Error).cause])).not.toContain(
      "s3cr3t",
    );
    expect(host.heard).toEqual([]);
  });

  test("a host that is not there is told", async () => {
    const { secret, host } = await setUp();
    await host.close();
    await expect(secret()).rejects.toThrow("app 12: it could not be reached");
  });
});
