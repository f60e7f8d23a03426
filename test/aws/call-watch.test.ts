import { describe, expect, test } from "@jest/globals";
import { onScriptedAws, xml } from "./on-scripted-aws.ts";
import { fault, json, ok } from "./scripted-aws.ts";

describe("the counts of calls", () => {
  test("every attempt counts, and a throttled one is counted as such, too", async () => {
    await onScriptedAws(
      ({ operation }, nth) =>
        nth < 2 ? fault("Throttling", "Rate exceeded") : ok(operation, xml({ Stacks: [] })),
      async ({ cloud }) => {
        await cloud.sweep();
        expect(cloud.calls()).toEqual({ DescribeStacks: 3 });
        expect(cloud.throttles()).toEqual({ DescribeStacks: 2 });
      },
      { tuning: { attempts: 3 } },
    );
  });

  test("each service is counted by its own operations, in its own words for a throttle", async () => {
    await onScriptedAws(
      ({ operation }) =>
        operation === "DescribeScalingPolicies"
          ? json({ __type: "ThrottlingException", message: "Rate exceeded" }, 400)
          : ok(operation, xml({ Stacks: [] })),
      async ({ cloud }) => {
        await cloud.sweep();
        const arn = "arn:aws:autoscaling:x:1:scalingPolicy:u:resource/ecs/service/a/b:policyName/c";
        await expect(cloud.scalingPolicies([arn])).rejects.toMatchObject({ kind: "throttled" });
        expect(cloud.calls()).toEqual({ DescribeStacks: 1, DescribeScalingPolicies: 1 });
        expect(cloud.throttles()).toEqual({ DescribeScalingPolicies: 1 });
      },
    );
  });

  test("what is refused for another reason is no throttle", async () => {
    await onScriptedAws(
      () => fault("AccessDenied", "no", 403),
      async ({ cloud }) => {
        await expect(cloud.sweep()).rejects.toMatchObject({ kind: "denied" });
        expect(cloud.throttles()).toEqual({});
      },
    );
  });
});
