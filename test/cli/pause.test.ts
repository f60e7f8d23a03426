import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { served, TOKEN, type Served } from "../http/served.ts";
import { runMoor } from "../support/moor.ts";

let agent: Served;
beforeEach(async () => {
  agent = await served({ now: Date.now });
});
afterEach(() => agent.close());

const env = { MOORING_API_TOKEN: TOKEN, USER: "ann" };

describe("an agent that runs", () => {
  test("is told to pause an app, why, who asks and until when", async () => {
    const args = ["--account", "production", "--app", "web", "--reason", "a migration", "--until", "2h"];
    const ended = await runMoor(["pause", ...args, "--agent", agent.url], { env });
    expect(ended).toEqual({ code: 0, stdout: "as you wish\n", stderr: "" });
    expect(agent.face.heard.pauses).toEqual([
      {
        scope: { kind: "app", account: "production", app: "web" },
        reason: "a migration",
        by: "ann",
        until: expect.any(Number),
      },
    ]);
  });

  test("is named by MOORING_AGENT, and everything is meant where nothing is said", async () => {
    const there = { ...env, MOORING_AGENT: agent.url };
    expect((await runMoor(["pause"], { env: there })).code).toBe(0);
    expect((await runMoor(["resume", "--account", "test"], { env: there })).code).toBe(0);
    expect(agent.face.heard.pauses).toEqual([{ scope: { kind: "repository" }, by: "ann" }]);
    expect(agent.face.heard.resumed).toEqual([{ kind: "account", account: "test" }]);
  });

  test("says which account it does not know", async () => {
    const ended = await runMoor(["pause", "--account", "tset", "--agent", agent.url], { env });
    expect(ended).toMatchObject({
      code: 1,
      stderr: `moor: the agent at ${agent.url} refused: there is no account tset\n`,
    });
  });

  test("takes no order without the token, and the token is not shown", async () => {
    const wrong = { MOORING_API_TOKEN: "a-guess" };
    const ended = await runMoor(["pause", "--agent", agent.url], { env: wrong });
    expect([ended.code, ended.stderr]).toEqual([
      1,
      `moor: the agent at ${agent.url} refused: the token is missing or wrong\n  send it as Authorization: Bearer <token>\n`,
    ]);
    expect(agent.face.heard.pauses).toEqual([]);
  });
});

describe("somebody else who answers", () => {
  test.each([
    ["a page", 200, "<html>\u001b[2J</html>", "it answered 200"],
    ["an endless text", 200, `{"message":"${"x".repeat(100_000)}"}`, "it answered 200"],
    ["a sentence for the terminal", 400, '{"error":"\\u001b[2J gone"}', "\\u{1b}[2J gone"],
  ])("with %s is not believed", async (_title, status, body, words) => {
    await answering(status, {}, body, async (url) => {
      const ended = await runMoor(["pause", "--agent", url], { env });
      expect(ended).toEqual({ code: 1, stdout: "", stderr: `moor: the agent at ${url} refused: ${words}\n` });
    });
  });

  test("with a redirection gets no token at the other end", async () => {
    await answering(307, { location: `${agent.url}/api/v1/pause` }, "", async (url) => {
      expect(await runMoor(["pause", "--agent", url], { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("cannot be reached: unexpected redirect"),
      });
    });
    expect(agent.face.heard.pauses).toEqual([]);
  });

  test("by not answering at all is told in a sentence", async () => {
    await agent.close();
    const ended = await runMoor(["resume", "--agent", agent.url], { env });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^moor: the agent at http:\/\/127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED.*\n {2}name it with --agent .* --push/,
    );
    const log = await runMoor(["log", "--agent", agent.url], { env });
    expect(log.stderr).toMatch(/ECONNREFUSED.*\n {2}name it with --agent .* CloudFormation itself is asked/);
    agent = await served();
  });
});

describe("a command line that contradicts itself", () => {
  test.each([
    [["--app", "web"], "--app needs --account"],
    [["--agent", "http://127.0.0.1:1", "--push"], "--agent and --push exclude each other"],
    [["--reason", " "], "--reason must be one line of at most 300 characters"],
    [["--until", "yesterday"], '--until must be a time like 2026-01-31T18:00:00Z or 2h, not "yesterday"'],
    [["--until", "2020-01-01T00:00:00Z"], "--until 2020-01-01T00:00:00Z is past already"],
    [["--agent", "nowhere"], '--agent must be an address like http://127.0.0.1:4570, not "nowhere"'],
    [["--agent", "http://ann:secret@127.0.0.1:1"], "--agent must not hold a password"],
  ])("%j changes nothing", async (args, words) => {
    const ended = await runMoor(["pause", ...args], { env: { ...env, MOORING_AGENT: agent.url } });
    expect([ended.code, ended.stderr.split("\n")[0]]).toEqual([64, `moor: ${words}`]);
    expect(ended.stderr).not.toContain("secret@");
    expect(agent.face.heard.pauses).toEqual([]);
  });

  test("a token with a line break in it is refused and not shown", async () => {
    const broken = { ...env, MOORING_API_TOKEN: "two\nlines" };
    const ended = await runMoor(["pause", "--agent", agent.url], { env: broken });
    expect([ended.code, ended.stderr]).toEqual([
      64,
      "moor: MOORING_API_TOKEN holds something that is no token\n  set it to api.token of agent.yaml\n",
    ]);
  });
});

/** Lets a server that is no agent answer while something is done. */
async function answering(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server: Server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(status, headers).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    await work(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
