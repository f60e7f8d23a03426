import { describe, expect, test } from "@jest/globals";
import { problemsWith, type Files } from "./fixture.ts";

function app(lines: string): Files {
  return { "apps/web.yaml": `kind: Service\nimage: r/web\nport: 80\n${lines}\n` };
}

const ALL =
  "there are account.name, account.id, region, zone, app, version; for the characters themselves write $${";

describe("an unknown variable", () => {
  test.each([
    ["in plain text", "environment:\n  A: x ${zon}", "5:8 ${zon} is not a variable → did you mean zone?"],
    ["in quotes", 'environment: { A: "${zone} ${nothing}" }', `4:28 \${nothing} is not a variable → ${ALL}`],
    [
      "after an escape",
      'environment: { A: "$${zon} ${zon}" }',
      "4:28 ${zon} is not a variable → did you mean zone?",
    ],
    [
      "in a block",
      "environment:\n  A: |\n    one\n      two ${zon}\n",
      "7:11 ${zon} is not a variable → did you mean zone?",
    ],
    [
      "in folded text",
      "environment:\n  A: >-\n    one\n    two\n    ${zon}\n",
      "8:5 ${zon} is not a variable → did you mean zone?",
    ],
    [
      "in a list",
      "command: [a, '${acount.id}']",
      "4:15 ${acount.id} refers to acount, which this account does not have → place acount in this account, or refer to one of zone, network, web",
    ],
    [
      "of the account",
      'command: ["${account.Id}"]',
      "4:12 ${account.Id} is not a variable → did you mean account.id?",
    ],
    [
      "that is not closed",
      'command: ["${zone"]',
      "4:12 ${ is not closed → add }, or write $${ for the characters themselves",
    ],
    ["that is empty", 'command: ["${}"]', `4:12 \${} is not a variable → ${ALL}`],
    ["of CloudFormation", 'command: ["${AWS::Region}"]', `4:12 \${AWS::Region} is not a variable → ${ALL}`],
  ])("%s is told at its line and column", (_, lines, expected) => {
    expect(problemsWith(app(lines))).toEqual([`apps/web.yaml:${expected}`]);
  });

  test("hidden in an escape of YAML is told at the beginning of the value", () => {
    expect(problemsWith(app('command: ["a \\x24{zon}"]'))).toEqual([
      "apps/web.yaml:4:11 ${zon} is not a variable → did you mean zone?",
    ]);
  });

  test("in account.yaml knows only what an account has", () => {
    const account =
      'id: "222222222222"\nregion: eu-west-1\nzone: ${app}.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n';
    expect(problemsWith({ "accounts/dev/account.yaml": account })).toEqual([
      "accounts/dev/account.yaml:3:7 ${app} stands for nothing here: an account is not an app",
    ]);
  });

  test("version does not exist for a template that has none", () => {
    const files = {
      "apps/data.yaml": 'kind: Template\ntemplate: templates/data.yaml\nparameters: { A: "${version}" }\n',
      "templates/data.yaml":
        "Parameters: { A: { Type: String } }\nResources:\n  Topic: { Type: AWS::SNS::Topic }\n",
      "accounts/dev/apps.yaml": "data:\n",
    };
    expect(problemsWith(files)).toEqual([
      "apps/data.yaml:3:19 ${version} stands for nothing here: this entry has no version",
    ]);
    expect(problemsWith({ ...files, "accounts/dev/apps.yaml": "data: 1.0.0\n" })).toEqual([]);
  });
});

describe("a reference to another stack's output", () => {
  test.each([
    [
      "an image",
      "apps/web.yaml",
      "kind: Service\nimage: x${zone.ZoneId}\nport: 80\n",
      "apps/web.yaml:2:9 image",
    ],
    [
      "a health check",
      "apps/web.yaml",
      'kind: Service\nimage: x\nport: 80\nhealthCheck: { path: "/${zone.ZoneId}" }\n',
      "apps/web.yaml:4:24 healthCheck.path",
    ],
    [
      "an IAM action",
      "apps/web.yaml",
      'kind: Service\nimage: x\nport: 80\npermissions: [{ actions: ["s3:${zone.ZoneId}"], resources: ["*"] }]\n',
      "apps/web.yaml:4:27 permissions[0].actions[0]",
    ],
  ])("has no place in %s", (_, path, content, place) => {
    const [problem] = problemsWith({ [path]: content });
    expect(problem).toContain(`${place} `);
  });

  test.each([
    "environment: { A: '${zone.ZoneId}' }",
    "command: ['${zone.ZoneId}']",
    "entryPoint: ['${zone.ZoneId}']",
    "permissions: [{ actions: ['s3:*'], resources: ['${zone.ZoneId}'] }]",
  ])("may stand in %s", (lines) => {
    expect(problemsWith(app(lines))).toEqual([]);
  });
});
