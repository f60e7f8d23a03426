import type { ServiceSpec, WorkerSpec } from "../model/repository.ts";
import { networkOutput } from "./network-outputs.ts";
import { capacityProviders, networkConfiguration } from "./task-network.ts";
import { attribute, ref, type Fragment, type Members, type Value } from "./template.ts";

/** What stands in front of a service's tasks. */
export interface Frontage {
  readonly targets: readonly Members[];
  readonly graceSeconds: number;
  /** Logical ids: a target group without a rule is refused, because no load balancer leads to it yet. */
  readonly rules: readonly string[];
  /** What `DeploymentConfiguration` says beside the usual. */
  readonly strategy: Members;
}

/** What a service is made with. */
export interface Surroundings {
  /** Absent when nothing reaches it. */
  readonly frontage?: Frontage | undefined;
  /** Logical ids of what its tasks cannot do without from their first moment. */
  readonly needs: readonly string[];
}

/** The ECS service. A failing deployment stops and goes back by itself; an autoscaled one has no desired count. */
export function ecsService(spec: ServiceSpec | WorkerSpec, { frontage, needs }: Surroundings): Fragment {
  const { deployment, scale, spot } = spec;
  const before = [...(frontage?.rules ?? []), ...needs];
  return {
    Resources: {
      Service: {
        Type: "AWS::ECS::Service",
        ...(before.length === 0 ? {} : { DependsOn: before }),
        Properties: {
          Cluster: networkOutput("ClusterName"),
          TaskDefinition: ref("TaskDefinition"),
          DesiredCount: typeof scale === "number" ? scale : undefined,
          CapacityProviderStrategy: capacityProviders(spot),
          NetworkConfiguration: networkConfiguration(),
          DeploymentConfiguration: {
            MinimumHealthyPercent: deployment.minimumHealthyPercent,
            MaximumPercent: deployment.maximumPercent,
            DeploymentCircuitBreaker: { Enable: true, Rollback: true },
            ...frontage?.strategy,
          },
          LoadBalancers: frontage?.targets,
          HealthCheckGracePeriodSeconds: frontage?.graceSeconds,
          EnableECSManagedTags: true,
          PropagateTags: "SERVICE",
        },
      },
    },
    Outputs: {
      ServiceName: { Value: attribute("Service", "Name") },
      ServiceArn: { Value: ref("Service") },
    },
  };
}

/** Dimensions of the metrics that ECS keeps for the service. */
export function serviceDimensions(): Readonly<Record<string, Value>> {
  return { ClusterName: networkOutput("ClusterName"), ServiceName: attribute("Service", "Name") };
}
