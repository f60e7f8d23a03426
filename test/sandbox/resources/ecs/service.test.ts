import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/sandbox/json.ts";
import { setFailingHealth } from "../../../../src/sandbox/resources/ecs/health.ts";
import type { ServiceRecord } from "../../../../src/sandbox/resources/ecs/records.ts";
import { ecsServices } from "../../../../src/sandbox/resources/ecs/records.ts";
import type { Answer, Engine } from "../../cloudformation/engine.ts";
import { createEngine } from "../../cloudformation/engine.ts";

const account = "111111111111";

function reasons(engine: Engine, stack: string): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: stack })
    .StackEvents.filter((event: Answer) => event.ResourceStatus.endsWith("_FAILED"))
    .map((event: Answer) => event.ResourceStatusReason);
}

function serviceOf(engine: Engine): ServiceRecord | undefined {
  return [...engine.world.region(account, "eu-west-1").table(ecsServices).values()].at(-1);
}

/** A cluster, a task definition and a service with these properties. */
function template(service: JsonObject = {}, others: JsonObject = {}) {
  return {
    Resources: {
      Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "apps" } },
      Task: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: { Family: "web", ContainerDefinitions: [{ Name: "web", Image: "repo/web:1" }] },
      },
      Service: {
        Type: "AWS::ECS::Service",
        Properties: {
          Cluster: { Ref: "Cluster" },
          ServiceName: "web",
          TaskDefinition: { Ref: "Task" },
          ...service,
        },
      },
      ...others,
    },
  };
}

const breaker = { DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } } };

describe("a service's references", () => {
  const targets = { Targets: { Type: "AWS::ElasticLoadBalancingV2::TargetGroup" } };
  const behind = {
    LoadBalancers: [{ ContainerName: "web", ContainerPort: 80, TargetGroupArn: { Ref: "Targets" } }],
  };
  const rule = {
    Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    Properties: {
      ListenerArn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/1/2",
      Priority: 1,
      Actions: [{ Type: "forward", TargetGroupArn: { Ref: "Targets" } }],
      Conditions: [{ Field: "path-pattern", Values: ["/"] }],
    },
  };

  test("a target group that no listener or rule forwards to is refused", () => {
    const engine = createEngine();
    expect(engine.deploy("web", template(behind, targets)).StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(reasons(engine, "web")[0]).toMatch(
      /The target group with targetGroupArn arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup\/\S+ does not have an associated load balancer\./,
    );
  });

  test("a target group is fit when the service waits for the rule that forwards to it", () => {
    const engine = createEngine();
    const { Resources } = template(behind, { ...targets, Rule: rule });
    const ordered = { Resources: { ...Resources, Service: { ...Resources.Service, DependsOn: "Rule" } } };
    expect(engine.deploy("web", ordered).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("a service that moves to a target group without a balancer stays where it is", () => {
    const engine = createEngine();
    engine.deploy("web", template());
    expect(engine.deploy("web", template(behind, targets)).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(reasons(engine, "web")[0]).toMatch(/UpdateService error: The target group with/);
    expect(serviceOf(engine)?.properties["LoadBalancers"]).toBeUndefined();
  });

  test.each<[string, JsonObject, RegExp]>([
    ["a cluster", { Cluster: "other" }, /CreateService error: Cluster not found\./],
    ["a task definition", { TaskDefinition: "other:1" }, /CreateService error: TaskDefinition not found\./],
    [
      "a capacity provider of the cluster",
      { CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }] },
      /cannot contain a capacity provider that is not associated with the cluster/,
    ],
  ])("%s that is not there is refused", (_, service, reason) => {
    const engine = createEngine();
    expect(engine.deploy("web", template(service)).StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(reasons(engine, "web")[0]).toMatch(reason);
  });

  test("an associated capacity provider can be used, and then not be taken away", () => {
    const engine = createEngine();
    const association = (CapacityProviders: readonly string[]) => ({
      Association: {
        Type: "AWS::ECS::ClusterCapacityProviderAssociations",
        Properties: { Cluster: { Ref: "Cluster" }, CapacityProviders, DefaultCapacityProviderStrategy: [] },
      },
    });
    const spot = { CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }] };
    const cluster = { Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "apps" } } };
    const base = (providers: readonly string[]) => ({ Resources: { ...cluster, ...association(providers) } });
    expect(engine.deploy("base", base(["FARGATE", "FARGATE_SPOT"])).StackStatus).toBe("CREATE_COMPLETE");
    const { Cluster: _, ...resources } = template({ ...spot, Cluster: "apps" }).Resources;
    expect(engine.deploy("web", { Resources: resources }).StackStatus).toBe("CREATE_COMPLETE");
    expect(engine.deploy("base", base(["FARGATE"])).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(reasons(engine, "base")[0]).toContain("The specified capacity provider is in use");
    engine.call("DeleteStack", { StackName: "web" });
    expect(engine.deploy("base", base(["FARGATE"])).StackStatus).toBe("UPDATE_COMPLETE");
  });
});

describe("a service whose tasks do not become healthy", () => {
  test.each([["web"], ["repo/web:*"], ["arn:aws:ecs:*:service/apps/web"]])(
    "trips the circuit breaker when the pattern %s fits",
    (pattern) => {
      const engine = createEngine();
      setFailingHealth(engine.world, [pattern]);
      expect(engine.deploy("web", template(breaker)).StackStatus).toBe("ROLLBACK_COMPLETE");
      expect(reasons(engine, "web")[0]).toContain("ECS Deployment Circuit Breaker was triggered");
      expect(serviceOf(engine)?.stoppedTasks[0]?.stoppedReason).toBe("Task failed container health checks");
    },
  );

  test("does not when the pattern fits another", () => {
    const engine = createEngine();
    setFailingHealth(engine.world, ["we", "repo/web:2"]);
    expect(engine.deploy("web", template(breaker)).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("waits without a breaker, and comes up when they do", () => {
    const engine = createEngine();
    setFailingHealth(engine.world, ["web"]);
    expect(engine.deploy("web", template()).StackStatus).toBe("CREATE_IN_PROGRESS");
    setFailingHealth(engine.world, []);
    engine.advanceMs(61_000);
    expect(engine.stack("web").StackStatus).toBe("CREATE_COMPLETE");
  });
});

describe("an autoscaled service", () => {
  const target = (MinCapacity: number, MaxCapacity: number, ResourceId: Answer = "service/apps/web") => ({
    Scaling: {
      Type: "AWS::ApplicationAutoScaling::ScalableTarget",
      DependsOn: "Service",
      Properties: {
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId,
        MinCapacity,
        MaxCapacity,
      },
    },
  });

  test("is pulled up to the least count, and down to the most", () => {
    const engine = createEngine();
    engine.deploy("web", template({}, target(2, 4)));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 2, runningCount: 2 });
    engine.deploy("web", template({}, target(3, 4)));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 3, runningCount: 3 });
    engine.deploy("web", template({}, target(1, 2)));
    expect(serviceOf(engine)).toMatchObject({
      desiredCount: 2,
      runningCount: 2,
      deployments: [{ desiredCount: 2, runningCount: 2 }],
    });
  });

  test("keeps its count when the template says none, and the least count when the template says less", () => {
    const engine = createEngine();
    engine.deploy("web", template({}, target(3, 9)));
    engine.deploy("web", template({ ForceNewDeployment: { EnableForceNewDeployment: true } }, target(3, 9)));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 3, runningCount: 3 });
    engine.deploy("web", template({ DesiredCount: 1 }, target(3, 9)));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 3, runningCount: 3 });
  });

  test("is scaled by nobody any more when the target is gone", () => {
    const engine = createEngine();
    engine.deploy("web", template({}, target(3, 9)));
    engine.deploy("web", template({ DesiredCount: 1 }));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 3 });
    engine.deploy("web", template({ DesiredCount: 2 }));
    expect(serviceOf(engine)).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  test("has to exist before it has a target", () => {
    const engine = createEngine();
    expect(engine.deploy("web", template({}, target(1, 2, "service/apps/other"))).StackStatus).toBe(
      "ROLLBACK_COMPLETE",
    );
    expect(reasons(engine, "web")[0]).toContain("ECS service doesn't exist: service/apps/other");
  });
});
