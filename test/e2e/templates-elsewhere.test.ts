import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { newRepository, type GitRepository } from "../support/git-repository.ts";
import { runMoor, type Ended } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { newsTemplate, smallRepository } from "./small-repository.ts";

const ID = "111111111111";
const env = { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: "test" };

let sandbox: TestSandbox;
let folder: string;
let environments: GitRepository;
let news: GitRepository;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  folder = mkdtempSync(join(tmpdir(), "mooring-elsewhere-"));
  news = newRepository(join(folder, "news"));
  news.commit({ "deploy/stack.yaml": newsTemplate("one") });
  news.git("tag", "v1.0.0");
  const { "templates/news.yaml": _own, ...files } = smallRepository();
  environments = newRepository(join(folder, "environments"));
  environments.commit({
    ...files,
    "apps/news.yaml":
      'kind: Template\ntemplate: { repository: ../news, path: deploy/stack.yaml, ref: "v${version}" }\n',
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor(args, { cwd: environments.dir, env });
}

describe("an app whose template lies in a repository of its own", () => {
  test("runs what stands there at its version, in each account at its own", async () => {
    news.commit({ "deploy/stack.yaml": newsTemplate("two") });
    news.git("tag", "v1.1.0");
    environments.commit({ "accounts/dev/apps.yaml": "news: 1.1.0\n" });
    const { stdout, stderr, code } = await moor("render", "--app", "news");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.match(/"DisplayName": "\w+"/g)).toEqual(['"DisplayName": "two"', '"DisplayName": "one"']);
    expect(environments.git("status", "--porcelain")).toBe("");
  });

  test("is held by a version that is not there, with the place and a remedy, and every other app goes on", async () => {
    environments.commit({ "accounts/dev/apps.yaml": "news: 6.6.6\n" });
    const { stdout, code } = await moor("validate");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "apps/news.yaml:2:11 the template at v6.6.6 of ../news cannot be used: the repository has no tag or branch v6.6.6",
    );
    const rendered = await moor("render", "--account", "production");
    expect(rendered.stdout).toContain('"DisplayName": "one"');
  });

  test("needs the other repository only once", async () => {
    await moor("validate");
    renameSync(news.dir, `${news.dir}-gone`);
    expect(await moor("validate")).toMatchObject({ code: 0, stderr: "" });
  });

  test("is not looked at without a network, and that is said", async () => {
    renameSync(news.dir, `${news.dir}-gone`);
    expect(await moor("validate", "--offline")).toEqual({
      code: 0,
      stdout: "acme: no problems in 2 accounts with 4 stacks.\n",
      stderr: "not looked at: deploy/stack.yaml at v1.0.0 of ../news\n",
    });
    expect(existsSync(join(environments.dir, ".mooring"))).toBe(false);
  });

  test("is deployed, also where the template is too large for a request", async () => {
    const notes = `Metadata:\n  Notes: ${"x".repeat(60_000)}\n`;
    news.commit({ "deploy/stack.yaml": `${newsTemplate("large")}${notes}` });
    news.git("tag", "v2.0.0");
    environments.commit({ "accounts/dev/apps.yaml": "news: 2.0.0\n" });
    const sync = ["sync", "--endpoint", sandbox.url, "--account", "dev"];
    const refused = await moor(...sync);
    expect(refused.code).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toMatch(/bucket mooring-artifacts-111111111111-eu-west-1/);
    const bucket = new CreateBucketCommand({
      Bucket: `mooring-artifacts-${ID}-eu-west-1`,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    });
    await sandbox.s3({ account: ID, region: "eu-west-1" }).send(bucket);
    const { code, stdout } = await moor(...sync);
    expect([code, stdout]).toEqual([0, expect.stringContaining("acme")]);
    const { StackResources = [] } = await sandbox
      .cloudformation({ account: ID, region: "eu-west-1" })
      .send(new DescribeStackResourcesCommand({ StackName: "acme-news" }));
    expect(StackResources.map(({ ResourceType }) => ResourceType)).toEqual(["AWS::SNS::Topic"]);
    expect((await moor("plan", "--endpoint", sandbox.url, "--account", "dev")).code).toBe(0);
  });
});
