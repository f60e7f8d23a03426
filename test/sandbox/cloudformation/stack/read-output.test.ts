import { describe, expect, test } from "@jest/globals";
import { createEngine } from "../engine.ts";

const topic = (name: unknown) => ({
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: name } } },
});
const producer = (value: string) => ({ ...topic("x"), Outputs: { Name: { Value: value } } });
const asking = (question: object) => topic({ "Fn::GetStackOutput": question });
const shownIn = (changeSet: { Changes: { ResourceChange: { AfterContext: string } }[] }): unknown =>
  JSON.parse(changeSet.Changes[0]?.ResourceChange.AfterContext ?? "{}").Properties.DisplayName;

describe("Fn::GetStackOutput", () => {
  test("gives the output of a stack here, in another Region, and in another account through a role", () => {
    const here = createEngine();
    here.deploy("shop", producer("here"));
    createEngine("111111111111", "us-east-1", here.world).deploy("shop", producer("there"));
    createEngine("222222222222", "eu-west-1", here.world).deploy("shop", producer("theirs"));
    const question = { StackName: "shop", OutputName: "Name" };
    expect(shownIn(here.changeSet("a", asking(question)))).toBe("here");
    expect(shownIn(here.changeSet("b", asking({ ...question, Region: "us-east-1" })))).toBe("there");
    const role = { RoleArn: "arn:aws:iam::222222222222:role/reader" };
    expect(shownIn(here.changeSet("c", asking({ ...question, ...role })))).toBe("theirs");
  });

  test("works in outputs and within other functions, and its arguments may be functions", () => {
    const engine = createEngine();
    engine.deploy("shop", producer("x"));
    const question = { "Fn::GetStackOutput": { StackName: { "Fn::Sub": "shop" }, OutputName: "Name" } };
    const stack = engine.deploy("web", {
      ...topic({ "Fn::Sub": ["${Name}-y", { Name: question }] }),
      Outputs: { Seen: { Value: { "Fn::Join": ["", [question, "z"]] } } },
    });
    expect(stack.Outputs[0].OutputValue).toBe("xz");
  });

  test("locks nothing, and another value is a change at the next update", () => {
    const engine = createEngine();
    engine.deploy("shop", producer("one"));
    const template = asking({ StackName: "shop", OutputName: "Name" });
    engine.deploy("web", template);
    expect(engine.changeSet("web", template).Status).toBe("FAILED");
    engine.deploy("shop", producer("two"));
    expect(engine.changeSet("web", template).Changes).toHaveLength(1);
    engine.call("DeleteStack", { StackName: "shop" });
    expect(() => engine.stack("shop")).toThrow("Stack with id shop does not exist");
    expect(engine.changeSet("web", template)).toMatchObject({
      Status: "FAILED",
      StatusReason: "Stack with id shop does not exist",
    });
  });

  test.each<[string, object, string]>([
    ["of an output that is not there", { StackName: "shop", OutputName: "No" }, "has no output No"],
    [
      "of a stack that is not there",
      { StackName: "no", OutputName: "Name" },
      "Stack with id no does not exist",
    ],
    ["without an output", { StackName: "shop" }, "requires StackName and OutputName"],
    [
      "with something else",
      { StackName: "shop", OutputName: "Name", Color: "red" },
      "may have Region and RoleArn",
    ],
    ["in China", { StackName: "shop", OutputName: "Name", Region: "cn-north-1" }, "cross-partition"],
    ["as nobody", { StackName: "shop", OutputName: "Name", RoleArn: "me" }, "is not the ARN of a role"],
  ])("%s fails the change set", (_, question, message) => {
    const engine = createEngine();
    engine.deploy("shop", producer("x"));
    const made = engine.changeSet("web", asking(question));
    expect(made.Status).toBe("FAILED");
    expect(made.StatusReason).toContain(message);
  });

  const question = { "Fn::GetStackOutput": { StackName: "shop", OutputName: "Name" } };
  test.each<[string, object, string]>([
    [
      "a condition",
      { ...topic("x"), Conditions: { Is: { "Fn::Equals": [question, "x"] } } },
      "Cannot use Fn::GetStackOutput in Conditions",
    ],
    [
      "Fn::ImportValue",
      topic({ "Fn::ImportValue": question }),
      "the attribute in Fn::ImportValue must not depend on",
    ],
    [
      "the name of an export",
      { ...topic("x"), Outputs: { O: { Value: "x", Export: { Name: question } } } },
      "The Name field of Export must not depend on",
    ],
  ])("is refused in %s", (_, template, message) => {
    expect(() => createEngine().changeSet("web", template)).toThrow(message);
  });
});
