import { describe, expect, test } from "@jest/globals";
import { judgePriority, usageOf } from "../../src/preflight/judge-listener.ts";
import { whyOf } from "./why-of.ts";

describe("a listener", () => {
  const rule = { priority: 20001, conditions: ["legacy.example"], targetGroups: ["tg-1", "tg-2"] };
  const subject = { kind: "priority", listener: "arn", balancer: "public", priority: 20001 } as const;

  test("has no room where a stranger's rule is", () => {
    expect(whyOf(judgePriority(subject, [rule]))).toBe(
      "a rule that is not Mooring's (for legacy.example) has priority 20001 on the listener of the public load balancer",
    );
    expect(judgePriority({ ...subject, priority: 20002 }, [rule]).state).toBe("good");
    expect(whyOf(judgePriority(subject, undefined))).toContain(
      "listener of the public load balancer is gone",
    );
  });

  test("counts its rules, and each target group once", () => {
    const rules = [rule, { ...rule, priority: 2 }];
    const limits = { rulesPerBalancer: 100, targetGroupsPerBalancer: 50 };
    expect([usageOf("rules", rules, limits), usageOf("target groups of a balancer", rules, limits)]).toEqual([
      { used: 2, limit: 100 },
      { used: 2, limit: 50 },
    ]);
  });
});
