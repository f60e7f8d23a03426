import { derivedUuid } from "../../identifiers.ts";
import type { JsonObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { ResourceBehaviour } from "../behaviour.ts";

/** AWS::ApplicationAutoScaling::ScalingPolicy: its ARN names what it scales, and itself. */
export const scalingPolicy: ResourceBehaviour = {
  begin({ region: { account, region }, properties, seed }) {
    const { ServiceNamespace: namespace, ResourceId: resource } = scaledBy(properties);
    const name = scalarText(properties["PolicyName"]) ?? "";
    const prefix = `arn:${partitionOf(region)}:autoscaling:${region}:${account}:scalingPolicy`;
    return {
      kind: "begun",
      physicalId: `${prefix}:${derivedUuid(seed)}:resource/${namespace}/${resource}:policyName/${name}`,
      attributes: {},
    };
  },
};

/** What a policy scales: it names its target by an id that has all three parts, or by the parts. */
export function scaledBy(properties: JsonObject): {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
} {
  const [resource = "", dimension = "", namespace = ""] =
    scalarText(properties["ScalingTargetId"])?.split("|") ?? [];
  return {
    ServiceNamespace: scalarText(properties["ServiceNamespace"]) ?? namespace,
    ResourceId: scalarText(properties["ResourceId"]) ?? resource,
    ScalableDimension: scalarText(properties["ScalableDimension"]) ?? dimension,
  };
}
