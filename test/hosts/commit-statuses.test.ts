import { afterEach, describe, expect, test } from "@jest/globals";
import type { Receiver } from "../../src/model/receiver.ts";
import { githubStatuses } from "../../src/hosts/github-statuses.ts";
import { gitlabStatuses } from "../../src/hosts/gitlab-statuses.ts";
import { accountVerdict, agentEvent, revision } from "../support/events.ts";
import {
  startScriptedServer,
  type Heard,
  type ScriptedAnswer,
  type ScriptedServer,
} from "../support/scripted-server.ts";

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const token = (): Promise<string> => Promise.resolve("t0ken-s3cr3t");
const { signal } = new AbortController();

/** The receivers by host, with a path below the server's root as a self-hosted one has. */
const hosts = {
  github: (url: string, accounts?: readonly string[]): Receiver =>
    githubStatuses({
      repository: "acme/environments",
      token,
      apiUrl: `${url}/api/v3/`,
      ...(accounts === undefined ? {} : { accounts }),
    }),
  gitlab: (url: string, accounts?: readonly string[]): Receiver =>
    gitlabStatuses({
      project: "acme/environments",
      token,
      url: `${url}/git/`,
      ...(accounts === undefined ? {} : { accounts }),
    }),
};
type Host = keyof typeof hosts;

async function hostThat(answer: ScriptedAnswer): Promise<ScriptedServer> {
  const server = await startScriptedServer(() => answer);
  servers.push(server);
  return server;
}

/** What a host got, and what the receiver made of its answer. */
async function deliver(
  host: Host,
  answer: ScriptedAnswer,
  verdict = accountVerdict("success"),
): Promise<{ readonly heard: Heard | undefined; readonly delivery: object; readonly tries: number }> {
  const server = await hostThat(answer);
  const delivery = await hosts[host](server.url).deliver({ kind: "verdict", verdict }, signal);
  return { heard: server.heard[0], delivery, tries: server.heard.length };
}

const CREATED: ScriptedAnswer = {
  status: 201,
  headers: { "content-type": "application/json" },
  body: '{"id":1}',
};

describe("GitHub", () => {
  test.each(["pending", "success", "failure"] as const)("gets the status %s of an account", async (state) => {
    const { heard, delivery } = await deliver("github", CREATED, accountVerdict(state));
    expect(delivery).toEqual({ kind: "delivered" });
    expect(heard).toMatchObject({
      method: "POST",
      path: `/api/v3/repos/acme/environments/statuses/${revision.commit}`,
      headers: { authorization: "token t0ken-s3cr3t" },
    });
    expect(JSON.parse(heard?.body ?? "")).toEqual({
      state,
      context: "mooring/production",
      description: `it is ${state}`,
    });
  });

  test("a rate limit that is used up is waited for, although it is a 403", async () => {
    const reset = Math.floor(Date.now() / 1000) + 600;
    const { delivery } = await deliver("github", {
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
    });
    expect(delivery).toMatchObject({ kind: "failed", afterMs: expect.any(Number) });
    expect((delivery as { afterMs: number }).afterMs).toBeGreaterThan(500_000);
  });

  test("a secondary rate limit with Retry-After is waited for", async () => {
    const { delivery } = await deliver("github", { status: 403, headers: { "retry-after": "30" } });
    expect(delivery).toMatchObject({ kind: "failed", afterMs: 30_000 });
  });

  test.each([401, 403, 404])("%i is final, and says what the token lacks", async (status) => {
    const { delivery } = await deliver("github", { status });
    expect(delivery).toEqual({
      kind: "refused",
      why: `it answered with status ${status}: the token may not write commit statuses of acme/environments`,
    });
  });
});

describe("GitLab", () => {
  test.each([
    ["pending", "running"],
    ["success", "success"],
    ["failure", "failed"],
  ] as const)("gets the status %s of an account as %s", async (state, word) => {
    const { heard, delivery } = await deliver("gitlab", CREATED, accountVerdict(state));
    expect(delivery).toEqual({ kind: "delivered" });
    expect(heard).toMatchObject({
      method: "POST",
      path: `/git/api/v4/projects/acme%2Fenvironments/statuses/${revision.commit}`,
      headers: { "private-token": "t0ken-s3cr3t" },
    });
    expect(JSON.parse(heard?.body ?? "")).toEqual({
      state: word,
      name: "mooring/production",
      description: `it is ${state}`,
    });
  });

  test("a state that is there already counts as delivered", async () => {
    const body = JSON.stringify({ message: "Cannot transition status via :run from :running" });
    const { delivery } = await deliver("gitlab", { status: 400, body });
    expect(delivery).toEqual({ kind: "delivered" });
  });
});

describe.each(["github", "gitlab"] as const)("%s", (host) => {
  test.each([
    [500, "failed"],
    [502, "failed"],
    [503, "failed"],
    [429, "failed"],
    [400, "refused"],
    [422, "refused"],
  ])("answers %i: %s, after one try", async (status, kind) => {
    const { delivery, tries } = await deliver(host, { status, body: "no" });
    expect([delivery, tries]).toEqual([expect.objectContaining({ kind }), 1]);
  });

  test("a redirect is not followed, so that no token goes elsewhere", async () => {
    const elsewhere = await hostThat(CREATED);
    const { delivery } = await deliver(host, { status: 307, headers: { location: elsewhere.url } });
    expect(delivery).toMatchObject({ kind: "refused", why: expect.stringContaining("redirect") });
    expect(elsewhere.heard).toEqual([]);
  });

  test("one that cannot be reached is failed, without the token in its words", async () => {
    const server = await hostThat(CREATED);
    await server.close();
    servers.splice(0);
    const notice = { kind: "verdict", verdict: accountVerdict("success") } as const;
    const delivery = await hosts[host](server.url).deliver(notice, signal);
    expect(delivery).toEqual({ kind: "failed", why: "it could not be reached (ECONNREFUSED)" });
  });

  test("one that hangs is left when the time is over", async () => {
    const server = await hostThat("hang");
    const leave = new AbortController();
    const notice = { kind: "verdict", verdict: accountVerdict("success") } as const;
    const delivery = hosts[host](server.url).deliver(notice, leave.signal);
    await server.gets(1);
    leave.abort();
    expect(await delivery).toMatchObject({ kind: "failed" });
  });

  test("takes verdicts on commits of its accounts, nothing else", () => {
    const all = hosts[host]("http://127.0.0.1:1");
    const some = hosts[host]("http://127.0.0.1:1", ["dev"]);
    const verdict = accountVerdict("success");
    const dirty = accountVerdict("success", { revision: { ...revision, isDirty: true } });
    const strange = accountVerdict("success", { revision: { ...revision, commit: "../../x" } });
    expect([
      all.wants({ kind: "verdict", verdict }),
      all.wants({ kind: "verdict", verdict: dirty }),
      all.wants({ kind: "verdict", verdict: strange }),
      all.wants({ kind: "event", event: agentEvent(1) }),
      some.wants({ kind: "verdict", verdict }),
      some.wants({ kind: "verdict", verdict: accountVerdict("success", { account: "dev" }) }),
    ]).toEqual([true, false, false, false, false, true]);
  });

  test("descriptions fit", async () => {
    const verdict = accountVerdict("failure", { description: `a\nb\u202e${"😀".repeat(200)}` });
    const { heard } = await deliver(host, CREATED, verdict);
    const { description } = JSON.parse(heard?.body ?? "") as { description: string };
    expect(Array.from(description)).toHaveLength(140);
    expect(description).toMatch(/^a b 😀.*…$/u);
  });

  test("a token that cannot be read is tried again later, and its place is named", async () => {
    const place = (): Promise<string> => Promise.reject(new Error("there is no file /run/secrets/token"));
    const server = await hostThat(CREATED);
    const receiver =
      host === "github"
        ? githubStatuses({ repository: "a/b", token: place, apiUrl: server.url })
        : gitlabStatuses({ project: "1", token: place, url: server.url });
    const notice = { kind: "verdict", verdict: accountVerdict("success") } as const;
    expect(await receiver.deliver(notice, signal)).toEqual({
      kind: "failed",
      why: "its secret cannot be read: there is no file /run/secrets/token",
    });
  });
});
