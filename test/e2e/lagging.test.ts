import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { newsTemplate } from "./small-repository.ts";
import { operationsOf } from "./stacks-of.ts";

const ACCOUNT = "111111111111";

/** Longer than Mooring takes between two calls about a stack, so that answers do tell of the past. */
const LAG_MS = 1500;

let sandbox: TestSandbox;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  await sandbox.control("POST", "consistency", { lagMs: LAG_MS });
  repository = scratch({
    "mooring.yaml": "version: 1\nname: acme\ndefaults:\n  region: eu-west-1\n",
    "apps/news.yaml": "kind: Template\ntemplate: templates/news.yaml\n",
    "templates/news.yaml": newsTemplate("one"),
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": "news: 1.0.0\n",
  });
});

afterAll(async () => {
  repository.remove();
  await sandbox.close();
});

describe("an AWS that shows writes late", () => {
  test("a first deployment settles, and every stack was created once", async () => {
    await sync();
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual({
      "acme-network": ["create"],
      "acme-news": ["create"],
      "acme-zone": ["create"],
    });
  });

  test("an update settles, and what changed was updated once", async () => {
    repository.write({ "templates/news.yaml": newsTemplate("two") });
    await sync();
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual({
      "acme-network": ["create"],
      "acme-news": ["create", "update"],
      "acme-zone": ["create"],
    });
  });
});

/** Runs `moor sync` until it ends by itself, and lets everything it wrote be seen. Throws when it did not settle. */
async function sync(): Promise<void> {
  const { code, stdout, stderr } = await runMoor(["sync", repository.dir, "--endpoint", sandbox.url], {
    env: { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" },
  });
  if (code !== 0) throw new Error(`ended with ${String(code)}: ${stdout}${stderr}`);
  await sandbox.control("POST", "clock", { advanceMs: LAG_MS });
}
