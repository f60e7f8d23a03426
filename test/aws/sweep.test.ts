import { describe, expect, test } from "@jest/globals";
import { onScriptedAws, STACK_ID, xml } from "./on-scripted-aws.ts";
import { ok } from "./scripted-aws.ts";

const stack = {
  StackId: STACK_ID,
  StackName: "acme-storefront",
  CreationTime: "2026-11-23T10:00:00.000Z",
  StackStatus: "UPDATE_COMPLETE",
};

async function sweepOf(...pages: readonly (readonly object[])[]) {
  return onScriptedAws(
    (_call, nth) => {
      const next = nth + 1 < pages.length ? `page-${String(nth + 1)}` : undefined;
      return ok("DescribeStacks", xml({ Stacks: pages[nth], NextToken: next }));
    },
    async ({ aws, cloud }) => ({ stacks: await cloud.sweep(), calls: aws.calls, counted: cloud.calls() }),
  );
}

describe("a sweep", () => {
  test("reads everything that we use of a stack", async () => {
    const { stacks } = await sweepOf([
      {
        ...stack,
        StackStatusReason: "cleanup\u001b[2J left something",
        Description: "acme/storefront 2.7.1\n\u001b[2Jof  the shop",
        LastUpdatedTime: "2026-11-23T11:00:00.000Z",
        ChangeSetId: `arn:aws:cloudformation:eu-west-1:222222222222:changeSet/mooring-abc-1/x`,
        Parameters: [
          { ParameterKey: "Priority", ParameterValue: "20001" },
          { ParameterKey: "Secret", ParameterValue: "****" },
        ],
        Outputs: [{ OutputKey: "Url", OutputValue: "https://a" }],
        Tags: [{ Key: "mooring:app", Value: "storefront" }],
        RoleARN: "arn:aws:iam::222222222222:role/executor",
        EnableTerminationProtection: true,
        DriftInformation: { StackDriftStatus: "DRIFTED", LastCheckTimestamp: "2026-11-23T09:00:00.000Z" },
      },
    ]);
    expect(stacks).toEqual([
      {
        name: "acme-storefront",
        id: STACK_ID,
        phase: "settled",
        status: "UPDATE_COMPLETE",
        statusReason: "cleanup [2J left something",
        description: "acme/storefront 2.7.1\n[2Jof the shop",
        parameters: { Priority: "20001", Secret: "****" },
        outputs: { Url: "https://a" },
        tags: { "mooring:app": "storefront" },
        executor: "arn:aws:iam::222222222222:role/executor",
        isProtected: true,
        isNested: false,
        lastChangeSet: "mooring-abc-1",
        createdAt: Date.parse("2026-11-23T10:00:00Z"),
        updatedAt: Date.parse("2026-11-23T11:00:00Z"),
        drift: { state: "drifted", checkedAt: Date.parse("2026-11-23T09:00:00Z") },
      },
    ]);
  });

  test.each([
    ["IN_SYNC", "in-sync"],
    ["NOT_CHECKED", "not-checked"],
    ["UNKNOWN", "unknown"],
    ["PONDERING", "unknown"],
  ])("a drift status of %s is %s", async (StackDriftStatus, state) => {
    const { stacks } = await sweepOf([{ ...stack, DriftInformation: { StackDriftStatus } }]);
    expect(stacks[0]?.drift).toEqual({ state });
  });

  test("what CloudFormation leaves out is left out", async () => {
    const { stacks } = await sweepOf([stack]);
    expect(stacks).toEqual([
      {
        name: "acme-storefront",
        id: STACK_ID,
        phase: "settled",
        status: "UPDATE_COMPLETE",
        parameters: {},
        outputs: {},
        tags: {},
        isProtected: false,
        isNested: false,
        createdAt: Date.parse("2026-11-23T10:00:00Z"),
      },
    ]);
  });

  test("goes through all pages, empty ones too, and costs as many calls as there are pages", async () => {
    const other = { ...stack, StackName: "acme-catalog", StackId: STACK_ID.replace("storefront", "catalog") };
    const { stacks, calls, counted } = await sweepOf([stack], [], [other]);
    expect(stacks.map((it) => it.name)).toEqual(["acme-storefront", "acme-catalog"]);
    expect(calls.map((call) => call.form["NextToken"])).toEqual([undefined, "page-1", "page-2"]);
    expect(counted).toEqual({ DescribeStacks: 3 });
  });

  test("a stack that moved to a later page is seen once, in its later state", async () => {
    const { stacks } = await sweepOf([stack], [{ ...stack, StackStatus: "UPDATE_IN_PROGRESS" }]);
    expect(stacks.map((it) => it.phase)).toEqual(["busy"]);
  });

  test("a nested stack is marked, a shell names no executed change set, a deleted stack is not observed", async () => {
    const at = (name: string, more: object) => ({
      ...stack,
      StackName: name,
      StackId: STACK_ID.replace("acme-storefront", name),
      ...more,
    });
    const { stacks } = await sweepOf([
      at("nested", { ParentId: STACK_ID }),
      at("shell", {
        StackStatus: "REVIEW_IN_PROGRESS",
        ChangeSetId: "arn:aws:cloudformation:x:1:changeSet/first/y",
      }),
      at("gone", { StackStatus: "DELETE_COMPLETE" }),
      at("strange", { StackStatus: "PONDERING" }),
    ]);
    expect(stacks).toMatchObject([
      { name: "nested", isNested: true },
      { name: "shell", phase: "shell" },
      { name: "strange", phase: "unknown", status: "PONDERING" },
    ]);
    expect(stacks[1]).not.toHaveProperty("lastChangeSet");
  });

  test("an answer without what the API always gives is an error, not a guess", async () => {
    await expect(sweepOf([{ ...stack, StackStatus: undefined }])).rejects.toMatchObject({
      name: "CloudError",
      kind: "unexpected",
      message: expect.stringContaining("no status of stack acme-storefront"),
    });
  });
});
