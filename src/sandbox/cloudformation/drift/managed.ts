import type { Json, JsonObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Region } from "../../world.ts";
import type { ResourceRecord } from "../records.ts";
import { resources } from "../records.ts";

/**
 * Properties on the first level that AWS itself changes while a resource runs, so that another value there is nobody's mistake.
 *
 * (User guide, drift-aware-change-sets: capacity under Application Auto Scaling, of a group with a scaling policy, minor versions of a database.)
 */
export function managedProperties(region: Region, record: ResourceRecord): readonly string[] {
  const { type, properties } = record;
  switch (type) {
    case "AWS::ECS::Service":
      return scalableTarget(region, record) === undefined ? [] : ["DesiredCount"];
    case "AWS::DynamoDB::Table":
      return scalableTarget(region, record) === undefined ? [] : ["ProvisionedThroughput"];
    case "AWS::AutoScaling::AutoScalingGroup":
      return hasScalingPolicy(region, record) ? ["DesiredCapacity"] : [];
    case "AWS::RDS::DBInstance":
      // On unless it is said otherwise. (RDS, AutoMinorVersionUpgrade.)
      return scalarText(properties["AutoMinorVersionUpgrade"]) === "false" ? [] : ["EngineVersion"];
    default:
      return [];
  }
}

/** The scalable target of any stack that changes the capacity of this resource. */
export function scalableTarget(region: Region, { type, physicalId }: ResourceRecord): JsonObject | undefined {
  const resourceId = physicalId === undefined ? undefined : scalableId(type, physicalId);
  if (resourceId === undefined) return undefined;
  for (const record of region.table(resources).values())
    if (
      record.type === "AWS::ApplicationAutoScaling::ScalableTarget" &&
      record.physicalId !== undefined &&
      record.properties["ResourceId"] === resourceId
    )
      return record.properties;
  return undefined;
}

function scalableId(type: string, physicalId: string): string | undefined {
  switch (type) {
    case "AWS::ECS::Service":
      return /:(service\/[^/]+\/[^/]+)$/.exec(physicalId)?.[1];
    case "AWS::DynamoDB::Table":
      return `table/${physicalId}`;
    default:
      return undefined;
  }
}

function hasScalingPolicy(region: Region, { physicalId }: ResourceRecord): boolean {
  for (const { type, properties } of region.table(resources).values())
    if (type === "AWS::AutoScaling::ScalingPolicy" && isText(properties["AutoScalingGroupName"], physicalId))
      return true;
  return false;
}

function isText(value: Json | undefined, text: string | undefined): boolean {
  return text !== undefined && value === text;
}
