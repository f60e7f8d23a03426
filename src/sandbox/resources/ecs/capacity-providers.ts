import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Region, TableKind } from "../../world.ts";
import type { Beginning, Failure, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { findCluster } from "./find-cluster.ts";
import { ecsServices } from "./records.ts";

/** The capacity providers that an association gives to a cluster, keyed by the cluster's ARN. */
const associations: TableKind<readonly string[]> = { name: "ecsCapacityProviders" };

/** AWS::ECS::ClusterCapacityProviderAssociations: what the cluster's services may name. What one of them uses cannot be taken away. */
export const capacityProviderAssociations: ResourceBehaviour = {
  begin: (context) => associate(context, scalarText(context.properties["Cluster"]) ?? ""),
  beginUpdate: (context) => associate(context, context.live.physicalId),
  remove(context) {
    const cluster = findCluster(context.region, context.live.physicalId);
    if (cluster === undefined) return { kind: "done" };
    const refusal = refuseLoss(context, cluster.clusterArn, []);
    if (refusal === undefined) context.region.table(associations).delete(cluster.clusterArn);
    return refusal ?? { kind: "done" };
  },
};

/** The capacity providers that services of a cluster may name: its own, and those associated with it. */
export function capacityProvidersOf(region: Region, clusterArn: string): readonly string[] {
  const own = textsOf(findCluster(region, clusterArn)?.properties["CapacityProviders"]);
  return [...own, ...(region.table(associations).get(clusterArn) ?? [])];
}

/** The capacity providers that a service's strategy names. */
export function strategyOf(properties: JsonObject): readonly string[] {
  const strategy = properties["CapacityProviderStrategy"];
  if (!isList(strategy)) return [];
  return strategy.filter(isObject).flatMap((item) => scalarText(item["CapacityProvider"]) ?? []);
}

function associate(context: ResourceContext, name: string): Beginning {
  const cluster = findCluster(context.region, name);
  if (cluster === undefined)
    return handlerFailure(context, "Cluster not found. (Service: Ecs, Status Code: 400)", "NotFound");
  const providers = textsOf(context.properties["CapacityProviders"]);
  const refusal = refuseLoss(context, cluster.clusterArn, providers);
  if (refusal !== undefined) return refusal;
  context.region.table(associations).put(cluster.clusterArn, providers);
  return { kind: "begun", physicalId: cluster.clusterName, attributes: {} };
}

function refuseLoss(
  context: ResourceContext,
  clusterArn: string,
  kept: readonly string[],
): Failure | undefined {
  const lost = (context.region.table(associations).get(clusterArn) ?? []).filter(
    (provider) => !kept.includes(provider),
  );
  const isUsed = context.region
    .table(ecsServices)
    .inGroup(clusterArn)
    .some(
      ({ status, properties }) =>
        status === "ACTIVE" && strategyOf(properties).some((provider) => lost.includes(provider)),
    );
  if (!isUsed) return undefined;
  const message = "The specified capacity provider is in use and cannot be removed.";
  return handlerFailure(context, `${message} (Service: Ecs, Status Code: 400)`, "ResourceConflict");
}

function textsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.flatMap((each) => scalarText(each) ?? []) : [];
}
