import type { JsonObject } from "../../json.ts";
import type { TableKind } from "../../world.ts";

/** A cluster, keyed by its ARN. */
export interface ClusterRecord {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly properties: JsonObject;
}

/** A revision of a task definition, keyed by its ARN. */
export interface TaskDefinitionRecord {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly registeredAt: number;
  /** The properties of AWS::ECS::TaskDefinition, with CloudFormation's upper-case names. */
  readonly properties: JsonObject;
}

/** A service, keyed by its ARN; grouped by its cluster's ARN. */
export interface ServiceRecord {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: "ACTIVE" | "DRAINING" | "INACTIVE";
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly createdAt: number;
  /** Newest (PRIMARY) first. */
  readonly deployments: readonly DeploymentRecord[];
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEventRecord[];
  /** Tasks that stopped lately, newest first. */
  readonly stoppedTasks: readonly StoppedTaskRecord[];
  /** The properties of AWS::ECS::Service. */
  readonly properties: JsonObject;
}

/** One deployment of a service. Times are epoch milliseconds. */
export interface DeploymentRecord {
  readonly id: string;
  readonly status: "PRIMARY" | "ACTIVE" | "INACTIVE";
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly rolloutStateReason: string;
}

/** One line of a service's event list. */
export interface ServiceEventRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly message: string;
}

/** A task that stopped, and why. */
export interface StoppedTaskRecord {
  readonly taskArn: string;
  readonly taskDefinitionArn: string;
  readonly startedBy: string;
  readonly createdAt: number;
  readonly stoppedAt: number;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly containers: readonly StoppedContainerRecord[];
}

/** What became of a container of a stopped task. */
export interface StoppedContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly reason?: string;
  readonly exitCode?: number;
}

/** Clusters of an account and Region. */
export const ecsClusters: TableKind<ClusterRecord> = { name: "ecsClusters" };

/** Services of an account and Region, grouped by cluster ARN. */
export const ecsServices: TableKind<ServiceRecord> = {
  name: "ecsServices",
  groupBy: (service) => service.clusterArn,
};

/** Task definitions of an account and Region, grouped by family. */
export const taskDefinitions: TableKind<TaskDefinitionRecord> = {
  name: "taskDefinitions",
  groupBy: (definition) => definition.family,
};
