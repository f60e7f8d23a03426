import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { NOW, SECRET, served, signed, type Served } from "./served.ts";

let server: Served;
beforeEach(async () => {
  server = await served();
});
afterEach(() => server.close());

const toMain = JSON.stringify({ ref: "refs/heads/main", after: "1".repeat(40) });
const toOther = JSON.stringify({ ref: "refs/heads/topic" });
const cloudPush = JSON.stringify({ push: { changes: [{ new: { type: "branch", name: "main" } }] } });
const centerPush = JSON.stringify({ changes: [{ ref: { id: "refs/heads/main" } }] });

interface Sent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const senders = {
  github: (body: string, event = "push", id = "1"): Sent => ({
    body,
    headers: { "x-github-event": event, "x-github-delivery": id, "x-hub-signature-256": signed(body) },
  }),
  gitlab: (body: string, event = "Push Hook", id = "1"): Sent => ({
    body,
    headers: { "x-gitlab-event": event, "x-gitlab-token": SECRET, "x-gitlab-event-uuid": id },
  }),
  bitbucket: (body: string, event = "repo:push", id = "1"): Sent => ({
    body,
    headers: { "x-event-key": event, "x-request-uuid": id, "x-hub-signature": signed(body) },
  }),
  generic: (body: string, seconds = NOW / 1000): Sent => ({
    body,
    headers: {
      "x-mooring-timestamp": String(seconds),
      "x-mooring-signature": signed(`${seconds}.${body}`).replace("sha256=", ""),
    },
  }),
};

async function deliver(host: string, { body, headers }: Sent): Promise<readonly [number, string]> {
  const answer = await server.post(`/webhooks/${host}`, body, headers);
  return [answer.status, await answer.text()];
}

describe("a genuine delivery", () => {
  test.each([
    ["github", "push to the branch", senders.github(toMain)],
    ["gitlab", "push to the branch", senders.gitlab(toMain)],
    ["bitbucket", "push to the branch at Cloud", senders.bitbucket(cloudPush)],
    ["bitbucket", "push to the branch at Data Center", senders.bitbucket(centerPush, "repo:refs_changed")],
    ["generic", "push to the branch, as a ref", senders.generic(toMain)],
    ["generic", "push to the branch, by name", senders.generic('{"branch":"main"}')],
    ["generic", "push of which it says nothing", senders.generic("")],
  ])("of %s of a %s makes the agent look", async (host, _title, sent) => {
    expect(await deliver(host, sent)).toEqual([202, '{"result":"accepted"}\n']);
    expect(server.face.heard).toMatchObject({ pushes: 1, webhooks: [`${host} accepted`] });
  });

  test.each([
    ["with a form in it", `payload=${encodeURIComponent(toMain)}`],
    ["that is called a form and is none", toMain],
  ])("of GitHub %s makes the agent look", async (_title, text) => {
    const { body, headers } = senders.github(text);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    await deliver("github", { body, headers: { ...headers, ...type } });
    expect(server.face.heard.pushes).toBe(1);
  });

  test.each([
    ["github", senders.github('{"zen":"Keep it logically awesome."}', "ping")],
    ["bitbucket", senders.bitbucket('{"test":true}', "diagnostics:ping")],
  ])("of %s that only tries the way is accepted and changes nothing", async (host, sent) => {
    expect(await deliver(host, sent)).toEqual([202, '{"result":"accepted"}\n']);
    expect(server.face.heard).toMatchObject({ pushes: 0, webhooks: [`${host} accepted`] });
  });

  test.each([
    ["github", "another branch", senders.github(toOther)],
    ["github", "a tag of the branch's name", senders.github('{"ref":"refs/tags/main"}')],
    ["github", "another event", senders.github(toMain, "issues")],
    ["gitlab", "another branch", senders.gitlab(toOther)],
    ["gitlab", "a tag", senders.gitlab(toMain, "Tag Push Hook")],
    ["bitbucket", "a tag of the branch's name", senders.bitbucket(cloudPush.replace('"branch"', '"tag"'))],
    ["bitbucket", "another event", senders.bitbucket(cloudPush, "pullrequest:created")],
    ["generic", "another branch", senders.generic('{"branch":"topic"}')],
  ])("of %s about %s is ignored", async (host, _title, sent) => {
    expect(await deliver(host, sent)).toEqual([200, '{"result":"ignored"}\n']);
    expect(server.face.heard).toMatchObject({ pushes: 0, webhooks: [`${host} ignored`] });
  });

  test.each([
    ["github", "no JSON", senders.github("nothing")],
    ["github", "a ref that is a list", senders.github('{"ref":["refs/heads/main"]}')],
    ["gitlab", "no ref", senders.gitlab("{}")],
    ["bitbucket", "changes that are no list", senders.bitbucket('{"push":{"changes":{}}}')],
    ["generic", "null", senders.generic("null")],
  ])("of %s with %s is malformed", async (host, _title, sent) => {
    expect((await deliver(host, sent))[0]).toBe(400);
    expect(server.face.heard).toMatchObject({ pushes: 0, webhooks: [`${host} malformed`] });
  });
});

describe("a forged delivery", () => {
  test.each([
    ["github", "without a signature", { ...senders.github(toMain), headers: { "x-github-event": "push" } }],
    ["github", "signed with another secret", resigned("github", signed(toMain, "guess"))],
    ["github", "signed for another body", resigned("github", signed(toOther))],
    ["github", "with half a signature", resigned("github", signed(toMain).slice(0, 40))],
    ["github", "with an empty signature", resigned("github", "")],
    ["github", "without a body", { ...senders.github(toMain), body: "" }],
    ["gitlab", "without a token", { body: toMain, headers: { "x-gitlab-event": "Push Hook" } }],
    ["gitlab", "with another token", withToken("guess")],
    ["gitlab", "with the token and more", withToken(`${SECRET}x`)],
    ["bitbucket", "with another secret", resigned("bitbucket", signed(cloudPush, "guess"))],
    ["generic", "whose time was changed", retimed(NOW / 1000 + 1)],
  ])("of %s %s changes nothing and is counted", async (host, _title, sent) => {
    const [status, text] = await deliver(host, sent);
    expect(status).toBe(401);
    expect(text).not.toContain(SECRET);
    expect(server.face.heard).toMatchObject({ pushes: 0, webhooks: [`${host} forged`] });
  });

  test("leaves no mark: the genuine one with its id is still accepted", async () => {
    await deliver("github", resigned("github", signed(toMain, "guess")));
    expect((await deliver("github", senders.github(toMain)))[0]).toBe(202);
  });
});

test("a push of GitLab that another delivery led to is heard, though both bear the same event", async () => {
  const { body, headers } = senders.gitlab(toMain);
  await deliver("gitlab", { body, headers: { ...headers, "idempotency-key": "1" } });
  await deliver("gitlab", { body, headers: { ...headers, "idempotency-key": "2" } });
  expect(server.face.heard.pushes).toBe(2);
});

describe("a replayed delivery", () => {
  test.each([
    ["github", "again", senders.github(toMain), senders.github(toMain)],
    ["github", "under another id", senders.github(toMain), senders.github(toMain, "push", "2")],
    ["github", "as another body with its id", senders.github(toMain), senders.github(`${toMain} `)],
    ["gitlab", "again", senders.gitlab(toMain), senders.gitlab(toMain)],
    [
      "bitbucket",
      "under another id",
      senders.bitbucket(cloudPush),
      senders.bitbucket(cloudPush, "repo:push", "2"),
    ],
    ["generic", "again", senders.generic(toMain), senders.generic(toMain)],
  ])("of %s that comes %s changes nothing and is counted", async (host, _title, first, second) => {
    await deliver(host, first);
    expect(await deliver(host, second)).toEqual([200, '{"result":"replayed"}\n']);
    expect(server.face.heard).toMatchObject({
      pushes: 1,
      webhooks: [`${host} accepted`, `${host} replayed`],
    });
  });

  test.each([
    ["older", -301],
    ["later", 301],
  ])("is a generic one whose time is more than five minutes %s than now", async (_title, seconds) => {
    expect(await deliver("generic", senders.generic(toMain, NOW / 1000 + seconds))).toEqual([
      200,
      '{"result":"replayed"}\n',
    ]);
    expect(server.face.heard).toMatchObject({ pushes: 0, webhooks: ["generic replayed"] });
  });

  test("is not what two hosts call by the same id", async () => {
    await deliver("github", senders.github(toMain));
    await deliver("gitlab", senders.gitlab(toMain));
    expect(server.face.heard.pushes).toBe(2);
  });
});

describe("a host without a secret", () => {
  test("is not listened to, and not counted", async () => {
    const deaf = await served({ webhooks: {} });
    const { body, headers } = senders.github(toMain);
    const answer = await deaf.post("/webhooks/github", body, headers);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      {
        error: "this agent does not listen to that host",
        remedy: "set its secret under webhooks in agent.yaml",
      },
    ]);
    expect(deaf.face.heard).toMatchObject({ pushes: 0, webhooks: [] });
    await deaf.close();
  });

  test("is not one whose secret is empty: what is signed with nothing is refused", async () => {
    const open = await served({ webhooks: { github: async () => "" } });
    const headers = { "x-github-event": "push", "x-hub-signature-256": signed(toMain, "") };
    expect((await open.post("/webhooks/github", toMain, headers)).status).toBe(500);
    expect(open.face.heard.pushes).toBe(0);
    await open.close();
  });
});

function resigned(host: "github" | "bitbucket", signature: string): Sent {
  const { body, headers } = host === "github" ? senders.github(toMain) : senders.bitbucket(cloudPush);
  const name = host === "github" ? "x-hub-signature-256" : "x-hub-signature";
  return { body, headers: { ...headers, [name]: signature } };
}

function withToken(token: string): Sent {
  const { body, headers } = senders.gitlab(toMain);
  return { body, headers: { ...headers, "x-gitlab-token": token } };
}

function retimed(seconds: number): Sent {
  const { body, headers } = senders.generic(toMain);
  return { body, headers: { ...headers, "x-mooring-timestamp": String(seconds) } };
}
