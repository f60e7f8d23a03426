import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readAgentFile } from "../../src/manifest/read-agent-file.ts";
import { formatPlace } from "../../src/model/place.ts";

function read(text: string) {
  return readAgentFile({ path: "agent.yaml", text });
}

function problems(text: string): readonly string[] {
  return read(text).problems.map(
    ({ place, message, remedy }) =>
      `${formatPlace(place)} ${message}${remedy === undefined ? "" : ` → ${remedy}`}`,
  );
}

const everything = `
repository:
  url: git@github.com:acme/environments.git
  path: environments
  interval: 5m
  auth: { sshKey: "file:/run/secrets/key", knownHosts: /etc/mooring/known_hosts }
verify: { mode: required, allowedSigners: /etc/mooring/allowed_signers }
api: { token: "env:MOORING_API_TOKEN" }
webhooks:
  github: { secret: "env:WEBHOOK" }
notifications:
  - { kind: slack, url: "env:SLACK", events: [failed, drifted], accounts: [production] }
  - { kind: webhook, url: "http://127.0.0.1:9000/x", secret: "env:KEY" }
  - { kind: github, repository: acme/environments, githubApp: { appId: 7, installationId: 8, privateKey: "file:/k" } }
  - { kind: gitlab, project: acme/environments, token: "env:GITLAB" }
`;

describe("a sound file", () => {
  test.each([
    ["nothing in it", ""],
    ["only a comment", "# later\n"],
    ["an empty map", "{}"],
    ["a byte order mark", "\ufeff{}"],
  ])("with %s gives every default", (_name, text) => {
    expect(read(text)).toEqual({
      problems: [],
      file: {
        repository: { branch: "main", path: ".", interval: "60s", auth: { user: "x-access-token" } },
        verify: { mode: "off" },
        templates: [],
        listen: "127.0.0.1:8080",
        concurrency: 8,
        api: {},
        webhooks: {},
        notifications: [],
      },
    });
  });

  test("with everything in it is taken as it stands, the defaults of receivers filled in", () => {
    const { file, problems: wrong } = read(everything);
    expect(wrong).toEqual([]);
    expect(file).toMatchObject({
      repository: { interval: "5m", branch: "main" },
      verify: { mode: "required" },
      webhooks: { github: { secret: "env:WEBHOOK" } },
      notifications: [
        { kind: "slack", accounts: ["production"] },
        { kind: "webhook" },
        { kind: "github", apiUrl: "https://api.github.com", githubApp: { apiUrl: "https://api.github.com" } },
        { kind: "gitlab", url: "https://gitlab.com" },
      ],
    });
  });
});

describe("templates", () => {
  test("are listed by addresses, each with its own credential, and with signatures where it says so", () => {
    const { file, problems: wrong } = read(
      "templates:\n  - { url: https://github.com/acme, auth: { token: 'env:T' } }\n  - { url: git@host:x, verify: { mode: off } }\n",
    );
    expect(wrong).toEqual([]);
    expect(file?.templates).toEqual([
      { url: "https://github.com/acme", auth: { token: "env:T", user: "x-access-token" } },
      { url: "git@host:x", auth: { user: "x-access-token" }, verify: { mode: "off" } },
    ]);
  });

  test.each([
    [
      "{ url: https://me:secret@host/a }",
      "templates[0].url holds a user name or a password, and an address is written into logs → take it out, and name it with templates[0].auth.token: env:NAME",
    ],
    [
      "{ url: git@host:a, auth: { token: env:T } }",
      "templates[0].auth.token is of no use for this address → use sshKey, or an https address",
    ],
    [
      "{ url: https://host/a, verify: { mode: required } }",
      "templates[0].verify.mode is required, and no signer is known: nothing could ever be applied → name a file of allowedSigners or of gpgKeys",
    ],
  ])("%s is refused", (entry, expected) => {
    expect(problems(`templates:\n  - ${entry}\n`)).toEqual([expect.stringContaining(expected)]);
  });
});

describe("a file with a mistake", () => {
  test.each([
    ["listne: off\n", '1:1 "listne" is not a field of agent.yaml → did you mean listen?'],
    ["- a\n", "1:1 agent.yaml has to be a map, but is a list"],
    ["a: [\n", "2:1 this is not valid YAML"],
    [
      "repository: { interval: often }\n",
      '1:25 repository.interval is "often", but has to be a time such as 60s, 5m or 1h, or off',
    ],
    [
      "verify: { mode: required }\n",
      "1:17 verify.mode is required, and no signer is known: nothing could ever be applied → name a file",
    ],
    [
      "repository: { url: https://kim:hunter2@git.example/e.git }\n",
      "1:20 repository.url holds a user name or a password, and an address is written into logs → take it out",
    ],
    ["repository: { url: ssh://git:hunter2@git.example/e.git }\n", "holds a user name or a password"],
    ["repository: { path: ../elsewhere }\n", "1:21 repository.path leads out of the repository"],
    ["repository: { path: /etc }\n", "1:21 repository.path leads out of the repository"],
    [
      'repository: { auth: { token: "env:T", sshKey: "env:K", knownHosts: /k } }\n',
      "repository.auth has both sshKey and token, and only one of them can be used → keep one of the two",
    ],
    [
      'repository: { auth: { sshKey: "env:K" } }\n',
      "repository.auth.sshKey needs knownHosts: nobody is there to say yes to a host key",
    ],
    [
      'repository: { url: "https://git.example/e.git", auth: { sshKey: "env:K", knownHosts: /k } }\n',
      "repository.auth.sshKey is of no use for an https address → use token or githubApp, or an ssh address",
    ],
    [
      'repository: { url: "git@git.example:e.git", auth: { token: "env:T" } }\n',
      "repository.auth.token is of no use for this address → use sshKey, or an https address",
    ],
    [
      'repository: { auth: { token: "ghp_0123456789" } }\n',
      "has to be where the secret is read: env:NAME or file:/path",
    ],
    ["notifications: [{ kind: slakc }]\n", "1:25 kind is no kind of receiver → did you mean slack?"],
    [
      "notifications: [slack]\n",
      "1:17 a receiver has to be a map with its kind → write kind: slack, webhook",
    ],
    ["notifications: { kind: slack }\n", "1:16 notifications has to be a list, but is a map"],
    [
      "notifications: [{ kind: slack }]\n",
      "url is missing → add it: the webhook's address, which is itself a secret",
    ],
    [
      'notifications: [{ kind: slack, url: "https://hooks.slack.example/T0/B0/x" }]\n',
      "has to be where the secret is read",
    ],
    [
      "notifications:\n  - { kind: github, repository: acme/environments }\n",
      "a github receiver needs a token or a githubApp, and not both → give one of the two",
    ],
    [
      'notifications:\n  - { kind: webhook, url: "http://ci.example/x", secret: "env:K" }\n',
      "2:27 url is not encrypted, and what is sent there is secret → write https://",
    ],
    [
      'notifications:\n  - { kind: webhook, url: "https://kim:pw@ci.example/x", secret: "env:K" }\n',
      "has to be an address that begins with https:// and holds no user name",
    ],
  ])("%j is told at its place, and nothing is read", (text, words) => {
    expect(read(text).file).toBeUndefined();
    expect(problems(text).join("\n")).toContain(words);
  });

  test("all mistakes are told at once, with the lines around them", () => {
    const text = "listen: everywhere\nnotifications:\n  - { kind: slack }\nconcurrency: 0\n";
    expect(problems(text)).toHaveLength(3);
    expect(read(text).problems[0]?.frame).toContain("> 1 | listen: everywhere");
  });
});

test("no text makes it throw, and there is a file or a problem", () => {
  const lines = everything.split("\n");
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.shuffledSubarray(lines).map((some) => some.join("\n")),
    fc.json(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { file, problems: wrong } = read(text);
      expect(file === undefined).toBe(wrong.length > 0);
    }),
    { numRuns: 200 },
  );
});
