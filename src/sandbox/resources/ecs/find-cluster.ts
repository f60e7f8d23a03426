import type { Region } from "../../world.ts";
import type { ClusterRecord } from "./records.ts";
import { ecsClusters } from "./records.ts";

/** A cluster by its ARN or its name. */
export function findCluster(region: Region, name: string): ClusterRecord | undefined {
  const table = region.table(ecsClusters);
  return table.get(name) ?? [...table.values()].find(({ clusterName }) => clusterName === name);
}
