import { describe, expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function use(app: string, template: string): readonly string[] {
  return problemsWith({
    "apps/data.yaml": `kind: Template\ntemplate: templates/data.yaml\n${app}`,
    "accounts/dev/apps.yaml": "web: 1.0.0\ndata:\n",
    "templates/data.yaml": template,
  });
}

const TOPIC = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";

describe("parameters", () => {
  test("that the template does not declare are told", () => {
    const parameters = "Parameters: { Size: { Type: String, Default: x } }\n";
    expect(use("parameters: { Sise: 5 }\n", `${parameters}${TOPIC}`)).toEqual([
      "apps/data.yaml:3:15 the template declares no parameter Sise → did you mean Size?",
    ]);
    expect(use("parameters: { Sise: 5 }\n", TOPIC)).toEqual([
      "apps/data.yaml:3:15 the template declares no parameter Sise → it declares none",
    ]);
  });

  test("that have neither a value nor a default are told at the entry", () => {
    expect(use("", `Parameters: { Size: { Type: String } }\n${TOPIC}`)).toEqual([
      "accounts/dev/apps.yaml:2:1 the template's parameter Size has no value and no default → add parameters: { Size: … }",
    ]);
  });

  test("may be text, numbers, truth values and lists of text", () => {
    const declared = ["A", "B", "C", "D"].map((name) => `  ${name}: { Type: String }\n`).join("");
    expect(
      use("parameters: { A: a, B: 1.5, C: true, D: [a, b] }\n", `Parameters:\n${declared}${TOPIC}`),
    ).toEqual([]);
  });
});

describe("a capability that the template needs and nobody asked for", () => {
  test.each([
    ["Type: AWS::IAM::Role", "CAPABILITY_IAM", "A is an AWS::IAM::Role"],
    ["Type: AWS::IAM::Policy, Properties: { PolicyName: x }", "CAPABILITY_IAM", "A is an AWS::IAM::Policy"],
    [
      "Type: AWS::IAM::Role, Properties: { RoleName: x }",
      "CAPABILITY_NAMED_IAM",
      "A is an AWS::IAM::Role with a name",
    ],
    [
      "Type: X, Properties: { Fn::Transform: { Name: AWS::Include } }",
      "CAPABILITY_AUTO_EXPAND",
      "it uses a Transform",
    ],
  ])("for { %s } is told", (resource, capability, because) => {
    const template = `Resources:\n  A: { ${resource} }\n`;
    expect(use("", template)).toEqual([
      `apps/data.yaml:2:1 the template needs ${capability}: ${because} → add capabilities: [${capability}]`,
    ]);
    expect(use(`capabilities: [${capability}]\n`, template)).toEqual([]);
  });

  test("is told once for many resources, and the stronger one includes the weaker", () => {
    const template =
      "Resources:\n  A: { Type: AWS::IAM::Role }\n  B: { Type: AWS::IAM::User, Properties: { UserName: x } }\n";
    expect(use("capabilities: [CAPABILITY_IAM]\n", template)).toEqual([
      "apps/data.yaml:2:1 the template needs CAPABILITY_NAMED_IAM: B is an AWS::IAM::User with a name → add capabilities: [CAPABILITY_IAM, CAPABILITY_NAMED_IAM]",
    ]);
    expect(use("capabilities: [CAPABILITY_NAMED_IAM]\n", template)).toEqual([]);
  });

  test("for a transform of the whole template is told", () => {
    expect(use("", `Transform: AWS::Serverless-2016-10-31\n${TOPIC}`)).toHaveLength(1);
  });
});
