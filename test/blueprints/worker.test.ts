import { describe, expect, test } from "@jest/globals";
import { aWorker, placed } from "../support/placements.ts";
import { propertiesOf, resourcesOfType } from "../support/template-targets.ts";

describe("a worker", () => {
  test("is reached by nothing", () => {
    const worker = placed(aWorker());
    expect(propertiesOf(worker, "SecurityGroup")).not.toHaveProperty("SecurityGroupIngress");
    expect(propertiesOf(worker, "Service")).not.toHaveProperty("LoadBalancers");
    expect(worker.dependsOn).toEqual(["network"]);
  });

  test("runs where the network says", () => {
    expect(propertiesOf(placed(aWorker()), "Service")).toMatchObject({
      Cluster: { Ref: "NetworkClusterName" },
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: { Ref: "NetworkAssignPublicIp" },
          Subnets: { "Fn::Split": [",", { Ref: "NetworkTaskSubnets" }] },
          SecurityGroups: [{ "Fn::GetAtt": ["SecurityGroup", "GroupId"] }],
        },
      },
    });
  });

  test("is watched and scaled by its load", () => {
    const worker = placed(aWorker({ scale: { min: 0, max: 5, memory: 60 } }));
    expect(worker.rollbackAlarms).toEqual(["CpuAlarmArn", "MemoryAlarmArn"]);
    expect(resourcesOfType(worker, "AWS::ApplicationAutoScaling::ScalingPolicy")).toEqual(["MemoryScaling"]);
    expect(propertiesOf(worker, "Service")).not.toHaveProperty("DesiredCount");
  });
});
