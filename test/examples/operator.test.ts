import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readAgentFile } from "../../src/manifest/read-agent-file.ts";
import { root, sourceFiles } from "../support/source-files.ts";

function read(name: string): string {
  return readFileSync(join(root, "examples/operator", name), "utf8");
}

const agentTemplate = read("agent.template.yaml");
const sources = sourceFiles("src").filter(({ path }) => !path.startsWith("src/sandbox/"));

function isInSources(text: string): boolean {
  return sources.some((file) => file.text.includes(JSON.stringify(text)));
}

describe("agent.yaml", () => {
  test("is what the agent reads", () => {
    const { file, problems } = readAgentFile({ path: "agent.yaml", text: read("agent.yaml") });
    expect(problems).toEqual([]);
    expect(file?.verify.mode).toBe("required");
  });

  test("names every setting there is, but the ways to prove oneself to a Git host that it does not use", () => {
    const schema = JSON.parse(readFileSync(join(root, "schema/agent.schema.json"), "utf8")) as {
      readonly properties: Readonly<Record<string, unknown>>;
    };
    expect(Object.keys(parse(read("agent.yaml")) as object).toSorted()).toEqual(
      Object.keys(schema.properties).toSorted(),
    );
  });
});

describe("the agent on Fargate", () => {
  /** agent.yaml as the container writes it. */
  function agentFile(values: Readonly<Record<string, string>>): string {
    const [, block = ""] =
      /Name: AGENT_FILE\n.*\n +- \|\n([\s\S]*?)\n {16}- Verify/.exec(agentTemplate) ?? [];
    return block
      .replaceAll(/^ {18}/gm, "")
      .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? `no value for ${name}`);
  }

  test.each([
    ["git@github.com:acme/environments.git", "sshKey", "required"],
    ["https://gitlab.com/acme/environments.git", "token", "off"],
  ])("gets settings that it can read: %s with %s", (RepositoryUrl, GitAuth, Verify) => {
    const text = agentFile({ RepositoryUrl, GitAuth, Verify, Branch: "main" });
    const { file, problems } = readAgentFile({ path: "agent.yaml", text });
    expect(problems).toEqual([]);
    expect(file).toMatchObject({
      repository: { url: RepositoryUrl, branch: "main", auth: { [GitAuth]: "env:GIT_SECRET" } },
      verify: { mode: Verify },
      listen: "0.0.0.0:8080",
    });
  });

  test("gets every secret that its settings name", () => {
    const named = [...agentTemplate.matchAll(/"env:(\w+)"/g)].map(([, name]) => name);
    const given = [...agentTemplate.matchAll(/\{ Name: (\w+), ValueFrom: /g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(given));
  });

  test("has alarms that count lines which the agent writes", () => {
    const messages = [...agentTemplate.matchAll(/\$\.message = "([^"]+)"/g)].map(([, text]) => text ?? "");
    expect(messages).toEqual(["every account looked at", "agent started"]);
    expect(messages.filter((message) => !isInSources(message))).toEqual([]);
  });

  test("never runs two tasks on purpose, writes to its volumes only, and may do nothing but become a deployer, or who leads to a zone", () => {
    expect(agentTemplate).toMatch(/DesiredCount: 1\n[\s\S]*MinimumHealthyPercent: 0\n *MaximumPercent: 100/);
    expect(agentTemplate).toContain("ReadonlyRootFilesystem: true");
    const [, taskRole = ""] = /\n {2}TaskRole:\n([\s\S]*?)\n {2}ExecutionRole:/.exec(agentTemplate) ?? [];
    expect([...taskRole.matchAll(/Action: (.*)/g)].map(([, action]) => action)).toEqual([
      "sts:AssumeRole",
      "sts:AssumeRole",
      "sts:AssumeRole",
    ]);
  });
});

describe("alerts.yaml", () => {
  const alerts = read("alerts.yaml");

  test("asks for metrics that the agent tells", () => {
    const names = new Set([...alerts.matchAll(/\bmooring_[a-z_]+/g)].map(([name]) => name));
    expect(names.size).toBeGreaterThan(8);
    expect([...names].filter((name) => !isInSources(name))).toEqual([]);
  });

  test("asks for label values that the agent tells", () => {
    const values = [...alerts.matchAll(/(?:state|result)(?:=~|!=|=)"([^"]+)"/g)].flatMap(([, each]) =>
      (each ?? "").split("|"),
    );
    expect(values.length).toBeGreaterThan(3);
    expect(values.filter((value) => !isInSources(value))).toEqual([]);
  });

  test("is explained, alert by alert, in the operating instructions, as are the alarms of the template", () => {
    const manual = readFileSync(join(root, "docs/operations.md"), "utf8");
    const names = [
      ...alerts.matchAll(/alert: (\w+)/g),
      ...agentTemplate.matchAll(/\n {2}(\w+):\n {4}Type: AWS::CloudWatch::Alarm/g),
    ];
    const named = names.map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(12);
    expect(named.filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
  });
});
