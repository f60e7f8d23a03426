import { describe, expect, test } from "@jest/globals";
import { setMissingImages } from "../../../src/sandbox/ecr/images.ts";
import { faults } from "../../../src/sandbox/faults.ts";
import { ecsServices } from "../../../src/sandbox/resources/ecs/records.ts";
import { listRecords } from "../../../src/sandbox/route53/store.ts";
import type { Engine } from "../cloudformation/engine.ts";
import { createEngine } from "../cloudformation/engine.ts";

const account = "111111111111";

function reasons(engine: Engine, stack: string): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: stack })
    .StackEvents.filter((event: { ResourceStatus: string }) => event.ResourceStatus.endsWith("_FAILED"))
    .map((event: { ResourceStatusReason: string }) => event.ResourceStatusReason);
}

function failUpdate(engine: Engine, logicalId: string): void {
  engine.world.table(faults).put("update", {
    id: "update",
    effect: { kind: "fail-resource", on: ["update"], reason: "no" },
    match: { logicalId },
    remaining: 1,
  });
}

describe("Route 53", () => {
  const zone = { Zone: { Type: "AWS::Route53::HostedZone", Properties: { Name: "acme.example" } } };
  const record = (name: string, target: string) => ({
    Type: "AWS::Route53::RecordSet",
    Properties: {
      HostedZoneId: { Ref: "Zone" },
      Name: name,
      Type: "CNAME",
      TTL: "60",
      ResourceRecords: [target],
    },
  });
  const names = (engine: Engine, zoneId: string) =>
    listRecords(engine.world.account(account), zoneId).map(
      ({ name, type, values }) => `${name} ${type} ${(values ?? []).join()}`,
    );

  test("a zone has four name servers, and its stack's records are in it until they go", () => {
    const engine = createEngine();
    const outputs = {
      Id: { Value: { Ref: "Zone" } },
      Servers: { Value: { "Fn::Join": [",", { "Fn::GetAtt": ["Zone", "NameServers"] }] } },
    };
    const stack = engine.deploy("dns", {
      Resources: { ...zone, Www: record("www.acme.example", "one.example") },
      Outputs: outputs,
    });
    const [id, servers] = stack.Outputs.map((output: { OutputValue: string }) => output.OutputValue);
    expect(servers.split(",")).toHaveLength(4);
    expect(names(engine, id)).toContain("www.acme.example. CNAME one.example");
    engine.deploy("dns", {
      Resources: { ...zone, Www: record("www.acme.example", "two.example") },
      Outputs: outputs,
    });
    expect(names(engine, id)).toContain("www.acme.example. CNAME two.example");
    engine.deploy("dns", { Resources: zone, Outputs: outputs });
    expect(names(engine, id)).toHaveLength(2);
  });

  test("a record that is there already fails its stack and is left alone", () => {
    const engine = createEngine();
    const { Outputs } = engine.deploy("dns", {
      Resources: { ...zone, Www: record("www.acme.example", "one.example") },
      Outputs: { Id: { Value: { Ref: "Zone" } } },
    });
    const zoneId = Outputs[0].OutputValue;
    const other = record("www.acme.example", "two.example");
    const stack = engine.deploy("app", {
      Resources: { Www: { ...other, Properties: { ...other.Properties, HostedZoneId: zoneId } } },
    });
    expect(stack.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(reasons(engine, "app")[0]).toMatch(/Tried to create resource record set .* but it already exists/);
    expect(names(engine, zoneId)).toContain("www.acme.example. CNAME one.example");
  });

  test.each([
    ["moves there for good", false],
    ["is back where it was when the update fails", true],
  ])("a record of the same name in another zone %s", (_, isFailing) => {
    const engine = createEngine();
    const zones = {
      One: { Type: "AWS::Route53::HostedZone", Properties: { Name: "acme.example" } },
      Two: { Type: "AWS::Route53::HostedZone", Properties: { Name: "acme.example" } },
    };
    const template = (zone: string, last: string) => ({
      Resources: {
        ...zones,
        Www: {
          Type: "AWS::Route53::RecordSet",
          Properties: {
            HostedZoneId: { Ref: zone },
            Name: "www.acme.example",
            Type: "CNAME",
            TTL: "60",
            ResourceRecords: ["x.example"],
          },
        },
        Last: { Type: "AWS::SNS::Topic", DependsOn: "Www", Properties: { DisplayName: last } },
      },
      Outputs: { One: { Value: { Ref: "One" } }, Two: { Value: { Ref: "Two" } } },
    });
    const { Outputs } = engine.deploy("dns", template("One", "a"));
    if (isFailing) failUpdate(engine, "Last");
    engine.deploy("dns", template("Two", "b"));
    const counts = Outputs.map((output: { OutputValue: string }) => names(engine, output.OutputValue).length);
    expect(counts).toEqual(isFailing ? [3, 2] : [2, 3]);
  });

  test("a record whose name changes is made anew before the old one goes", () => {
    const engine = createEngine();
    const { Outputs } = engine.deploy("dns", {
      Resources: { ...zone, Www: record("a.acme.example", "x.example") },
      Outputs: { Id: { Value: { Ref: "Zone" } } },
    });
    engine.deploy("dns", {
      Resources: { ...zone, Www: record("b.acme.example", "x.example") },
      Outputs: { Id: { Value: { Ref: "Zone" } } },
    });
    expect(names(engine, Outputs[0].OutputValue).filter((name) => name.includes("CNAME"))).toEqual([
      "b.acme.example. CNAME x.example",
    ]);
  });
});

describe("ECS", () => {
  const template = (image: string, breaker: boolean) => ({
    Resources: {
      Cluster: { Type: "AWS::ECS::Cluster" },
      Task: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: { Family: "web", ContainerDefinitions: [{ Name: "web", Image: image }] },
      },
      Service: {
        Type: "AWS::ECS::Service",
        Properties: {
          Cluster: { Ref: "Cluster" },
          TaskDefinition: { Ref: "Task" },
          DesiredCount: 2,
          DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: breaker, Rollback: breaker } },
        },
      },
    },
    Outputs: { Task: { Value: { Ref: "Task" } }, Name: { Value: { "Fn::GetAtt": ["Service", "Name"] } } },
  });
  const serviceOf = (engine: Engine) =>
    [...engine.world.region(account, "eu-west-1").table(ecsServices).values()].at(-1);

  test("a service whose image is there becomes steady with its desired count", () => {
    const engine = createEngine();
    expect(engine.deploy("web", template("repo/web:1", true)).StackStatus).toBe("CREATE_COMPLETE");
    expect(serviceOf(engine)).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
    });
    expect(serviceOf(engine)?.events[0]?.message).toMatch(/has reached a steady state/);
  });

  test("a new image is a new revision, and the old one is deregistered", () => {
    const engine = createEngine();
    const first = engine.deploy("web", template("repo/web:1", true));
    const second = engine.deploy("web", template("repo/web:2", true));
    expect(first.Outputs[0].OutputValue).toMatch(/:task-definition\/web:1$/);
    expect(second.Outputs[0].OutputValue).toMatch(/:task-definition\/web:2$/);
    expect(second.Outputs[1]).toEqual(first.Outputs[1]);
  });

  test("a missing image trips the circuit breaker, and the update rolls back to what ran", () => {
    const engine = createEngine();
    engine.deploy("web", template("repo/web:1", true));
    setMissingImages(engine.world, ["repo/web:2"]);
    const stack = engine.deploy("web", template("repo/web:2", true));
    expect(stack.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(reasons(engine, "web")).toEqual([
      expect.stringMatching(
        /^Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: .*, HandlerErrorCode: GeneralServiceException\)$/,
      ),
    ]);
    expect(serviceOf(engine)).toMatchObject({
      taskDefinition: expect.stringMatching(/web:1$/),
      runningCount: 2,
      deployments: [{ rolloutState: "COMPLETED" }],
    });
  });

  test("without a breaker it hangs, comes up when the image is pushed, and gives up after three hours otherwise", () => {
    const engine = createEngine();
    setMissingImages(engine.world, ["repo/*"]);
    expect(engine.deploy("web", template("repo/web:1", false)).StackStatus).toBe("CREATE_IN_PROGRESS");
    setMissingImages(engine.world, []);
    engine.advanceMs(61_000);
    expect(engine.stack("web").StackStatus).toBe("CREATE_COMPLETE");
    setMissingImages(engine.world, ["repo/*:2"]);
    expect(engine.deploy("web", template("repo/web:2", false)).StackStatus).toBe("UPDATE_IN_PROGRESS");
    engine.advanceMs(4 * 3_600_000);
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(reasons(engine, "web")[0]).toMatch(/did not stabilize.*NotStabilized/);
  });
});

test("two rules cannot have one priority on a listener, and a priority is free when its rule is gone", () => {
  const engine = createEngine();
  const rule = (priority: number) => ({
    Resources: {
      Rule: {
        Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
        Properties: {
          ListenerArn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/1/2",
          Priority: priority,
          Actions: [{ Type: "fixed-response" }],
          Conditions: [{ Field: "path-pattern", Values: ["/"] }],
        },
      },
    },
  });
  expect(engine.deploy("one", rule(10)).StackStatus).toBe("CREATE_COMPLETE");
  expect(engine.deploy("two", rule(10)).StackStatus).toBe("ROLLBACK_COMPLETE");
  expect(reasons(engine, "two")[0]).toContain("Priority '10' is currently in use");
  engine.deploy("one", rule(11));
  expect(engine.deploy("three", rule(10)).StackStatus).toBe("CREATE_COMPLETE");
  expect(engine.deploy("one", rule(10)).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});

test("a resource with a fixed name cannot be replaced", () => {
  const engine = createEngine();
  const queue = (isFifo: boolean) => ({
    Resources: {
      Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "jobs.fifo", FifoQueue: isFifo } },
    },
  });
  engine.deploy("web", queue(true));
  expect(engine.deploy("web", queue(false)).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(reasons(engine, "web")[0]).toBe(
    "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename jobs.fifo and update the stack again.",
  );
});
