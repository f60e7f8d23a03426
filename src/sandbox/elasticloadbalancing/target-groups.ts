import type { Action, Output } from "../cloudformation/api.ts";
import type { ShownResource } from "../cloudformation/live-resources.ts";
import { liveResources } from "../cloudformation/live-resources.ts";
import { ApiError } from "../errors.ts";
import { pageOf, textsIn } from "./input.ts";
import { asOutput } from "./shown.ts";

/** DescribeTargetGroups: all, or by ARN or name. Throws `TargetGroupNotFound`. */
export const describeTargetGroups: Action = ({ world, region, input }) => {
  const all = liveResources(world, region, "AWS::ElasticLoadBalancingV2::TargetGroup");
  const asked = [...textsIn(input, "TargetGroupArns"), ...textsIn(input, "Names")];
  const found = asked.map((wanted) => {
    const group = all.find((each) => each.physicalId === wanted || nameOf(each) === wanted);
    if (group === undefined) throw new ApiError("TargetGroupNotFound", "One or more target groups not found");
    return group;
  });
  const { items, ...next } = pageOf(input, asked.length === 0 ? all : found);
  return { TargetGroups: items.map(shown), ...next };
};

function shown(group: ShownResource): Output {
  return {
    TargetGroupArn: group.physicalId,
    TargetGroupName: nameOf(group),
    ...asOutput(group.properties, [
      "Protocol",
      "Port",
      "VpcId",
      "TargetType",
      "HealthCheckPath",
      "HealthCheckPort",
      "HealthCheckProtocol",
      "Matcher",
    ]),
  };
}

/** `arn:…:targetgroup/<name>/<hash>`. */
function nameOf({ physicalId }: ShownResource): string {
  return physicalId.split("/").at(-2) ?? physicalId;
}
