import { describe, expect, test } from "@jest/globals";
import { aTemplate, placed } from "../support/placements.ts";

describe("a plain template", () => {
  test("goes through as it is, but for its description", () => {
    const body = {
      Description: "Assets of the shop",
      Resources: { Bucket: { Type: "AWS::S3::Bucket", Metadata: { Description: "kept" } } },
    };
    const stack = placed(aTemplate({ body }));
    expect(JSON.parse(stack.template)).toEqual({ Resources: body.Resources });
    expect(stack.about).toBe("Assets of the shop");
    expect(stack.dependsOn).toEqual([]);
  });

  test.each([
    ["a text", "eu", { kind: "literal", value: "eu" }],
    ["a number", 7, { kind: "literal", value: "7" }],
    ["a truth value", false, { kind: "literal", value: "false" }],
    ["a list", ["a", "b"], { kind: "literal", value: "a,b" }],
    ["an empty list", [], { kind: "literal", value: "" }],
    ["an escaped variable", "$${x}", { kind: "literal", value: "${x}" }],
    ["a reference", "${db.Port}", { kind: "text", text: [{ stack: "db", output: "Port" }] }],
    [
      "a list with references",
      ["x-${db.Port}", "y"],
      { kind: "text", text: ["x-", { stack: "db", output: "Port" }, ",y"] },
    ],
  ])("binds a parameter that is %s", (_, value, binding) => {
    expect(placed(aTemplate({ parameters: { P: value } })).parameters).toEqual({ P: binding });
  });

  test("depends on what its parameters refer to, and has the capabilities it asks for", () => {
    const stack = placed(
      aTemplate({
        parameters: { A: "${db.Port}", B: "${assets.Bucket}" },
        capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_IAM"],
      }),
    );
    expect(stack.dependsOn).toEqual(["assets", "db"]);
    expect(stack.capabilities).toEqual(["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]);
  });
});
