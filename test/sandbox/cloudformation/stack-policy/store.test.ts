import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../../src/sandbox/clock.ts";
import type { Answer, Engine } from "../engine.ts";
import { createEngine } from "../engine.ts";

const queue = (name: string, extra: object = {}) => ({
  Type: "AWS::SQS::Queue",
  Properties: { QueueName: name, ...extra },
});
const template = (resources: object) => JSON.stringify({ Resources: resources });
const everything = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
const policyOf = (...statements: object[]) => JSON.stringify({ Statement: statements });
const open = policyOf(everything);
const protectedJobs = policyOf(everything, {
  Effect: "Deny",
  Action: ["Update:Replace", "Update:Delete"],
  Principal: "*",
  Resource: "LogicalResourceId/Jobs",
});
const denial =
  "Action denied by stack policy: Statement [#1] does not allow [Update:Replace, Update:Delete] for resource [LogicalResourceId/Jobs];";
const before = { Jobs: queue("jobs"), Mail: queue("mail") };

function stackWith(policy: string): Engine {
  const engine = createEngine();
  engine.call("CreateStack", { StackName: "web", TemplateBody: template(before), StackPolicyBody: policy });
  return engine;
}

function update(engine: Engine, resources: object, extra: object = {}): Answer {
  engine.call("UpdateStack", { StackName: "web", TemplateBody: template(resources), ...extra });
  return engine.stack("web");
}

function failures(engine: Engine): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: "web" })
    .StackEvents.toReversed()
    .filter((event: Answer) => event.ResourceStatus === "UPDATE_FAILED")
    .map((event: Answer) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`);
}

const policyInForce = (engine: Engine): string | undefined =>
  engine.call("GetStackPolicy", { StackName: "web" }).StackPolicyBody;

describe("a stack with a policy", () => {
  test.each<[string, object]>([
    ["a replacement", { ...before, Jobs: queue("jobs2") }],
    ["a removal", { Mail: before.Mail }],
  ])("refuses %s, and the update rolls back", (_, after) => {
    const engine = stackWith(protectedJobs);
    expect(update(engine, after).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(failures(engine)).toContain(`Jobs ${denial}`);
    const jobs = engine.call("DescribeStackResource", { StackName: "web", LogicalResourceId: "Jobs" });
    expect(jobs.StackResourceDetail.PhysicalResourceId).toContain("jobs");
    expect(jobs.StackResourceDetail.PhysicalResourceId).not.toContain("jobs2");
  });

  test("lets a change in place through, holds back an executed change set, and lets itself be deleted", () => {
    const engine = stackWith(protectedJobs);
    const delayed = { ...before, Jobs: queue("jobs", { DelaySeconds: 5 }) };
    expect(update(engine, delayed).StackStatus).toBe("UPDATE_COMPLETE");
    const deployed = engine.deploy("web", template({ ...before, Jobs: queue("other") }));
    expect(deployed.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.call("ListStacks").StackSummaries[0].StackStatus).toBe("DELETE_COMPLETE");
  });

  test("is overridden for one update only, and shows the temporary policy while that runs", () => {
    const engine = stackWith(protectedJobs);
    engine.stack("web");
    setDurations(engine.world, { scale: 1 });
    engine.call("UpdateStack", {
      StackName: "web",
      TemplateBody: template({ ...before, Jobs: queue("jobs2") }),
      StackPolicyDuringUpdateBody: open,
    });
    expect(policyInForce(engine)).toBe(open);
    engine.advanceMs(60_000);
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
    setDurations(engine.world, "instant");
    expect(policyInForce(engine)).toBe(protectedJobs);
    expect(update(engine, before).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test("gets a new one with an update that succeeds, which is not held against that update", () => {
    const engine = stackWith(open);
    const after = { ...before, Jobs: queue("jobs2") };
    expect(update(engine, after, { StackPolicyBody: protectedJobs }).StackStatus).toBe("UPDATE_COMPLETE");
    expect(policyInForce(engine)).toBe(protectedJobs);
    expect(update(engine, before, { StackPolicyBody: open }).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(policyInForce(engine)).toBe(protectedJobs);
  });

  test("that allows nothing refuses every change", () => {
    const engine = stackWith(open);
    engine.call("SetStackPolicy", {
      StackName: "web",
      StackPolicyBody: policyOf({ ...everything, Resource: "LogicalResourceId/Mail" }),
    });
    const after = { ...before, Jobs: queue("jobs", { DelaySeconds: 5 }) };
    expect(update(engine, after).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(failures(engine)).toContain("Jobs Action not allowed by stack policy");
  });

  test.each<[string, object, string]>([
    ["an invalid policy", { StackPolicyBody: "no" }, "Error validating stack policy: Invalid stack policy"],
    ["no policy", {}, "Either StackPolicyBody or StackPolicyURL must be specified."],
    [
      "two policies",
      { StackPolicyBody: open, StackPolicyURL: "https://x" },
      "You cannot specify both StackPolicyURL and StackPolicyBody",
    ],
    ["a URL", { StackPolicyURL: "https://x" }, "StackPolicyURL is not supported by the sandbox."],
    ["too much", { StackPolicyBody: " ".repeat(16_385) }, "less than or equal to 16384"],
  ])("is not given %s", (_, input, message) => {
    const engine = stackWith(open);
    expect(() => engine.call("SetStackPolicy", { StackName: "web", ...input })).toThrow(message);
  });

  test("may be protected by the names of resources that a loop makes", () => {
    const engine = createEngine();
    engine.deploy(
      "web",
      {
        Transform: "AWS::LanguageExtensions",
        Resources: {
          "Fn::ForEach::Queues": ["Name", ["Jobs", "Mail"], { "${Name}Queue": { Type: "AWS::SQS::Queue" } }],
        },
      },
      { Capabilities: ["CAPABILITY_AUTO_EXPAND"] },
    );
    const protect = (logicalId: string) =>
      engine.call("SetStackPolicy", {
        StackName: "web",
        StackPolicyBody: policyOf({ ...everything, Resource: `LogicalResourceId/${logicalId}` }),
      });
    protect("JobsQueue");
    expect(policyInForce(engine)).toContain("JobsQueue");
    expect(() => protect("OtherQueue")).toThrow("Unknown logical id 'LogicalResourceId/OtherQueue'");
  });

  test("is one that is there", () => {
    const engine = createEngine();
    engine.deploy("web", template(before));
    expect(policyInForce(engine)).toBeUndefined();
    expect(() => engine.call("GetStackPolicy", { StackName: "x" })).toThrow("Stack [x] does not exist");
  });
});
