import { describe, expect, test } from "@jest/globals";
import { changeSetRequest, stackDescription } from "../../src/apply/change-set-request.ts";
import type { Revision } from "../../src/model/report.ts";
import { boundStack, templateOf } from "../support/stacks.ts";

const revision: Revision = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  author: "Jörg Müller",
  subject: "storefront: 2.7.2",
  isDirty: false,
};
const origin = { repository: "acme", revision };
const write = { kind: "create-change-set", type: "UPDATE", name: "mooring-x-1" } as const;

function request(given: Parameters<typeof boundStack>[0], from = origin) {
  const made = changeSetRequest(boundStack(given), write, from);
  if (made.kind !== "request") throw new Error(made.message);
  return { ...made.request, parsed: JSON.parse(made.request.template) as Record<string, unknown> };
}

describe("the request for a change set", () => {
  test("carries everything CloudFormation acts on, complete", () => {
    const given = {
      parameters: { Size: "2" },
      capabilities: ["CAPABILITY_IAM"],
      executor: "arn:aws:iam::111111111111:role/executor",
    } as const;
    expect(request(given)).toMatchObject({
      stack: "acme-storefront",
      name: "mooring-x-1",
      type: "UPDATE",
      ...given,
      tags: boundStack().tags,
      rollbackTriggers: [],
    });
    expect(request({})).not.toHaveProperty("executor");
  });

  test("says in its template where it comes from and what it depends on, keeping metadata of its own", () => {
    const template = templateOf("1", { Metadata: { "AWS::CloudFormation::Interface": {} } });
    expect(request({ template, version: "2.7.2", dependsOn: ["catalog", "network"] }).parsed).toEqual({
      ...(JSON.parse(template) as object),
      Description: "acme/storefront 2.7.2: commit 0123456789ab by Jorg Muller",
      Metadata: {
        "AWS::CloudFormation::Interface": {},
        Mooring: { dependsOn: ["catalog", "network"], version: "2.7.2" },
      },
    });
  });

  test("names commit, author and subject, and whether the tree was dirty", () => {
    expect(request({ version: "2.7.2" }).description).toBe(
      "acme/storefront 2.7.2: commit 0123456789ab by Jorg Muller: storefront: 2.7.2",
    );
    const dirty = { repository: "acme", revision: { ...revision, isDirty: true } };
    expect(request({}, dirty).description).toBe(
      "acme/storefront: commit 0123456789ab by Jorg Muller with uncommitted changes: storefront: 2.7.2",
    );
  });

  test("stays within CloudFormation's limits whatever people write", () => {
    const long = {
      repository: "acme",
      revision: { ...revision, subject: "é".repeat(5000), author: "\u001b[31m日本".repeat(300) },
    };
    const { description, template, parsed } = request({ about: "ä".repeat(3000), version: "1" }, long);
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(String(parsed["Description"]))).toBeLessThanOrEqual(1024);
    expect(`${description}${template}`).toMatch(/^[\n\u0020-\u007e]*$/);
  });

  test("is not made for a template that CloudFormation would not take", () => {
    const stack = boundStack({ template: templateOf("x".repeat(51_200)) });
    expect(changeSetRequest(stack, write, origin)).toMatchObject({
      kind: "too-large",
      message: expect.stringMatching(
        /^the template of acme-storefront has \d+ bytes, and CloudFormation takes 51200/,
      ),
    });
  });
});

describe("a template that is too large for a request", () => {
  const artifacts = { bucket: "acme-artifacts", owner: "111111111111" };

  test.each([
    ["goes through the bucket", "x".repeat(51_200), artifacts],
    ["is one by what Mooring puts on, too", "x".repeat(51_100), artifacts],
    ["is none when it fits", "x", undefined],
  ])("%s", (_, content, expected) => {
    const stack = boundStack({ template: templateOf(content), artifacts });
    const prepared = changeSetRequest(stack, write, origin);
    expect(prepared.kind === "request" ? prepared.request.artifacts : prepared).toEqual(expected);
  });

  test("is refused when it is too large for that, too", () => {
    const stack = boundStack({ template: templateOf("x".repeat(1_000_000)), artifacts });
    expect(changeSetRequest(stack, write, origin)).toMatchObject({
      kind: "too-large",
      message: expect.stringMatching(/ bytes, and CloudFormation takes 1000000: split the stack$/),
    });
  });
});

describe("the description of a stack", () => {
  test.each([
    ["without a version", {}, origin, "acme/storefront: commit 0123456789ab by Jorg Muller"],
    ["outside of git", { version: "1" }, { repository: "acme", revision: undefined }, "acme/storefront 1"],
    [
      "with words of its own",
      { about: "Shop.", version: "1" },
      { repository: "acme", revision: undefined },
      "acme/storefront 1\nShop.",
    ],
  ])("%s", (_title, given, from, description) => {
    expect(stackDescription(boundStack(given), from)).toBe(description);
  });
});
