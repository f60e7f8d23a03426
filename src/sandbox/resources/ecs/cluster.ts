import { scalarText } from "../../template/functions.ts";
import type { ResourceBehaviour } from "../behaviour.ts";
import { arnOf } from "../arn.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";
import { ecsClusters, ecsServices } from "./records.ts";

/** AWS::ECS::Cluster. It cannot go while it has services. */
export const cluster: ResourceBehaviour = {
  begin(context) {
    const place = { account: context.region.account, region: context.region.region };
    const clusterName = genericPhysicalId({ ...context, ...place });
    const clusterArn = arnOf(place, context.type, clusterName, context.seed);
    const { properties } = context;
    context.region
      .table(ecsClusters)
      .put(clusterArn, { clusterArn, clusterName, status: "ACTIVE", properties });
    return { kind: "begun", physicalId: clusterName, attributes: { Arn: clusterArn } };
  },
  beginUpdate(context) {
    const { physicalId, attributes } = context.live;
    const clusterArn = scalarText(attributes["Arn"]) ?? "";
    context.region.table(ecsClusters).put(clusterArn, {
      clusterArn,
      clusterName: physicalId,
      status: "ACTIVE",
      properties: context.properties,
    });
    return { kind: "begun", physicalId, attributes };
  },
  remove(context) {
    const clusterArn = scalarText(context.live.attributes["Arn"]) ?? "";
    const services = context.region.table(ecsServices).inGroup(clusterArn);
    if (services.some((service) => service.status === "ACTIVE"))
      return handlerFailure(
        context,
        "The Cluster cannot be deleted while Services are active. (Service: AmazonECS; Status Code: 400; Error Code: ClusterContainsServicesException)",
        "InternalFailure",
      );
    context.region.table(ecsClusters).delete(clusterArn);
    return { kind: "done" };
  },
};
