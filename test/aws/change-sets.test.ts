import { describe, expect, test } from "@jest/globals";
import { CHANGE_SET_ID, onScriptedAws, STACK_ID, xml } from "./on-scripted-aws.ts";
import type { WireAnswer, WireCall } from "./scripted-aws.ts";
import { fault, ok } from "./scripted-aws.ts";

const head = {
  ChangeSetName: "mooring-1",
  ChangeSetId: CHANGE_SET_ID,
  StackId: STACK_ID,
  StackName: "acme-storefront",
  Status: "CREATE_COMPLETE",
  ExecutionStatus: "AVAILABLE",
};

const change = (logicalId: string, more: object = {}) => ({
  Type: "Resource",
  ResourceChange: {
    Action: "Modify",
    LogicalResourceId: logicalId,
    ResourceType: "AWS::RDS::DBInstance",
    Replacement: "False",
    ...more,
  },
});

/** Answers DescribeChangeSet from what the set says without and with property values. */
const describing =
  (plain: object, valued: object = plain) =>
  ({ operation, form }: WireCall): WireAnswer =>
    ok(operation, xml({ ...head, ...(form["IncludePropertyValues"] === "true" ? valued : plain) }));

async function read(script: (call: WireCall, nth: number) => WireAnswer) {
  return onScriptedAws(script, async ({ aws, cloud }) => ({
    changeSet: await cloud.changeSet("acme-storefront", "mooring-1"),
    calls: aws.calls,
  }));
}

describe("a change set", () => {
  test("is the union of both answers when the one with values leaves a resource out", async () => {
    const warning =
      "[WARN] --include-property-values option can return incomplete ChangeSet data because: Logical Id: Db, failed property validation";
    const { changeSet } = await read(
      describing(
        {
          Changes: [change("Db", { Replacement: "True", PolicyAction: "ReplaceAndDelete" }), change("Cache")],
        },
        {
          StatusReason: warning,
          Changes: [
            change("Cache", {
              Scope: ["Properties"],
              Details: [
                {
                  Target: {
                    Attribute: "Properties",
                    Path: "/Properties/NodeType",
                    RequiresRecreation: "Never",
                    BeforeValue: "small",
                    AfterValue: "large",
                  },
                  Evaluation: "Static",
                },
              ],
            }),
            change("OnlyHere"),
          ],
        },
      ),
    );
    expect(changeSet).toMatchObject({ state: "ready", isIncomplete: false });
    expect(changeSet?.changes).toMatchObject([
      { logicalId: "Db", replacement: "always", policy: "delete" },
      {
        logicalId: "Cache",
        properties: [{ path: "NodeType", before: "small", after: "large", causesReplacement: "never" }],
      },
      { logicalId: "OnlyHere" },
    ]);
  });

  test("is incomplete when a resource that was left out is in neither answer", async () => {
    const StatusReason =
      "[WARN] --include-property-values option can return incomplete ChangeSet data because: Logical Id: Db, failed";
    const { changeSet } = await read(
      describing({ Changes: [change("Cache")] }, { StatusReason, Changes: [change("Cache")] }),
    );
    expect(changeSet?.isIncomplete).toBe(true);
  });

  test("takes the graver word where the answers differ", async () => {
    const { changeSet } = await read(
      describing(
        { Changes: [change("Db", { Replacement: "Conditional", PolicyAction: "ReplaceAndRetain" })] },
        { Changes: [change("Db", { Replacement: "True", PolicyAction: "ReplaceAndDelete" })] },
      ),
    );
    expect(changeSet?.changes).toMatchObject([{ replacement: "always", policy: "unknown" }]);
  });

  test("keeps words that this version does not know as unknown", async () => {
    const odd = { Action: "Teleport", PolicyAction: "Evaporate" };
    const { changeSet } = await read(
      describing({
        Changes: [
          change("A", odd),
          change("B", { Replacement: "Perhaps" }),
          change("C", { Replacement: undefined }),
        ],
      }),
    );
    expect(changeSet?.changes).toMatchObject([
      { action: "unknown", policy: "unknown" },
      { action: "modify", replacement: "unknown" },
      { action: "modify", replacement: "unknown" },
    ]);
  });

  test("trusts the static one of two details about the same target", async () => {
    const target = { Attribute: "Properties", Name: "Engine", RequiresRecreation: "Always" };
    const Details = [
      { Target: target, Evaluation: "Dynamic", ChangeSource: "DirectModification" },
      { Target: target, Evaluation: "Static", ChangeSource: "ParameterReference", CausingEntity: "Engine" },
    ];
    const { changeSet } = await read(describing({ Changes: [change("Db", { Details })] }));
    expect(changeSet?.changes[0]?.properties).toEqual([{ path: "Engine", causesReplacement: "always" }]);
  });

  test.each([
    [{ Attribute: "Properties", Name: "Engine", Path: "/Properties/Engine/0/Name" }, "Engine/0/Name"],
    [{ Attribute: "Tags", Name: "owner" }, "Tags/owner"],
    [{ Attribute: "Tags" }, "Tags"],
    [{ Attribute: "Metadata", Path: "/Metadata/a" }, "Metadata/a"],
  ])("the target %p has the path %s", async (Target, path) => {
    const { changeSet } = await read(
      describing({ Changes: [change("Db", { Details: [{ Target, Evaluation: "Static" }] })] }),
    );
    expect(changeSet?.changes[0]?.properties).toEqual([{ path, causesReplacement: "never" }]);
  });

  test("is read to its last page, in both forms", async () => {
    const { changeSet, calls } = await read(({ operation, form }) => {
      const isSecond = form["NextToken"] === "more";
      const id = `${isSecond ? "Second" : "First"}`;
      return ok(operation, xml({ ...head, Changes: [change(id)], NextToken: isSecond ? undefined : "more" }));
    });
    expect(changeSet?.changes.map((it) => it.logicalId)).toEqual(["First", "Second"]);
    expect(calls).toHaveLength(4);
  });

  test("contains the changes of nested stacks", async () => {
    const nestedId = CHANGE_SET_ID.replace("mooring-1", "nested");
    const { changeSet } = await read((call) => {
      const nested = change("Inner", { Action: "Remove", PolicyAction: "Delete" });
      const outer = change("Child", { ResourceType: "AWS::CloudFormation::Stack", ChangeSetId: nestedId });
      return describing({ Changes: [call.form["ChangeSetName"] === nestedId ? nested : outer] })(call);
    });
    expect(changeSet).toMatchObject({
      isIncomplete: false,
      changes: [{ logicalId: "Child", nested: [{ logicalId: "Inner", action: "remove", policy: "delete" }] }],
    });
  });

  test("is incomplete when a nested change set is gone, or nests without end", async () => {
    const outer = describing({ Changes: [change("Child", { ChangeSetId: "arn:nested" })] });
    const gone = await read((call) =>
      call.form["ChangeSetName"] === "arn:nested"
        ? fault("ChangeSetNotFound", "ChangeSet [x] does not exist", 404)
        : outer(call),
    );
    expect(gone.changeSet?.isIncomplete).toBe(true);
    const endless = await read(outer);
    expect(endless.changeSet?.isIncomplete).toBe(true);
    expect(endless.calls.length).toBeLessThan(20);
  });

  test("without values is not asked for its changes while it is computed", async () => {
    const { changeSet, calls } = await read(
      describing({ Status: "CREATE_IN_PROGRESS", ExecutionStatus: "UNAVAILABLE" }),
    );
    expect(changeSet).toMatchObject({ state: "pending", changes: [] });
    expect(calls).toHaveLength(1);
  });

  test("that was refused by early validation tells what was found, which only DescribeEvents knows", async () => {
    const { changeSet } = await read((call) => {
      if (call.operation !== "DescribeEvents") {
        return describing({
          Status: "FAILED",
          ExecutionStatus: "UNAVAILABLE",
          StatusReason:
            "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation].",
        })(call);
      }
      expect(call.form["ChangeSetName"]).toBe(CHANGE_SET_ID);
      const events = [
        { EventType: "STACK_EVENT", ResourceStatusReason: "not this" },
        {
          EventType: "VALIDATION_ERROR",
          LogicalResourceId: "Db",
          ValidationPath: "/Resources/Db/Properties/Engin",
          ValidationStatusReason: "Unsupported property [Engin]",
          ValidationFailureMode: "FAIL",
        },
        {
          EventType: "VALIDATION_ERROR",
          LogicalResourceId: "Bucket",
          ValidationName: "BUCKET_EMPTINESS",
          ValidationFailureMode: "WARN",
        },
      ];
      return ok("DescribeEvents", xml({ OperationEvents: events }));
    });
    expect(changeSet).toMatchObject({
      state: "failed",
      findings: [
        {
          logicalId: "Db",
          path: "/Resources/Db/Properties/Engin",
          message: "Unsupported property [Engin]",
          isFatal: true,
        },
        { logicalId: "Bucket", message: expect.stringContaining("BUCKET_EMPTINESS"), isFatal: false },
      ],
    });
  });

  test("that was refused is told even when the role may not ask what was found", async () => {
    const failed = {
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      StatusReason: "AWS::EarlyValidation::Property",
    };
    const { changeSet } = await read((call) =>
      call.operation === "DescribeEvents" ? fault("AccessDenied", "no", 403) : describing(failed)(call),
    );
    expect(changeSet).toMatchObject({
      state: "failed",
      findings: [{ message: expect.stringContaining("cloudformation:DescribeEvents"), isFatal: false }],
    });
  });

  test.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    "No updates are to be performed.",
  ])("that failed because %p is empty", async (StatusReason) => {
    const { changeSet } = await read(
      describing({ Status: "FAILED", ExecutionStatus: "UNAVAILABLE", StatusReason }),
    );
    expect(changeSet).toMatchObject({ state: "empty", reason: StatusReason, findings: [] });
  });

  test("that is not there, or whose stack is not, is undefined", async () => {
    const noSet = await read(() => fault("ChangeSetNotFound", "ChangeSet [mooring-1] does not exist", 404));
    const noStack = await read(() => fault("ValidationError", "Stack [acme-storefront] does not exist"));
    expect([noSet.changeSet, noStack.changeSet]).toEqual([undefined, undefined]);
  });
});
