import { describe, expect, test } from "@jest/globals";
import type { FetchedTemplate, TemplateAddress } from "../../src/model/template-source.ts";
import { accountOf, loadWith, placementOf, PRODUCTION, problemsWith, type Files } from "./fixture.ts";

const SEARCH: Files = {
  ...PRODUCTION,
  "apps/search.yaml":
    'kind: Template\ntemplate:\n  repository: ../search.git\n  path: deploy/stack.yaml\n  ref: "v${version}"\n',
  "accounts/dev/apps.yaml": "search: 1.3.0\n",
  "accounts/production/apps.yaml": "search: 1.2.0\n",
};

const TOPIC = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";

function at(ref: string): TemplateAddress {
  return { repository: "../search.git", path: "deploy/stack.yaml", ref };
}

function found(ref: string, text: string): FetchedTemplate {
  return { kind: "found", address: at(ref), text, commit: "0".repeat(40), notes: [] };
}

describe("a template in another repository", () => {
  test("is wanted once for each version, and its apps are held without a problem until it is there", () => {
    const loaded = loadWith({ ...SEARCH, "accounts/test/apps.yaml": "search: 1.2.0\n" });
    expect(loaded.wanted).toEqual([at("v1.3.0"), at("v1.2.0")]);
    const { problems, repository } = loadWith(SEARCH);
    expect(problems).toEqual([]);
    expect(repository?.accounts.map(({ heldApps }) => heldApps)).toEqual([["search"], ["search"]]);
  });

  test("is what the app runs once it was fetched, in each account at the version that is deployed there", () => {
    const loaded = loadWith(SEARCH, [found("v1.2.0", TOPIC), found("v1.3.0", TOPIC.replace("Topic:", "T:"))]);
    expect(loaded.problems).toEqual([]);
    expect(loaded.wanted).toHaveLength(2);
    expect(placementOf(loaded, "search", "production").spec).toMatchObject({
      body: { Resources: { Topic: { Type: "AWS::SNS::Topic" } } },
    });
    expect(placementOf(loaded, "search", "dev").spec).toMatchObject({
      body: { Resources: { T: { Type: "AWS::SNS::Topic" } } },
    });
  });

  test("that cannot be had holds the app where that version runs, at the place where it is named", () => {
    const why = { message: "it has no tag or branch v1.3.0", remedy: "push the tag" };
    const answers: FetchedTemplate[] = [
      { kind: "failed", address: at("v1.3.0"), why },
      found("v1.2.0", TOPIC),
    ];
    expect(problemsWith(SEARCH, answers)).toEqual([
      "apps/search.yaml:3:3 the template at v1.3.0 of ../search.git cannot be used: it has no tag or branch v1.3.0 → push the tag",
    ]);
    const loaded = loadWith(SEARCH, answers);
    expect(loaded.problems[0]?.holds).toEqual({ kind: "app", account: "dev", app: "search" });
    expect(accountOf(loaded, "production").heldApps).toEqual([]);
  });

  test("that is broken is told at its own line, and used by no account", () => {
    const broken = `${TOPIC}Output: {}\n`;
    expect(problemsWith(SEARCH, [found("v1.2.0", broken), found("v1.3.0", "Resources: [")])).toEqual([
      '../search.git@v1.2.0/deploy/stack.yaml:3:1 "Output" is no section of a CloudFormation template → did you mean Outputs?',
      expect.stringMatching(
        /^\.\.\/search\.git@v1\.3\.0\/deploy\/stack\.yaml:1:\d+ this is not valid YAML: /,
      ),
    ]);
  });

  test("is checked against the app that uses it like any other", () => {
    const role = "Resources:\n  A: { Type: AWS::IAM::Role }\n";
    expect(problemsWith(SEARCH, [found("v1.2.0", TOPIC), found("v1.3.0", role)])).toEqual([
      "apps/search.yaml:2:1 the template needs CAPABILITY_IAM: A is an AWS::IAM::Role → add capabilities: [CAPABILITY_IAM]",
    ]);
  });

  test("may begin with a byte order mark", () => {
    expect(problemsWith(SEARCH, [found("v1.2.0", TOPIC), found("v1.3.0", `\ufeff${TOPIC}`)])).toEqual([]);
  });

  test("of an app without a version, which its ref needs, is wanted by nobody", () => {
    const files = {
      ...SEARCH,
      "accounts/dev/apps.yaml": "search:\n",
      "accounts/production/apps.yaml": "",
    };
    expect(problemsWith(files)).toEqual([expect.stringContaining("version")]);
    expect(loadWith(files).wanted).toEqual([]);
  });
});

describe("an address that is none", () => {
  test.each([
    ["a repository with a credential", "repository: https://me:secret@github.com/a/b.git", "repository"],
    ["a repository on the machine", "repository: file:///etc", "repository"],
    ["a path that leads out", "path: ../stack.yaml", "path"],
    ["a path that is no template", "path: deploy/stack.sh", "path"],
    ["a ref that looks like an option", "ref: --upload-pack=x", "ref"],
  ])("such as %s is told", (_, line) => {
    const fields = { repository: "../search.git", path: "deploy/stack.yaml", ref: "v1" };
    const [name = "", value = ""] = line.split(/: (.*)/s);
    const app = JSON.stringify({ kind: "Template", template: { ...fields, [name]: value } });
    const files = { ...SEARCH, "apps/search.yaml": app };
    expect(problemsWith(files)).not.toEqual([]);
    expect(loadWith(files).wanted).toEqual([]);
  });
});
