import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { expect, test } from "@jest/globals";
import { startAgent } from "../support/agent-process.ts";
import { newRepository } from "../support/git-repository.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { newsTemplate, smallRepository } from "./small-repository.ts";

test("the agent deploys an app from its own repository", async () => {
  const sandbox = await startTestSandbox();
  const folder = mkdtempSync(join(tmpdir(), "mooring-agent-templates-"));
  const news = newRepository(join(folder, "news"));
  news.commit({ "stack.yaml": newsTemplate("one") });
  const environments = newRepository(join(folder, "environments"));
  const { "templates/news.yaml": _own, ...files } = smallRepository();
  const commit = environments.commit({
    ...files,
    "apps/news.yaml": "kind: Template\ntemplate: { repository: ../news, path: stack.yaml, ref: main }\n",
  });
  const agent = startAgent({
    repo: pathToFileURL(environments.dir).href,
    endpoint: sandbox.url,
    data: join(folder, "data"),
    args: ["--interval", "1s"],
    env: { AWS_ACCESS_KEY_ID: "111111111111" },
  });
  try {
    await agent.atRest(commit);
    const client = sandbox.cloudformation({ account: "111111111111", region: "eu-west-1" });
    const resources = async (): Promise<readonly (string | undefined)[]> => {
      const { StackResources = [] } = await client.send(
        new DescribeStackResourcesCommand({ StackName: "acme-news" }),
      );
      return StackResources.map(({ LogicalResourceId }) => LogicalResourceId);
    };
    expect(await resources()).toEqual(["Topic"]);
  } finally {
    await agent.kill("SIGTERM");
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
