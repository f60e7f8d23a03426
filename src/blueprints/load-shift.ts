import type { ServiceSpec } from "../model/repository.ts";
import { movesLoad, strategyOf } from "../model/strategy.ts";
import type { Exposure } from "./exposure.ts";
import type { Site } from "./site.ts";
import { targetGroup } from "./target-group.ts";
import { attribute, ref, sub, type Fragment, type Members, type Resource, type Value } from "./template.ts";

/**
 * What ECS needs to move the load of a service to a new version: a second target group on every balancer, and a role to
 * change the rules with. From the first deployment on the rules are ECS's, and lead to either group.
 */
export function loadShift(site: Site, spec: ServiceSpec, exposures: readonly Exposure[]): Fragment {
  const groups = exposures.flatMap(({ alternateGroup }) => alternateGroup ?? []);
  if (groups.length === 0) return { Resources: {} };
  const resources = groups.map((id) => [id, targetGroup(spec)] as const);
  return { Resources: { ...Object.fromEntries(resources), [ROLE]: infrastructureRole(site) } };
}

/** Logical id of the one rule of a balancer that ECS changes. */
export function ruleThatMoves({ prefix, alternateGroup }: Exposure): readonly string[] {
  return alternateGroup === undefined ? [] : [`${prefix}Rule1`];
}

/** How a target of the service says where its load may go; nothing for a service that exchanges its tasks one by one. */
export function loadTarget({ prefix, alternateGroup }: Exposure): Members {
  if (alternateGroup === undefined) return {};
  return {
    AdvancedConfiguration: {
      AlternateTargetGroupArn: ref(alternateGroup),
      ProductionListenerRule: ref(`${prefix}Rule1`),
      RoleArn: attribute(ROLE, "Arn"),
    },
  };
}

/**
 * How ECS deploys a new version. It looks at alarms by their names: they watch the service, so they are made after it.
 * Nothing for a service that exchanges its tasks one by one.
 */
export function loadStrategy(spec: ServiceSpec, alarmNames: readonly Value[]): Members {
  if (!movesLoad(spec)) return {};
  const { kind, bakeMinutes, canaryPercent, canaryMinutes } = strategyOf(spec);
  return {
    Strategy: kind === "canary" ? "CANARY" : "BLUE_GREEN",
    BakeTimeInMinutes: bakeMinutes,
    CanaryConfiguration:
      kind === "canary"
        ? { CanaryPercent: canaryPercent, CanaryBakeTimeInMinutes: canaryMinutes }
        : undefined,
    Alarms: alarmNames.length === 0 ? undefined : { AlarmNames: alarmNames, Enable: true, Rollback: true },
  };
}

const ROLE = "InfrastructureRole";

/**
 * ECS's role for load balancers, as its guide has it: the policy is AWS's own and follows what ECS does, and the trust has
 * no condition on what ECS acts for ("Amazon ECS infrastructure IAM role for load balancers").
 */
function infrastructureRole({ account }: Site): Resource {
  const trust = {
    Effect: "Allow",
    Principal: { Service: "ecs.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
      PermissionsBoundary: account.roles.boundary,
      ManagedPolicyArns: [
        sub("arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"),
      ],
    },
  };
}
