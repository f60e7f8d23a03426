import { describe, expect, test } from "@jest/globals";
import { loadWith, accountOf, placementOf, problemsWith, type Files } from "./fixture.ts";

function template(content: string | Uint8Array, path = "templates/data.yaml"): Files {
  return {
    "apps/data.yaml": `kind: Template\ntemplate: ${path}\n`,
    "accounts/dev/apps.yaml": "data:\n",
    [path]: content,
  };
}

const TOPIC = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";
const NO_RESOURCES =
  "this is no CloudFormation template: it has no Resources → add Resources: a map from logical ids to resources with a Type";

describe("a file that is not a template", () => {
  test.each([
    ["a list", "- a\n", `1:1 ${NO_RESOURCES}`],
    ["nothing", "", `1:1 ${NO_RESOURCES}`],
    ["a map without resources", "Description: x\n", `1:1 ${NO_RESOURCES}`],
    ["empty resources", "Resources: {}\n", `1:1 ${NO_RESOURCES}`],
    ["resources that are a list", "Resources: [a]\n", "1:12 Resources has to be a map"],
    [
      "a resource that is text",
      "Resources:\n  A: b\n",
      "2:3 the resource A has no Type → add one such as Type: AWS::S3::Bucket",
    ],
    [
      "a resource without type",
      "Resources:\n  A: { Properties: {} }\n",
      "2:3 the resource A has no Type → add one such as Type: AWS::S3::Bucket",
    ],
    [
      "a type that is a number",
      "Resources:\n  A: { Type: 5 }\n",
      "2:14 the Type of A has to be text such as AWS::S3::Bucket",
    ],
    [
      "properties that are a list",
      "Resources:\n  A: { Type: B, Properties: [] }\n",
      "2:29 the Properties of A have to be a map",
    ],
    [
      "a logical id with a hyphen",
      "Resources:\n  a-b: { Type: B }\n",
      '2:3 the logical id "a-b" has to be 1 to 255 letters and digits',
    ],
    [
      "a misspelt attribute",
      "Resources:\n  A: { Type: B, Propertys: {} }\n",
      '2:17 "Propertys" of A is no attribute of a resource → did you mean Properties?',
    ],
    [
      "a misspelt section",
      `${TOPIC}Output: {}\n`,
      '3:1 "Output" is no section of a CloudFormation template → did you mean Outputs?',
    ],
    ["a description that is a map", `${TOPIC}Description: {}\n`, "3:14 Description has to be text"],
    [
      "a parameter without type",
      `${TOPIC}Parameters: { A: {} }\n`,
      "3:15 the parameter A has no Type → add Type",
    ],
    ["an output without value", `${TOPIC}Outputs: { A: {} }\n`, "3:12 the output A has no Value → add Value"],
    ["broken YAML", "Resources: [", expect.stringMatching(/^1:\d+ this is not valid YAML: /)],
  ])("but %s is told in the file itself, and holds its app", (_, content, expected) => {
    const said = problemsWith(template(content)).map((problem) =>
      problem.replace("templates/data.yaml:", ""),
    );
    expect(said).toEqual([expected]);
    const loaded = loadWith(template(content));
    expect(loaded.problems[0]?.holds).toEqual({ kind: "app", account: "dev", app: "data" });
    expect(accountOf(loaded).heldApps).toEqual(["data"]);
  });

  test("that is not there is told where it is named, with the one that was meant", () => {
    const files = { ...template(TOPIC), "apps/data.yaml": "kind: Template\ntemplate: templates/dta.yaml\n" };
    expect(problemsWith(files)).toEqual([
      "apps/data.yaml:2:11 there is no file templates/dta.yaml → did you mean templates/data.yaml?",
    ]);
  });

  test.each(["../data.yaml", "templates/../../data.yaml", "/etc/passwd.yaml", "apps/web.yaml"])(
    "at %s is not even looked for",
    (path) => {
      const [problem] = problemsWith({
        ...template(TOPIC),
        "apps/data.yaml": `kind: Template\ntemplate: ${path}\n`,
      });
      expect(problem).toMatch(
        /^apps\/data.yaml:2:11 template is ".*", but has to be the path of a .yaml, .yml, .json or .template file below templates\//,
      );
    },
  );
});

describe("a template over a limit of CloudFormation", () => {
  test("of bytes is told", () => {
    const topics = Array.from(
      { length: 490 },
      (_, index) =>
        `  Topic${index}: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${"x".repeat(2000)} } }\n`,
    );
    expect(problemsWith(template(`Resources:\n${topics.join("")}`))).toEqual([
      expect.stringMatching(
        /^templates\/data.yaml:1:1 the template is \d+ bytes as JSON, and at most 980000 can be sent to CloudFormation → split it/,
      ),
    ]);
  });

  test("of resources is told", () => {
    const topics = Array.from({ length: 501 }, (_, index) => `  T${index}: { Type: A }\n`);
    expect(problemsWith(template(`Resources:\n${topics.join("")}`))).toEqual([
      "templates/data.yaml:1:1 Resources has 501 entries, and CloudFormation takes 500 → split the template",
    ]);
  });

  test("of dynamic references is told", () => {
    const names = Array.from({ length: 61 }, () => "'{{resolve:ssm:/x}}'");
    expect(
      problemsWith(template(`Resources:\n  A: { Type: B, Properties: { C: [${names.join(", ")}] } }\n`)),
    ).toEqual([
      "templates/data.yaml:1:1 the template has 61 dynamic references, and CloudFormation takes 60 → split it into two apps",
    ]);
  });
});

describe("a template", () => {
  test.each(["templates/data.json", "templates/deep/er/data.template"])("may be JSON, at %s", (path) => {
    const body = { AWSTemplateFormatVersion: "2010-09-09", Resources: { A: { Type: "AWS::SNS::Topic" } } };
    const loaded = loadWith(template(JSON.stringify(body, undefined, "\t"), path));
    expect(loaded.problems).toEqual([]);
    expect(placementOf(loaded, "data").spec).toMatchObject({ template: path, body });
  });

  test("keeps everything it says, in long form", () => {
    const loaded = loadWith(
      template(
        "AWSTemplateFormatVersion: 2010-09-09\nConditions: { C: !Equals [a, b] }\nResources:\n  A:\n    Type: X::Y::Z\n    Condition: C\n    Properties: { On: yes, Url: !GetAtt B.C }\n",
      ),
    );
    expect(placementOf(loaded, "data").spec).toMatchObject({
      body: {
        AWSTemplateFormatVersion: "2010-09-09",
        Conditions: { C: { "Fn::Equals": ["a", "b"] } },
        Resources: { A: { Condition: "C", Properties: { On: true, Url: { "Fn::GetAtt": ["B", "C"] } } } },
      },
    });
  });

  test("that nobody uses and is broken is told, and holds nothing", () => {
    const loaded = loadWith({ "templates/data.yaml": "a: [" });
    expect(loaded.problems).toMatchObject([
      { place: { file: "templates/data.yaml" }, holds: { kind: "nothing" } },
    ]);
    expect(accountOf(loaded).heldApps).toEqual([]);
  });
});
