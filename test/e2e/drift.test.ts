import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { driftSchemaErrors } from "../support/drift-schema.ts";
import { layOutExample } from "../support/example.ts";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { newsTemplate, smallRepository } from "./small-repository.ts";

const env = { AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "test" };

let sandbox: TestSandbox;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  repository = scratch(smallRepository());
  const ended = await moor("sync");
  if (ended.code !== 0) throw new Error(ended.stdout + ended.stderr);
});
afterEach(() => repository.remove());

/** A command about the account `dev` in the test's sandbox. */
function moor(verb: string, ...args: readonly string[]): Promise<Ended> {
  return runMoor([verb, "--account", "dev", "--endpoint", sandbox.url, ...args], {
    cwd: repository.dir,
    env,
  });
}

async function changeTopic(displayName: string): Promise<void> {
  const where = { account: "111111111111", region: "eu-west-1", stack: "acme-news", logicalId: "Topic" };
  await sandbox.control("POST", "drift", { ...where, set: { "/DisplayName": displayName } });
}

describe("moor drift", () => {
  test("the whole example, untouched, has no drift: nothing of it is noise", async () => {
    const example = layOutExample();
    const embedded = [example.dir, "--sandbox", "--sandbox-durations", "instant"];
    await runMoor(["sync", ...embedded]);
    const ended = await runMoor(["drift", ...embedded]);
    example.remove();
    expect(ended.stdout).toMatch(/No drift: \d+ stacks in 3 accounts/);
    expect(ended.code).toBe(0);
  });

  test("an account that nobody touched: 0, and says what was looked at", async () => {
    const ended = await moor("drift");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("No drift: 3 stacks in 1 account.");
  });

  test("a property that was changed by hand: 2, with what is expected, what is, and what to do", async () => {
    await changeTopic("by hand");
    const ended = await moor("drift");
    expect(ended).toMatchObject({ code: 2, stderr: "" });
    expect(ended.stdout).toContain("~ news  Topic (AWS::SNS::Topic)");
    expect(ended.stdout).toContain("/DisplayName: expected one, is by hand");
    expect(ended.stdout).toContain("→ resource: write what is wanted into the repository");
    expect(ended.stdout).toContain("1 difference on 1 resource: 3 stacks in 1 account.");
  });

  test("content that is not deployed is drift of the version", async () => {
    repository.write({
      "templates/news.yaml": newsTemplate("two"),
      "accounts/dev/apps.yaml": "news: 1.1.0\n",
    });
    const ended = await moor("drift");
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain("version: expected 1.1.0, is 1.0.0");
  });

  test("--json keeps to its schema and tells everything", async () => {
    await changeTopic("by hand");
    const ended = await moor("drift", "--json");
    expect(ended.code).toBe(2);
    const report: unknown = JSON.parse(ended.stdout);
    expect(driftSchemaErrors(report)).toEqual([]);
    expect(report).toMatchObject({
      version: 1,
      repository: "acme",
      accounts: [
        {
          name: "dev",
          id: "111111111111",
          summary: { stacks: 3, driftedProperties: 1, unknown: 0 },
          properties: [{ app: "news", property: "/DisplayName", expected: "one", actual: "by hand" }],
        },
      ],
    });
  });

  test("--markdown is a comment in which nothing is markup", async () => {
    await changeTopic("a | b <script> `x` @team");
    const ended = await moor("drift", "--markdown");
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain("``a \\| b <script> `x` @team``");
    expect(ended.stdout).toContain("| `news` |");
  });

  test("--app leaves the others out", async () => {
    await changeTopic("by hand");
    const ended = await moor("drift", "--app", "network");
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain("No drift: 1 stack in 1 account.");
  });

  test("what cannot be read is 1: neither drift nor in sync", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Topic", on: ["read"], reason: "no permission" },
    ]);
    const ended = await moor("drift");
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("? news  Topic  not known:");
  });

  test("credentials of another account are 1, and the account is named", async () => {
    repository.write({
      "accounts/dev/account.yaml":
        'id: "999999999999"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n',
    });
    const ended = await moor("drift");
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("are of AWS account 111111111111, and dev is 999999999999");
  });

  test("changes nothing", async () => {
    await changeTopic("by hand");
    await moor("drift");
    expect((await moor("drift")).code).toBe(2);
  });
});
