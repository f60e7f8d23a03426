import { describe, expect, test } from "@jest/globals";
import { aService, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const onBoth = placed(aService({ expose: ["public", "internal"] }));
const hidden = placed(aService());

function ref(name: string): { Ref: string } {
  return { Ref: name };
}

describe("a service on both balancers", () => {
  test("stops a failing deployment and goes back by itself", () => {
    expect(propertiesOf(onBoth, "Service")).toMatchObject({
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
  });

  test("has a target group on each, and waits for the rules that lead to them", () => {
    expect(propertiesOf(onBoth, "Service")).toMatchObject({
      HealthCheckGracePeriodSeconds: 60,
      LoadBalancers: [
        { ContainerName: "shop", ContainerPort: 8080, TargetGroupArn: ref("PublicTargetGroup") },
        { ContainerName: "shop", ContainerPort: 8080, TargetGroupArn: ref("InternalTargetGroup") },
      ],
    });
    expect(readTemplate(onBoth.template).Resources["Service"]).toMatchObject({
      DependsOn: ["PublicRule1", "InternalRule1"],
    });
    expect(propertiesOf(onBoth, "PublicTargetGroup")).toMatchObject({
      TargetType: "ip",
      Port: 8080,
      HealthCheckPath: "/",
      Matcher: { HttpCode: "200-399" },
      TargetGroupAttributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }],
    });
  });

  test("is reached from the two balancers on its port, and from nowhere else", () => {
    expect(propertiesOf(onBoth, "SecurityGroup")).toMatchObject({
      SecurityGroupIngress: ["Public", "Internal"].map((which) => ({
        FromPort: 8080,
        ToPort: 8080,
        IpProtocol: "tcp",
        SourceSecurityGroupId: ref(`Network${which}BalancerSecurityGroup`),
      })),
    });
  });

  test("is public under its plain name and internal under its internal one, over IPv4 and IPv6", () => {
    expect(propertiesOf(onBoth, "Records")).toEqual({
      HostedZoneId: ref("ZoneZoneId"),
      RecordSets: [
        ...aliases(["shop", ref("ZoneZoneName")], "Public"),
        ...aliases(["shop", "internal", ref("ZoneZoneName")], "Internal"),
      ],
    });
  });

  test("asks for a priority on each listener by the app's name", () => {
    expect(onBoth.parameters["PublicRule1Priority"]).toEqual({
      kind: "priority",
      listener: "public",
      match: "host",
      key: "shop",
    });
    expect(onBoth.parameters["InternalRule1Priority"]).toMatchObject({ listener: "internal" });
  });

  test("refers to the outputs of network and zone, and to nothing that differs by account", () => {
    expect(onBoth.dependsOn).toEqual(["network", "zone"]);
    expect(onBoth.parameters["NetworkVpcId"]).toEqual({
      kind: "text",
      text: [{ stack: "network", output: "VpcId" }],
    });
    expect(onBoth.template).not.toMatch(/222222222222|acme\.example|"dev"/);
  });
});

function aliases(name: readonly unknown[], which: "Public" | "Internal"): readonly unknown[] {
  return ["A", "AAAA"].map((Type) => ({
    Name: { "Fn::Join": [".", name] },
    Type,
    AliasTarget: {
      DNSName: ref(`Network${which}BalancerDns`),
      HostedZoneId: ref(`Network${which}BalancerZoneId`),
      EvaluateTargetHealth: false,
    },
  }));
}

describe("a service on the internal balancer only", () => {
  test("is internal under both names", () => {
    const stack = placed(aService({ expose: ["internal"], hosts: ["shop"] }));
    expect(propertiesOf(stack, "Records")).toMatchObject({
      RecordSets: [
        ...aliases(["shop", ref("ZoneZoneName")], "Internal"),
        ...aliases(["shop", "internal", ref("ZoneZoneName")], "Internal"),
      ],
    });
  });
});

describe("a service that shares a host by paths", () => {
  const shared = placed(aService({ expose: ["public"], hosts: ["shop", "www"], paths: ["/api/*"] }));

  test("makes the records of its own name only: the host's owner makes the others", () => {
    expect(propertiesOf(shared, "Records")).toMatchObject({
      RecordSets: aliases(["shop", ref("ZoneZoneName")], "Public"),
    });
  });

  test("makes no record when no host is its own", () => {
    const api = placed(aService({ expose: ["public"], hosts: ["www"], paths: ["/api/*"] }));
    expect(propertiesOf(api, "Records")).toBeUndefined();
    expect(resourcesOfType(api, "AWS::ElasticLoadBalancingV2::ListenerRule")).toHaveLength(1);
  });
});

describe("a service on no balancer", () => {
  test("has neither rule, record nor ingress, and no grace period", () => {
    expect(resourcesOfType(hidden, "AWS::ElasticLoadBalancingV2::ListenerRule")).toEqual([]);
    expect(propertiesOf(hidden, "Records")).toBeUndefined();
    expect(propertiesOf(hidden, "SecurityGroup")).not.toHaveProperty("SecurityGroupIngress");
    expect(propertiesOf(hidden, "Service")).not.toHaveProperty("HealthCheckGracePeriodSeconds");
    expect(hidden.dependsOn).toEqual(["network"]);
  });
});

describe("the scale of a service", () => {
  test("that is a number is the desired count, without autoscaling", () => {
    const stack = placed(aService({ scale: 3 }));
    expect(propertiesOf(stack, "Service")).toMatchObject({ DesiredCount: 3 });
    expect(propertiesOf(stack, "ScalableTarget")).toBeUndefined();
  });

  test("that has bounds leaves the count to autoscaling, with one policy a metric", () => {
    const scale = { min: 2, max: 10, cpu: 80, memory: 70, requests: 900 };
    const stack = placed(aService({ expose: ["public"], scale }));
    expect(propertiesOf(stack, "Service")).not.toHaveProperty("DesiredCount");
    expect(propertiesOf(stack, "ScalableTarget")).toMatchObject({ MinCapacity: 2, MaxCapacity: 10 });
    expect(resourcesOfType(stack, "AWS::ApplicationAutoScaling::ScalingPolicy")).toEqual([
      "CpuScaling",
      "MemoryScaling",
      "RequestsScaling",
    ]);
    expect(propertiesOf(stack, "RequestsScaling")).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 900,
        PredefinedMetricSpecification: { PredefinedMetricType: "ALBRequestCountPerTarget" },
      },
    });
  });

  test("by requests on two balancers counts those of both", () => {
    const stack = placed(
      aService({ expose: ["public", "internal"], scale: { min: 1, max: 2, requests: 900 } }),
    );
    expect(JSON.stringify(propertiesOf(stack, "RequestsScaling"))).toContain(
      '"FILL(requests0, 0) + FILL(requests1, 0)"',
    );
  });

  test("that names nothing to scale by goes by CPU", () => {
    const stack = placed(aService({ scale: { min: 1, max: 4 } }));
    expect(propertiesOf(stack, "CpuScaling")).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 75 },
    });
  });
});

describe("the Spot share of a service", () => {
  const onDemand = (Weight: number): unknown => ({ CapacityProvider: "FARGATE", Weight });
  test.each([
    [0, [onDemand(100)]],
    [
      30,
      [
        { CapacityProvider: "FARGATE", Weight: 70, Base: 1 },
        { CapacityProvider: "FARGATE_SPOT", Weight: 30 },
      ],
    ],
    [100, [{ CapacityProvider: "FARGATE_SPOT", Weight: 100 }]],
  ])("of %d percent", (spot, strategy) => {
    expect(propertiesOf(placed(aService({ spot })), "Service")).toMatchObject({
      CapacityProviderStrategy: strategy,
    });
  });
});

describe("the alarms of a service", () => {
  test("behind a balancer are five, tell the account's topic, and roll a deployment back", () => {
    expect(onBoth.rollbackAlarms).toEqual([
      "ErrorsAlarmArn",
      "LatencyAlarmArn",
      "UnhealthyAlarmArn",
      "CpuAlarmArn",
      "MemoryAlarmArn",
    ]);
    for (const id of resourcesOfType(onBoth, "AWS::CloudWatch::Alarm")) {
      const topic = [ref("NetworkAlarmTopicArn")];
      expect(propertiesOf(onBoth, id)).toMatchObject({ AlarmActions: topic, OKActions: topic });
    }
  });

  test.each([
    ["ErrorsAlarm", 5, 3, 5],
    ["LatencyAlarm", 2, 3, 5],
    ["UnhealthyAlarm", 0, 4, 5],
    ["CpuAlarm", 90, 10, 10],
    ["MemoryAlarm", 90, 10, 10],
  ])("%s goes off above %d in %d of %d minutes, and silence is good", (id, threshold, bad, of) => {
    expect(propertiesOf(onBoth, id)).toMatchObject({
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: threshold,
      DatapointsToAlarm: bad,
      EvaluationPeriods: of,
      TreatMissingData: "notBreaching",
    });
  });

  test("look at both target groups", () => {
    expect(JSON.stringify(propertiesOf(onBoth, "LatencyAlarm"))).toContain(
      "MAX([FILL(latencyPublic, 0), FILL(latencyInternal, 0)])",
    );
  });

  test("on no balancer are those of the load", () => {
    expect(resourcesOfType(hidden, "AWS::CloudWatch::Alarm")).toEqual(["CpuAlarm", "MemoryAlarm"]);
  });

  test("without the one on unhealthy hosts are four", () => {
    const { alarms } = aService();
    const fewer = alarms === false ? false : { ...alarms, unhealthyHosts: false };
    const stack = placed(aService({ expose: ["public"], alarms: fewer }));
    expect(resourcesOfType(stack, "AWS::CloudWatch::Alarm")).not.toContain("UnhealthyAlarm");
    expect(stack.rollbackAlarms).toHaveLength(4);
  });

  test("do not roll back when that is not wanted", () => {
    const { alarms } = aService();
    const stack = placed(aService({ alarms: alarms === false ? false : { ...alarms, rollback: false } }));
    expect(stack.rollbackAlarms).toEqual([]);
    expect(resourcesOfType(stack, "AWS::CloudWatch::Alarm")).not.toEqual([]);
  });

  test("that are switched off are none", () => {
    const stack = placed(aService({ expose: ["public"], alarms: false }));
    expect(resourcesOfType(stack, "AWS::CloudWatch::Alarm")).toEqual([]);
    expect(stack.rollbackAlarms).toEqual([]);
  });
});
