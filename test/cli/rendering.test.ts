import { describe, expect, test } from "@jest/globals";
import { renderedFiles, renderedJson } from "../../src/cli/rendering.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";

const stack: DesiredStack = {
  account: "dev",
  app: "shop",
  name: "acme-shop",
  kind: "Service",
  template: '{"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}',
  about: "Our sh\u00f6p",
  parameters: {
    Vpc: { kind: "text", text: ["vpc ", { stack: "network", output: "VpcId" }, "!"] },
    Image: { kind: "literal", value: "shop:1" },
    Priority: { kind: "priority", listener: "public", match: "host", key: "shop" },
  },
  tags: {},
  capabilities: [],
  dependsOn: ["network"],
  rollbackAlarms: [],
  adopt: false,
  allow: [],
  selfHeal: false,
  ignoreDrift: [],
  place: { file: "accounts/dev/apps.yaml", line: 1, column: 1 },
};

describe("a rendering", () => {
  test("a stack is two files: its template and its parameters, with placeholders for what only AWS knows", () => {
    const [template, parameters] = renderedFiles([stack]);
    expect(template?.path).toBe("dev/shop.template.json");
    expect(JSON.parse(template?.text ?? "")).toEqual({
      Description: "Our sh\u00f6p",
      Resources: { A: { Type: "AWS::SNS::Topic" } },
    });
    expect(parameters?.path).toBe("dev/shop.parameters.json");
    expect(JSON.parse(parameters?.text ?? "")).toEqual([
      { ParameterKey: "Image", ParameterValue: "shop:1" },
      { ParameterKey: "Priority", ParameterValue: "${free host priority on the public listener for shop}" },
      { ParameterKey: "Vpc", ParameterValue: "vpc ${network.VpcId}!" },
    ]);
  });

  test("printed, it is one JSON object by account and app, in pure ASCII", () => {
    const text = renderedJson([stack]);
    expect(Object.keys(JSON.parse(text))).toEqual(["dev/shop"]);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });
});
