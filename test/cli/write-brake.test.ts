import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { newRepository, type GitRepository } from "../support/git-repository.ts";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";

const files = {
  "mooring.yaml": "version: 1\nname: acme\n",
  "apps/orders.yaml": "kind: Template\ntemplate: templates/topic.yaml\n",
  "apps/mail.yaml": "kind: Template\ntemplate: templates/topic.yaml\n",
  "templates/topic.yaml": "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n",
  "accounts/test/account.yaml": [
    'id: "111111111111" # the account of the testers',
    "region: eu-west-1",
    "zone: test.acme.example",
    "network: { cidr: 10.0.0.0/16 }",
    "",
  ].join("\n"),
  "accounts/test/apps.yaml": "orders: 1.0.0\n",
  "accounts/test/apps/mail.yaml": "version: 1.0.0\n",
};

let place: Scratch;
let checkout: GitRepository;
let remote: GitRepository;
beforeEach(() => {
  place = scratch();
  remote = newRepository(join(place.dir, "remote.git"), ["--bare"]);
  checkout = newRepository(join(place.dir, "checkout"));
  checkout.commit(files, "the beginning");
  checkout.git("remote", "add", "origin", remote.dir);
  checkout.git("push", "-q", "-u", "origin", "main");
});
afterEach(() => place.remove());

function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor([args[0] ?? "", checkout.dir, ...args.slice(1), "--push"], { env: { HOME: checkout.dir } });
}

/** A file as it is on the branch of the remote. */
function pushed(path: string): string {
  return remote.git("show", `main:${path}`);
}

describe("a pause that is pushed", () => {
  test.each([
    ["everything", [], "mooring.yaml", "everything"],
    ["an account", ["--account", "test"], "accounts/test/account.yaml", "test"],
    [
      "an app of apps.yaml",
      ["--account", "test", "--app", "orders"],
      "accounts/test/apps.yaml",
      "orders in test",
    ],
    [
      "an app with a file of its own",
      ["--account", "test", "--app", "mail"],
      "accounts/test/apps/mail.yaml",
      "mail in test",
    ],
  ])("of %s is one line of one file, and a commit that says so", async (_title, args, path, name) => {
    const ended = await moor("pause", ...args, "--reason", "a migration", "--until", "2h");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(
      new RegExp(`^pushed to origin main: [0-9a-f]{12} pause ${name}: a migration
$`),
    );
    expect(pushed(path)).toContain('paused: { reason: "a migration", until: "20');
    expect(remote.git("show", "--name-only", "--format=%s", "main").split("\n").filter(Boolean)).toEqual([
      `pause ${name}: a migration`,
      path,
    ]);
  });

  test("is what moor validate accepts, and is gone without a trace after moor resume", async () => {
    await moor("pause", "--account", "test", "--reason", 'they said: "no"');
    expect((await runMoor(["validate", checkout.dir])).code).toBe(0);
    await moor("resume", "--account", "test");
    expect(`${pushed("accounts/test/account.yaml")}\n`).toBe(files["accounts/test/account.yaml"]);
    expect(remote.git("log", "-1", "--format=%s", "main")).toBe("resume test");
  });

  test("that is there already makes no commit", async () => {
    await moor("pause");
    const before = remote.git("rev-parse", "main");
    expect(await moor("pause")).toEqual({
      code: 0,
      stdout: "everything is paused already in mooring.yaml\n",
      stderr: "",
    });
    expect(await moor("resume", "--account", "test")).toMatchObject({
      code: 0,
      stdout: "accounts/test/account.yaml does not pause test\n",
    });
    expect(remote.git("rev-parse", "main")).toBe(before);
  });
});

describe("a pause that cannot be pushed", () => {
  test("of an unknown app names those that there are, and changes nothing", async () => {
    const ended = await moor("pause", "--account", "test", "--app", "order");
    expect(ended).toMatchObject({ code: 64, stderr: expect.stringContaining("did you mean orders?") });
    expect(checkout.git("status", "--porcelain")).toBe("");
  });

  test("of a stack that no app is, says so, and what can be paused instead", async () => {
    const ended = await moor("pause", "--account", "test", "--app", "network");
    expect(ended).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/network has no entry of its own .*\n {2}pause the account/),
    });
  });

  test("outside of git is told in a sentence", async () => {
    const bare = scratch(files);
    const ended = await runMoor(["pause", bare.dir, "--push"], { env: { HOME: bare.dir } });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^moor: /);
    expect(ended.stderr).not.toContain("unexpected");
    bare.remove();
  });

  test("over changes of the same file is refused, and they stay", async () => {
    place.write({ "checkout/mooring.yaml": `${files["mooring.yaml"]}# mine\n` });
    const ended = await moor("pause");
    expect(ended.code).toBe(1);
    expect(checkout.git("diff")).toContain("+# mine");
    expect(pushed("mooring.yaml")).not.toContain("paused");
  });
});
