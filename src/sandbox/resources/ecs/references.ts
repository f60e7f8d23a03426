import type { JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Failure, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { isRule } from "../listener-rule.ts";
import { usersOf } from "../uses.ts";
import { capacityProvidersOf, strategyOf } from "./capacity-providers.ts";
import { findTaskDefinition } from "./deployment.ts";
import { findCluster } from "./find-cluster.ts";
import { loadTargetsOf, movesLoad } from "./load-shift.ts";

/** What ECS says of a service that names something that is not there, or not fit. */
interface Refusal {
  readonly message: string;
  readonly error: "ClientException" | "ClusterNotFoundException" | "InvalidParameterException";
}

const forwarders: readonly string[] = [
  "AWS::ElasticLoadBalancingV2::Listener",
  "AWS::ElasticLoadBalancingV2::ListenerRule",
];

/** Why ECS refuses to create or update a service: its cluster, task definition, target groups or capacity providers. */
export function brokenReference(
  context: ResourceContext,
  call: "CreateService" | "UpdateService",
): Failure | undefined {
  const refusal =
    missingCluster(context) ??
    missingTaskDefinition(context) ??
    unattachedTargetGroup(context) ??
    immovableLoad(context) ??
    foreignCapacityProvider(context);
  if (refusal === undefined) return undefined;
  return handlerFailure(
    context,
    `Invalid request provided: ${call} error: ${refusal.message} (Service: AmazonECS; Status Code: 400; Error Code: ${refusal.error})`,
    "InvalidRequest",
  );
}

/** A service that names no cluster is in the account's default one, which is always there. */
function missingCluster({ region, properties }: ResourceContext): Refusal | undefined {
  const name = scalarText(properties["Cluster"]) ?? "default";
  return name === "default" || findCluster(region, name) !== undefined
    ? undefined
    : { message: "Cluster not found.", error: "ClusterNotFoundException" };
}

function missingTaskDefinition({ region, properties }: ResourceContext): Refusal | undefined {
  const name = scalarText(properties["TaskDefinition"]) ?? "";
  return findTaskDefinition(region, name) === undefined
    ? { message: "TaskDefinition not found.", error: "ClientException" }
    : undefined;
}

/** A target group has a load balancer when a listener or a rule forwards to it. */
function unattachedTargetGroup({ region, properties }: ResourceContext): Refusal | undefined {
  const arn = targetGroupsOf(properties).find(
    (each) => !usersOf(region, each).some(({ type }) => forwarders.includes(type)),
  );
  if (arn === undefined) return undefined;
  return {
    message: `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
    error: "InvalidParameterException",
  };
}

/** Where ECS is to move the load, it has to be told which rule leads to it, and where else it may go. (The words are not verified.) */
function immovableLoad({ region, properties }: ResourceContext): Refusal | undefined {
  if (!movesLoad(properties)) return undefined;
  const wrong = loadTargetsOf(properties).find(
    ({ alternate, rule, targetGroup }) =>
      alternate === "" || alternate === targetGroup || !isRule(region, rule),
  );
  if (wrong === undefined) return undefined;
  return {
    message: `The advancedConfiguration of the load balancer with targetGroupArn ${wrong.targetGroup} must have another alternateTargetGroupArn and a productionListenerRule that exists.`,
    error: "InvalidParameterException",
  };
}

function targetGroupsOf({ LoadBalancers }: JsonObject): readonly string[] {
  if (!isList(LoadBalancers)) return [];
  return LoadBalancers.filter(isObject).flatMap((each) => scalarText(each["TargetGroupArn"]) ?? []);
}

function foreignCapacityProvider({ region, properties }: ResourceContext): Refusal | undefined {
  const cluster = findCluster(region, scalarText(properties["Cluster"]) ?? "default");
  const known = cluster === undefined ? [] : capacityProvidersOf(region, cluster.clusterArn);
  if (strategyOf(properties).every((provider) => known.includes(provider))) return undefined;
  return {
    message:
      "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
    error: "InvalidParameterException",
  };
}
