import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import { textIn, textsIn } from "../protocol/json-input.ts";
import type { ClusterRecord } from "../resources/ecs/records.ts";
import { ecsClusters, ecsServices } from "../resources/ecs/records.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import type { Region } from "../world.ts";
import { includedTags } from "./included-tags.ts";

/** DescribeClusters. */
export const describeClusters: JsonAction = ({ region, input }) => {
  const asked = textsIn(input, "clusters", 100);
  const names = asked.length === 0 ? ["default"] : asked;
  const found = names.map((name) => ({ name, cluster: findCluster(region, name) }));
  return {
    clusters: found.flatMap(({ cluster }) =>
      cluster === undefined
        ? []
        : [{ ...shown(region, cluster), ...includedTags(region, input, cluster.clusterArn) }],
    ),
    failures: found.flatMap(({ name, cluster }) =>
      cluster === undefined ? [{ arn: clusterArn(region, name), reason: "MISSING" }] : [],
    ),
  };
};

/** The cluster that a request names, by name or ARN; `default` when it names none. Throws `ClusterNotFoundException`. */
export function clusterOf(region: Region, input: JsonObject): ClusterRecord {
  const cluster = findCluster(region, textIn(input, "cluster") ?? "default");
  if (cluster === undefined) throw new ApiError("ClusterNotFoundException", "Cluster not found.");
  return cluster;
}

function findCluster(region: Region, nameOrArn: string): ClusterRecord | undefined {
  return region.table(ecsClusters).get(clusterArn(region, nameOrArn));
}

function clusterArn({ account, region }: Region, nameOrArn: string): string {
  return nameOrArn.startsWith("arn:")
    ? nameOrArn
    : `arn:${partitionOf(region)}:ecs:${region}:${account}:cluster/${nameOrArn}`;
}

function shown(region: Region, cluster: ClusterRecord): JsonObject {
  const services = region.table(ecsServices).inGroup(cluster.clusterArn);
  const sum = (count: (service: (typeof services)[number]) => number): number =>
    services.reduce((total, service) => total + count(service), 0);
  return {
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: sum(({ runningCount }) => runningCount),
    pendingTasksCount: sum(({ pendingCount }) => pendingCount),
    activeServicesCount: services.filter(({ status }) => status === "ACTIVE").length,
  };
}
