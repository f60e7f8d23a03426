import type { JsonObject } from "../json.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import { pageOf, textsIn } from "../protocol/json-input.ts";
import type { DeploymentRecord, ServiceRecord } from "../resources/ecs/records.ts";
import { ecsServices } from "../resources/ecs/records.ts";
import { clusterOf } from "./clusters.ts";
import { includedTags } from "./included-tags.ts";
import { lowerMembers } from "./lower-names.ts";

/** DescribeServices: at most 10, by name or ARN. */
export const describeServices: JsonAction = ({ region, input }) => {
  const cluster = clusterOf(region, input);
  const services = region.table(ecsServices).inGroup(cluster.clusterArn);
  const found = textsIn(input, "services", 10).map((name) => ({
    name,
    service: services.find(({ serviceName, serviceArn }) => serviceName === name || serviceArn === name),
  }));
  return {
    services: found.flatMap(({ service }) =>
      service === undefined
        ? []
        : [{ ...shown(service), ...includedTags(region, input, service.serviceArn) }],
    ),
    failures: found.flatMap(({ name, service }) =>
      service === undefined ? [{ arn: arnOf(name, cluster.clusterArn), reason: "MISSING" }] : [],
    ),
  };
};

/** ListServices: pages of 10 unless asked for up to 100. */
export const listServices: JsonAction = ({ region, input }) => {
  const { clusterArn } = clusterOf(region, input);
  const arns = region.table(ecsServices).inGroup(clusterArn);
  const { items, ...next } = pageOf(arns, { maxResults: 10, ...input }, 100);
  return { serviceArns: items.map(({ serviceArn }) => serviceArn), ...next };
};

/** Properties of AWS::ECS::Service that the API shows under the same name. */
const SHOWN_AS_DECLARED: readonly string[] = [
  "LoadBalancers",
  "LaunchType",
  "NetworkConfiguration",
  "CapacityProviderStrategy",
  "PlatformVersion",
  "DeploymentConfiguration",
  "HealthCheckGracePeriodSeconds",
  "SchedulingStrategy",
  "EnableExecuteCommand",
];

function arnOf(name: string, clusterArn: string): string {
  return name.startsWith("arn:") ? name : `${clusterArn.replace(":cluster/", ":service/")}/${name}`;
}

function shown(service: ServiceRecord): JsonObject {
  return {
    ...declared(service.properties),
    serviceArn: service.serviceArn,
    serviceName: service.serviceName,
    clusterArn: service.clusterArn,
    status: service.status,
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    runningCount: service.runningCount,
    pendingCount: service.pendingCount,
    createdAt: seconds(service.createdAt),
    deployments: service.deployments.map(shownDeployment),
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: seconds(createdAt),
      message,
    })),
  };
}

function declared(properties: JsonObject): JsonObject {
  return lowerMembers(
    Object.fromEntries(Object.entries(properties).filter(([name]) => SHOWN_AS_DECLARED.includes(name))),
  );
}

function shownDeployment(deployment: DeploymentRecord): JsonObject {
  return {
    ...deployment,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
  };
}

function seconds(epochMs: number): number {
  return epochMs / 1000;
}
