import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../src/sandbox/clock.ts";
import type { Answer, Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";

const topic = { Type: "AWS::SNS::Topic" };
const web = { Resources: { Topic: topic } };
const text = (template: object) => JSON.stringify(template);

describe("creation and update without a change set", () => {
  test("a stack is created, its name is taken, and the same token answers the same again", () => {
    const engine = createEngine();
    const input = { StackName: "web", TemplateBody: text(web), ClientRequestToken: "t" };
    const first = engine.call("CreateStack", input);
    expect(engine.stack("web").StackStatus).toBe("CREATE_COMPLETE");
    expect(engine.call("CreateStack", input)).toEqual(first);
    expect(() => engine.call("CreateStack", { StackName: "web", TemplateBody: text(web) })).toThrow(
      "Stack [web] already exists",
    );
    expect(engine.stack("web").LastOperations).toEqual([
      { OperationType: "CREATE_STACK", OperationId: first.OperationId },
    ]);
  });

  test("without early validation a bad property fails at its resource", () => {
    const engine = createEngine();
    engine.call("CreateStack", {
      StackName: "web",
      TemplateBody: text({ Resources: { Topic: { ...topic, Properties: { Color: "red" } } } }),
      DisableValidation: "true",
    });
    expect(engine.stack("web").StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(engine.call("DescribeStackEvents", { StackName: "web" }).StackEvents).toContainEqual(
      expect.objectContaining({
        ResourceStatus: "CREATE_FAILED",
        ResourceStatusReason:
          "Properties validation failed for resource Topic with message:\n#: extraneous key [Color] is not permitted",
      }),
    );
  });

  test("a creation that takes too long is rolled back", () => {
    const engine = createEngine();
    setDurations(engine.world, { scale: 1 });
    engine.call("CreateStack", {
      StackName: "web",
      TimeoutInMinutes: "1",
      TemplateBody: text({ Resources: { Balancer: { Type: "AWS::ElasticLoadBalancingV2::LoadBalancer" } } }),
    });
    engine.advanceMs(59_000);
    expect(engine.stack("web").StackStatus).toBe("CREATE_IN_PROGRESS");
    engine.advanceMs(60_000);
    expect(engine.stack("web").StackStatus).toBe("ROLLBACK_COMPLETE");
  });

  test("a busy stack refuses the next operation", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", web);
    setDurations(engine.world, { scale: 1 });
    const tagged = { StackName: "web", TemplateBody: text(web), Tags: [{ Key: "a", Value: "b" }] };
    engine.call("UpdateStack", tagged);
    const refusal = `Stack:${StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`;
    expect(() => engine.call("UpdateStack", tagged)).toThrow(refusal);
    expect(() => engine.changeSet("web", web)).toThrow(refusal);
    expect(() => engine.call("DeleteStack", { StackName: "web" })).toThrow(
      "cannot be deleted while in status",
    );
  });

  test("a stack that rolled back its creation can only be deleted", () => {
    const engine = createEngine();
    const clash = {
      Resources: {
        A: { Type: "AWS::SQS::Queue", Properties: { QueueName: "q" } },
        B: { Type: "AWS::SQS::Queue", DependsOn: "A", Properties: { QueueName: "q" } },
      },
    };
    const { StackId } = engine.deploy("web", clash);
    expect(() => engine.changeSet("web", web)).toThrow(
      `Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    );
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.deploy("web", web).StackStatus).toBe("CREATE_COMPLETE");
  });
});

describe("what is missing, refused or locked", () => {
  test.each<[string, string, object, string]>([
    ["DescribeStacks", "DescribeStacks", { StackName: "x" }, "Stack with id x does not exist"],
    [
      "UpdateStack",
      "UpdateStack",
      { StackName: "x", TemplateBody: text(web) },
      "Stack with id x does not exist",
    ],
    [
      "an update change set",
      "CreateChangeSet",
      { StackName: "x", ChangeSetName: "c", TemplateBody: text(web) },
      "Stack [x] does not exist",
    ],
    [
      "a change set",
      "DescribeChangeSet",
      { StackName: "web", ChangeSetName: "c" },
      "ChangeSet [c] does not exist",
    ],
    [
      "a resource",
      "DescribeStackResource",
      { StackName: "web", LogicalResourceId: "Z" },
      "Resource Z does not exist for stack web",
    ],
    ["events", "DescribeStackEvents", { StackName: "x" }, "Stack [x] does not exist"],
    ["a template", "GetTemplate", { StackName: "x" }, "Stack with id x does not exist"],
    ["importers", "ListImports", { ExportName: "e" }, "Export 'e' is not imported by any stack."],
    ["a bad token", "DescribeStacks", { NextToken: "nonsense" }, "Invalid NextToken"],
    [
      "a bad name",
      "CreateStack",
      { StackName: "1x", TemplateBody: text(web) },
      "failed to satisfy constraint",
    ],
    ["a missing name", "CreateStack", { TemplateBody: text(web) }, "Value null at 'stackName'"],
    [
      "a missing template",
      "CreateStack",
      { StackName: "y" },
      "Either Template URL or Template Body must be specified.",
    ],
    [
      "a template from elsewhere",
      "CreateStack",
      { StackName: "y", TemplateURL: "https://example.com/t" },
      "TemplateURL must be an Amazon S3 URL",
    ],
    [
      "a template that is too long",
      "CreateStack",
      { StackName: "y", TemplateBody: " ".repeat(51_201) },
      "Member must have length less than or equal to 51200",
    ],
    [
      "an unknown type",
      "CreateStack",
      { StackName: "y", TemplateBody: text({ Resources: { A: { Type: "AWS::Foo::Bar" } } }) },
      "Unrecognized resource types: [AWS::Foo::Bar]",
    ],
    [
      "a custom resource",
      "CreateStack",
      { StackName: "y", TemplateBody: text({ Resources: { A: { Type: "Custom::A" } } }) },
      "custom resources are not supported by the sandbox",
    ],
    [
      "a changed type",
      "UpdateStack",
      { StackName: "web", TemplateBody: text({ Resources: { Topic: { Type: "AWS::SQS::Queue" } } }) },
      "Update of resource type is not permitted.",
    ],
    [
      "a role nobody acknowledged",
      "CreateStack",
      { StackName: "y", TemplateBody: text({ Resources: { R: { Type: "AWS::IAM::Role" } } }) },
      "Requires capabilities : [CAPABILITY_IAM]",
    ],
    [
      "a reserved tag",
      "CreateStack",
      { StackName: "y", TemplateBody: text(web), Tags: [{ Key: "aws:x", Value: "y" }] },
      "reserved tag key",
    ],
    [
      "a strange flag",
      "CreateStack",
      { StackName: "y", TemplateBody: text(web), DisableRollback: "maybe" },
      "must be true or false",
    ],
    [
      "termination protection without a value",
      "UpdateTerminationProtection",
      { StackName: "web" },
      "must be specified",
    ],
    [
      "continuing what is not stuck",
      "ContinueUpdateRollback",
      { StackName: "web" },
      "is in CREATE_COMPLETE state",
    ],
    [
      "cancelling what does not run",
      "CancelUpdateStack",
      { StackName: "web" },
      "cannot be called from current stack status",
    ],
    ["rolling back what is well", "RollbackStack", { StackName: "web" }, "is in CREATE_COMPLETE state"],
    [
      "an attribute nobody has",
      "UpdateStack",
      {
        StackName: "web",
        TemplateBody: text({ ...web, Outputs: { O: { Value: { "Fn::GetAtt": ["Topic", "Color"] } } } }),
      },
      "resource Topic does not support attribute type Color in Fn::GetAtt",
    ],
  ])("%s", (_, action, input, message) => {
    const engine = createEngine();
    engine.deploy("web", web);
    expect(() => engine.call(action, input as Record<string, string>)).toThrow(message);
  });

  test("a named role needs the greater capability", () => {
    const engine = createEngine();
    const template = {
      Resources: {
        Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "r", AssumeRolePolicyDocument: {} } },
      },
    };
    const input = { StackName: "web", TemplateBody: text(template) };
    expect(() => engine.call("CreateStack", { ...input, Capabilities: ["CAPABILITY_IAM"] })).toThrow(
      "Requires capabilities : [CAPABILITY_NAMED_IAM]",
    );
    engine.call("CreateStack", { ...input, Capabilities: ["CAPABILITY_NAMED_IAM"] });
    expect(engine.stack("web").StackStatus).toBe("CREATE_COMPLETE");
  });
});

describe("parameters that Systems Manager holds", () => {
  const template = {
    Parameters: {
      Image: {
        Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        Default: "/aws/service/ecs/optimized-ami/x",
      },
      Stored: { Type: "AWS::SSM::Parameter::Value<List<String>>" },
    },
    Resources: {
      Topic: { ...topic, Properties: { DisplayName: { "Fn::Join": ["+", { Ref: "Stored" }] } } },
    },
    Outputs: { Image: { Value: { Ref: "Image" } } },
  };
  const stored = (value: string) => ({
    Resources: {
      List: { Type: "AWS::SSM::Parameter", Properties: { Name: "/list", Type: "StringList", Value: value } },
    },
  });
  const given = { Parameters: [{ ParameterKey: "Stored", ParameterValue: "/list" }] };
  const usePrevious = { Parameters: [{ ParameterKey: "Stored", UsePreviousValue: "true" }] };

  test("are read when they are asked for, and their new value is a change of its own", () => {
    const engine = createEngine();
    engine.deploy("store", stored("a,b"));
    const stack = engine.deploy("web", template, given);
    expect(stack.Outputs).toMatchObject([{ OutputValue: expect.stringMatching(/^ami-[0-9a-f]{17}$/) }]);
    expect(stack.Parameters).toContainEqual({
      ParameterKey: "Stored",
      ParameterValue: "/list",
      ResolvedValue: "a,b",
    });
    expect(engine.changeSet("web", template, usePrevious).Status).toBe("FAILED");
    engine.deploy("store", stored("a,c"));
    const made = engine.changeSet("web", template, usePrevious);
    expect(made.Changes[0].ResourceChange.Details[1]).toMatchObject({
      CausingEntity: "Stored",
      Target: { BeforeValue: "a+b", AfterValue: "a+c" },
    });
  });

  test("are refused when nobody stored them", () => {
    const engine = createEngine();
    expect(() => engine.changeSet("web", template, given)).toThrow(
      "Unable to fetch parameters [/list] from parameter store for this account.",
    );
  });
});

describe("exports", () => {
  const producer = (value: string) => ({
    Resources: { Topic: topic },
    Outputs: { Shared: { Value: value, Export: { Name: { "Fn::Sub": "${AWS::StackName}-shared" } } } },
  });
  const consumer = {
    Resources: {
      Parameter: {
        Type: "AWS::SSM::Parameter",
        Properties: { Type: "String", Value: { "Fn::ImportValue": "producer-shared" } },
      },
    },
  };

  function producerAndConsumer(): Engine {
    const engine = createEngine();
    engine.deploy("producer", producer("one"));
    engine.deploy("consumer", consumer);
    return engine;
  }

  test("an export is listed with who imports it", () => {
    const engine = producerAndConsumer();
    expect(engine.call("ListExports").Exports).toMatchObject([{ Name: "producer-shared", Value: "one" }]);
    expect(engine.call("ListImports", { ExportName: "producer-shared" }).Imports).toEqual(["consumer"]);
  });

  test("an export in use can neither change nor go", () => {
    const engine = producerAndConsumer();
    expect(engine.deploy("producer", producer("two")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(() => engine.call("DeleteStack", { StackName: "producer" })).toThrow(
      "Export producer-shared cannot be deleted as it is in use by consumer",
    );
  });

  test("it is free when its importer is gone", () => {
    const engine = producerAndConsumer();
    engine.call("DeleteStack", { StackName: "consumer" });
    expect(engine.deploy("producer", producer("two")).StackStatus).toBe("UPDATE_COMPLETE");
    expect(engine.call("ListExports").Exports).toMatchObject([{ Value: "two" }]);
  });

  test("a name belongs to one stack", () => {
    const engine = createEngine();
    const fixed = { Resources: { Topic: topic }, Outputs: { A: { Value: "x", Export: { Name: "same" } } } };
    engine.deploy("one", fixed);
    expect(engine.deploy("two", fixed)).toMatchObject({ StackStatus: "ROLLBACK_COMPLETE" });
    expect(engine.history("two")).toContain("two ROLLBACK_IN_PROGRESS");
  });
});

describe("reading", () => {
  test("more stacks than fit on a page of 1 MB come in several, each once", () => {
    const engine = createEngine();
    const template = {
      Parameters: { P: { Type: "String" } },
      Resources: { Topic: topic },
    };
    const parameters = [{ ParameterKey: "P", ParameterValue: "x".repeat(4000) }];
    for (let index = 0; index < 300; index++)
      engine.call("CreateStack", {
        StackName: `s${index}`,
        TemplateBody: text(template),
        Parameters: parameters,
      });
    const names: string[] = [];
    let pages = 0;
    let token: string | undefined;
    do {
      const page: Answer = engine.call("DescribeStacks", token === undefined ? {} : { NextToken: token });
      names.push(...page.Stacks.map((stack: Answer) => stack.StackName));
      token = page.NextToken;
      pages++;
    } while (token !== undefined);
    expect(pages).toBe(2);
    expect(new Set(names).size).toBe(300);
    expect(names).toHaveLength(300);
  });

  test("events that happen between two pages move nothing", () => {
    const engine = createEngine();
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`Topic${index}`, topic]));
    const long = "n".repeat(120);
    engine.deploy(long, { Resources: many });
    engine.deploy(long, { Resources: many }, { Tags: [{ Key: "a", Value: "b" }] });
    const first = engine.call("DescribeStackEvents", { StackName: long });
    engine.deploy(long, { Resources: many }, { Tags: [{ Key: "a", Value: "c" }] });
    const second = engine.call("DescribeStackEvents", { StackName: long, NextToken: first.NextToken });
    const ids = [...first.StackEvents, ...second.StackEvents].map((event: Answer) => event.EventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(first.StackEvents.at(-1).EventId).not.toBe(second.StackEvents[0].EventId);
  });

  test("templates, resources and summaries can be read, of a deleted stack by its id", () => {
    const engine = createEngine();
    const template = { Description: "Grüße", Resources: { Topic: { ...topic, Metadata: { a: 1 } } } };
    const { StackId } = engine.deploy("web", template);
    expect(engine.call("GetTemplate", { StackName: "web" }).TemplateBody).toBe(
      text(template).replace(/[üß]/g, "?"),
    );
    expect(
      engine.call("DescribeStackResource", { StackName: "web", LogicalResourceId: "Topic" })
        .StackResourceDetail,
    ).toMatchObject({ ResourceType: "AWS::SNS::Topic", Metadata: '{"a":1}' });
    const [resource] = engine.call("DescribeStackResources", { StackName: "web" }).StackResources;
    expect(
      engine.call("DescribeStackResources", { PhysicalResourceId: resource.PhysicalResourceId })
        .StackResources,
    ).toEqual([resource]);
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.call("GetTemplate", { StackName: StackId }).TemplateBody).toContain("Topic");
    expect(
      engine.call("ListStacks", { StackStatusFilter: ["DELETE_COMPLETE"] }).StackSummaries,
    ).toMatchObject([{ StackId }]);
    expect(engine.call("DescribeStacks").Stacks).toEqual([]);
  });

  test("a template's summary says what it declares and asks for", () => {
    const engine = createEngine();
    const template = {
      AWSTemplateFormatVersion: "2010-09-09",
      Parameters: { P: { Type: "Number", Default: 3, NoEcho: true } },
      Resources: { Role: { Type: "AWS::IAM::Role" } },
    };
    expect(engine.call("GetTemplateSummary", { TemplateBody: text(template) })).toMatchObject({
      Version: "2010-09-09",
      Parameters: [{ ParameterKey: "P", DefaultValue: "3", ParameterType: "Number", NoEcho: true }],
      Capabilities: ["CAPABILITY_IAM"],
      ResourceTypes: ["AWS::IAM::Role"],
      ResourceIdentifierSummaries: [{ LogicalResourceIds: ["Role"], ResourceIdentifiers: ["RoleName"] }],
    });
    expect(engine.call("ValidateTemplate", { TemplateBody: text(template) })).toMatchObject({
      Parameters: [{ ParameterKey: "P", NoEcho: true }],
    });
  });

  test("failed events of an operation are found by its id", () => {
    const engine = createEngine();
    const stack = engine.deploy("web", {
      Resources: {
        A: { Type: "AWS::SQS::Queue", Properties: { QueueName: "q" } },
        B: { Type: "AWS::SQS::Queue", DependsOn: "A", Properties: { QueueName: "q" } },
      },
    });
    expect(stack.StackStatus).toBe("ROLLBACK_COMPLETE");
    const { OperationEvents } = engine.call("DescribeEvents", {
      OperationId: stack.LastOperations[0].OperationId,
      Filters: { FailedEvents: "true" },
    });
    expect(OperationEvents).toMatchObject([
      {
        EventType: "PROVISIONING_ERROR",
        LogicalResourceId: "B",
        ResourceStatusReason: expect.stringContaining("with identifier 'q' already exists."),
      },
    ]);
  });

  test("accounts and Regions do not see each other", () => {
    const engine = createEngine();
    engine.deploy("web", web);
    const elsewhere = createEngine("222222222222", "eu-west-1", engine.world);
    const abroad = createEngine("111111111111", "us-east-1", engine.world);
    expect(elsewhere.call("DescribeStacks").Stacks).toEqual([]);
    expect(abroad.call("DescribeStacks").Stacks).toEqual([]);
  });
});
