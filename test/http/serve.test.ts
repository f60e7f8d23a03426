import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { serve } from "../../src/http/serve.ts";
import { served, signed, TOKEN, type Served } from "./served.ts";

let server: Served;
beforeEach(async () => {
  server = await served();
});
afterEach(() => server.close());

const orders = { authorization: `Bearer ${TOKEN}` };

describe("health", () => {
  test.each(["/healthz", "/readyz"])("%s is 200 while all is well", async (path) => {
    const answer = await server.get(path);
    expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
  });

  test.each(["/healthz", "/readyz"])("%s is 503 with the reasons when it is not", async (path) => {
    server.face.fail(["the repository could not be read for 20 minutes"]);
    const answer = await server.get(path);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: "failing", reasons: ["the repository could not be read for 20 minutes"] },
    ]);
  });

  test("a HEAD request is answered like a GET without a body", async () => {
    const answer = await server.get("/healthz", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});

describe("what is shown", () => {
  test("metrics come with their own content type", async () => {
    const answer = await server.get("/metrics");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await answer.text()).toBe("up 1\n");
  });

  test("the status is the face's JSON, and needs no token", async () => {
    const answer = await server.get("/api/v1/status");
    expect([answer.headers.get("content-type"), await answer.json()]).toEqual([
      "application/json; charset=utf-8",
      { version: 1 },
    ]);
  });

  test("events are asked for with their filter", async () => {
    await server.get("/api/v1/events?since=2026-01-31T10:00:00Z&account=test&app=web&limit=5");
    await server.get("/api/v1/events");
    expect(server.face.heard.filters).toEqual([
      { since: Date.UTC(2026, 0, 31, 10), account: "test", app: "web", limit: 5 },
      { limit: 100 },
    ]);
  });

  test("a filter that makes no sense is refused, and nobody is asked", async () => {
    const answer = await server.get("/api/v1/events?limit=1000000");
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: "limit must be a number from 1 to 1000" },
    ]);
    expect(server.face.heard.filters).toEqual([]);
  });

  test("no browser may guess at an answer, keep it, or run anything in it", async () => {
    for (const path of ["/healthz", "/nowhere", "/metrics"]) {
      const { headers } = await server.get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
      });
    }
  });
});

describe("what is not there", () => {
  test("a path that is not there is 404 and is not repeated in the answer", async () => {
    const answer = await server.get("/<script>");
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("script");
  });

  test.each([
    ["POST", "/healthz", "GET, HEAD"],
    ["DELETE", "/api/v1/status", "GET, HEAD"],
    ["GET", "/api/v1/pause", "POST"],
    ["PUT", "/webhooks/github", "POST"],
  ])("%s %s is 405 and says what is allowed", async (method, path, allow) => {
    const answer = await server.get(path, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
    expect(await answer.json()).toEqual({ error: `only ${allow} is possible here` });
  });

  test.each([
    ["no HTTP at all", "hello\r\n\r\n"],
    ["a broken Host", "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n"],
    ["headers without end", `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(40_000)}\r\n\r\n`],
  ])("%s is refused, and the next request is served", async (_title, text) => {
    expect(await spoken(server.url, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await server.get("/healthz")).status).toBe(200);
  });
});

describe("orders", () => {
  test.each([
    ["no token", {}],
    ["another token", { authorization: "Bearer another-token-here" }],
    ["the token in another scheme", { authorization: `Basic ${TOKEN}` }],
  ])("with %s are 401 and change nothing", async (_title, headers) => {
    const answer = await server.post("/api/v1/sync", "{}", headers);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await answer.text()).not.toContain(TOKEN);
    expect(server.face.heard.synced).toEqual([]);
  });

  test("of an agent without a token are 403 with a sentence", async () => {
    const options = { webhooks: {}, branch: "main", host: "127.0.0.1", port: 0, now: () => 0 };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const readOnly = await serve(server.face, { ...options, log });
    const answer = await fetch(`${readOnly.url}/api/v1/sync`, { method: "POST", headers: orders });
    expect([answer.status, await answer.json()]).toEqual([
      403,
      {
        error: "this agent takes no orders: it was started without a token for its API",
        remedy: "set api.token in agent.yaml; to pause and resume with a commit: --push",
      },
    ]);
    await readOnly.close();
  });

  test.each([["empty"], ["gone"]])("are 500 while the token's file is %s, whatever is sent", async (how) => {
    const broken = await served({
      token: async () => {
        if (how === "empty") return "";
        throw new Error("file:/run/token cannot be read");
      },
    });
    const answer = await broken.post("/api/v1/sync", "{}", { authorization: "Bearer x" });
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: "the agent could not answer", remedy: "its log says why" },
    ]);
    expect(broken.lines.filter(({ level }) => level === "error")).toHaveLength(1);
    await broken.close();
  });

  test("a sync reaches all accounts, or those that are named", async () => {
    const answer = await server.post("/api/v1/sync", undefined, orders);
    expect([answer.status, await answer.json()]).toEqual([202, { message: "as you wish" }]);
    await server.post("/api/v1/sync", '{"accounts":["test"]}', orders);
    expect(server.face.heard.synced).toEqual([undefined, ["test"]]);
  });

  test("an unknown account is 404 with what there is", async () => {
    const answer = await server.post("/api/v1/resume", '{"account":"tset"}', orders);
    expect([answer.status, await answer.json()]).toEqual([404, { error: "there is no account tset" }]);
  });

  test("a pause carries its reason, who asks and its end", async () => {
    await server.post(
      "/api/v1/pause",
      '{"account":"production","app":"web","reason":"a migration","by":"ann","until":"2026-01-31T14:00:00+01:00"}',
      orders,
    );
    expect(server.face.heard.pauses).toEqual([
      {
        scope: { kind: "app", account: "production", app: "web" },
        reason: "a migration",
        by: "ann",
        until: Date.UTC(2026, 0, 31, 13),
      },
    ]);
  });

  test("are logged with where they come from, and without what they hold", async () => {
    await server.post("/api/v1/pause", '{"reason":"a migration"}', orders);
    expect(server.lines).toEqual([
      {
        level: "info",
        message: "request answered",
        fields: { path: "/api/v1/pause", status: 202, from: "127.0.0.1" },
      },
    ]);
  });

  test("larger than an order can be are 413, also when they do not say how long they are", async () => {
    const large = "x".repeat(100_000);
    expect((await server.post("/api/v1/pause", large, orders)).status).toBe(413);
    expect((await chunked(server, "/api/v1/pause", large, orders)).status).toBe(413);
    expect(server.face.heard.pauses).toEqual([]);
  });
});

describe("connections", () => {
  test("a body that does not get on is given up, and the face hears nothing of it", async () => {
    const slow = await served({ limits: { headersMs: 200, requestMs: 200 } });
    const head = `POST /api/v1/pause HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${TOKEN}\r\n`;
    expect(await spoken(slow.url, `${head}Content-Length: 100\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(slow.face.heard.pauses).toEqual([]);
    await slow.close();
  });

  test("headers that do not get on are given up", async () => {
    const slow = await served({ limits: { headersMs: 200 } });
    expect(await spoken(slow.url, "GET /healthz HTTP/1.1\r\n")).toMatch(/^HTTP\/1\.1 408 /);
    await slow.close();
  });

  test("that say nothing at all are closed", async () => {
    const slow = await served({ limits: { headersMs: 200 } });
    expect(await ended(await opened(slow.url))).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    await slow.close();
  });

  test("whose answer nobody reads are closed, and make room for others", async () => {
    const narrow = await served({ limits: { connections: 1, stillMs: 200 } });
    narrow.face.metrics = async () => ({ contentType: "text/plain", body: "x".repeat(50_000_000) });
    const deaf = await opened(narrow.url);
    deaf.pause().write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await answeredAtLast(narrow, "/healthz")).toBe(200);
    deaf.destroy();
    await narrow.close();
  });

  test("more than there may be are closed, and the others go on", async () => {
    const narrow = await served({ limits: { connections: 1 } });
    const first = await opened(narrow.url);
    const second = await opened(narrow.url);
    await once(second, "close");
    first.write("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    expect(await ended(first)).toMatch(/^HTTP\/1\.1 200 /);
    await narrow.close();
  });

  test("closing ends idle connections and gives the port free", async () => {
    const { port } = new URL(server.url);
    const idle = await opened(server.url);
    await server.get("/healthz");
    const gone = once(idle, "close");
    await server.close();
    await gone;
    server = await served({ port: Number(port) });
    expect((await server.get("/healthz")).status).toBe(200);
  });

  test("a port that somebody has is told in a sentence", async () => {
    const { port } = new URL(server.url);
    await expect(served({ port: Number(port) })).rejects.toMatchObject({
      name: "ListenError",
      message: `the agent cannot listen on 127.0.0.1:${port}: another program does`,
    });
  });
});

test("a delivery that is larger than its limit is 413 while it still arrives", async () => {
  const small = await served({ limits: { webhookBytes: 1000 } });
  const body = JSON.stringify({ ref: "refs/heads/main", more: "x".repeat(100_000) });
  const headers = { "x-github-event": "push", "x-hub-signature-256": signed(body) };
  expect((await small.post("/webhooks/github", body, headers)).status).toBe(413);
  expect((await chunked(small, "/webhooks/github", body, headers)).status).toBe(413);
  expect(small.face.heard).toMatchObject({ pushes: 0, webhooks: ["github oversized", "github oversized"] });
  await small.close();
});

/** Sends a body in pieces, without its length. */
function chunked(
  to: Served,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const stream = new Blob([body]).stream();
  return to.get(path, { method: "POST", headers, body: stream, duplex: "half" } as RequestInit);
}

/** Says something to a server and returns all that it answers until it hangs up. */
async function spoken(url: string, text: string): Promise<string> {
  const socket = await opened(url);
  socket.write(text);
  return ended(socket);
}

/** Asks again until there is room for the question. */
async function answeredAtLast(server: Served, path: string): Promise<number> {
  for (;;) {
    try {
      return (await server.get(path)).status;
    } catch {
      await delay(20);
    }
  }
}

async function opened(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => socket.destroy());
  await once(socket, "connect");
  return socket;
}

async function ended(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await once(socket, "close");
  return text;
}
