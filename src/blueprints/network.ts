import type { DesiredStack } from "../model/desired-stack.ts";
import { balancers } from "./network-balancers.ts";
import { groundOf, type Ground } from "./network-ground.ts";
import { networkInputs, type NetworkInputs } from "./network-inputs.ts";
import type { NetworkOutput } from "./network-outputs.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { attribute, merge, ref, type Fragment, type Output } from "./template.ts";

/** What all apps of an account share: VPC, load balancers, cluster and alarm topic. */
export function placeNetwork(site: Site): DesiredStack {
  const inputs = networkInputs(site.account);
  const ground = groundOf(site.account, inputs);
  const parts = merge([
    ground.fragment,
    balancers(ground, inputs),
    cluster(),
    alarmTopic(inputs),
    { Resources: {}, Outputs: outputs(ground, inputs) },
  ]);
  return stackAt(site, "network", {
    ...renderTemplate({ Conditions: { ...ground.conditions, ...inputs.conditions }, ...parts }),
    about: "Network, load balancers and cluster that the account's apps share",
    capabilities: [],
  });
}

/** `enhanced` is Container Insights with everything of `enabled`, and metrics down to the single task and container. */
function cluster(): Fragment {
  return {
    Resources: {
      Cluster: {
        Type: "AWS::ECS::Cluster",
        Properties: { ClusterSettings: [{ Name: "containerInsights", Value: "enhanced" }] },
      },
      ClusterCapacity: {
        Type: "AWS::ECS::ClusterCapacityProviderAssociations",
        Properties: {
          Cluster: ref("Cluster"),
          CapacityProviders: ["FARGATE", "FARGATE_SPOT"],
          DefaultCapacityProviderStrategy: [{ CapacityProvider: "FARGATE", Weight: 1 }],
        },
      },
    },
    Outputs: {
      ClusterName: { Value: ref("Cluster") },
      ClusterArn: { Value: attribute("Cluster", "Arn") },
    },
  };
}

/** Not encrypted with the key that AWS manages for SNS: CloudWatch is not allowed to use that one. */
function alarmTopic({ alarmEmail }: NetworkInputs): Fragment {
  const topic = ref("AlarmTopic");
  const statement = {
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topic,
    Condition: { StringEquals: { "aws:SourceAccount": ref("AWS::AccountId") } },
  };
  return {
    Resources: {
      AlarmTopic: { Type: "AWS::SNS::Topic", Properties: {} },
      AlarmTopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: { Topics: [topic], PolicyDocument: { Version: "2012-10-17", Statement: [statement] } },
      },
      AlarmEmailSubscription: {
        Type: "AWS::SNS::Subscription",
        Condition: "HasAlarmEmail",
        Properties: { TopicArn: topic, Protocol: "email", Endpoint: alarmEmail },
      },
    },
    Outputs: { AlarmTopicArn: { Value: topic } },
  };
}

function outputs(
  { vpcId, outputs: of }: Ground,
  { vpcCidr }: NetworkInputs,
): Readonly<Record<string, Output>> {
  return {
    VpcId: { Value: vpcId },
    VpcCidr: { Value: vpcCidr },
    PublicSubnets: { Value: of.publicSubnets },
    PrivateSubnets: { Value: of.privateSubnets },
    TaskSubnets: { Value: of.taskSubnets },
    AssignPublicIp: { Value: of.assignPublicIp },
  } satisfies Partial<Record<NetworkOutput, Output>>;
}
