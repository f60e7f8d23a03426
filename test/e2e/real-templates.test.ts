import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";
import { needsCluster, parametersFor } from "../support/real-template-parameters.ts";
import { realTemplates, type RealTemplate } from "../support/real-templates.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const ACCOUNT = "111111111111";
const templates = realTemplates();

if (templates.length === 0) {
  process.stderr.write(
    "skipped: templates nobody here wrote (set MOORING_SHARED to the folder that has real-templates/)\n",
  );
}

let sandbox: TestSandbox;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = scratch(repositoryOf(templates.filter((template) => !needsCluster(template))));
});

afterAll(async () => {
  repository.remove();
  await sandbox.close();
});

(templates.length === 0 ? describe.skip : describe)("templates that AWS publishes, as kind: Template", () => {
  test("validate finds no problem with any of them", async () => {
    repository.write(repositoryOf(templates));
    expect(complaint(await moor("validate"))).toBe("");
    repository.write({
      "accounts/dev/apps.yaml": appsOf(templates.filter((template) => !needsCluster(template))),
    });
  });

  test("render writes every one of them", async () => {
    const { code, stdout } = await moor("render");
    expect({
      code,
      mentioned: templates.filter((it) => !needsCluster(it) && !stdout.includes(it.app)),
    }).toEqual({
      code: 0,
      mentioned: [],
    });
  });

  test("plan shows that all are to be created", async () => {
    const { code, stdout } = await moor("plan");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`Plan: ${templates.filter((it) => !needsCluster(it)).length + 2} to create`),
    );
  });

  test("sync deploys them, those that import another's exports after it, and then there is nothing to do", async () => {
    expect(complaint(await moor("sync"))).toBe("");
    repository.write({ "accounts/dev/apps.yaml": appsOf(templates) });
    expect(complaint(await moor("sync"))).toBe("");
    expect((await moor("plan", "--exit-code")).code).toBe(0);
  });
});

function moor(verb: string, ...options: readonly string[]): Promise<Ended> {
  const env = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "us-east-1" };
  return runMoor([verb, repository.dir, ...options, "--endpoint", sandbox.url], { env });
}

/** All that a command said when it did not end well, so that a failing test shows it. */
function complaint({ code, stdout, stderr }: Ended): string {
  return code === 0 ? "" : `${stdout}${stderr}`;
}

function repositoryOf(placed: readonly RealTemplate[]): Record<string, string> {
  return {
    "mooring.yaml": "version: 1\nname: acme\ndefaults: { region: us-east-1 }\n",
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": appsOf(placed),
    ...Object.fromEntries(
      templates.map(({ app, path }) => [`templates/${app}.yaml`, readFileSync(path, "utf8")]),
    ),
    ...Object.fromEntries(templates.map((template) => [`apps/${template.app}.yaml`, appOf(template)])),
  };
}

function appsOf(placed: readonly RealTemplate[]): string {
  return `${placed.map(({ app }) => `${app}: {}`).join("\n")}\n`;
}

function appOf(template: RealTemplate): string {
  return JSON.stringify({
    kind: "Template",
    template: `templates/${template.app}.yaml`,
    capabilities: ["CAPABILITY_NAMED_IAM"],
    parameters: parametersFor(template),
  });
}
