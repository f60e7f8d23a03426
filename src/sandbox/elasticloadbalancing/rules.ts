import type { Action, Call, Output } from "../cloudformation/api.ts";
import type { ShownResource } from "../cloudformation/live-resources.ts";
import { liveResources } from "../cloudformation/live-resources.ts";
import { ApiError } from "../errors.ts";
import { movedActions } from "../resources/moved-load.ts";
import { scalarText } from "../template/functions.ts";
import { pageOf, textIn, textsIn } from "./input.ts";
import { listenerOf } from "./listeners.ts";
import { asOutput } from "./shown.ts";

/** DescribeRules: of a listener, in the order of their priorities with its default rule at the end, or by ARN. Throws `ListenerNotFound` and `RuleNotFound`. */
export const describeRules: Action = (call) => {
  const { items, ...next } = pageOf(call.input, askedRules(call));
  return { Rules: items, ...next };
};

function askedRules(call: Call): readonly Output[] {
  const arns = textsIn(call.input, "RuleArns");
  if (arns.length === 0) return rulesOf(call, listenerOf(call, textIn(call.input, "ListenerArn")));
  return arns.map((arn) => {
    const rule = rulesIn(call).find(({ physicalId }) => physicalId === arn);
    if (rule === undefined) throw new ApiError("RuleNotFound", "One or more rules not found");
    return shownRule(call, rule);
  });
}

function rulesOf(call: Call, listener: ShownResource): readonly Output[] {
  const own = rulesIn(call)
    .filter(({ properties }) => properties["ListenerArn"] === listener.physicalId)
    .toSorted((one, other) => priorityOf(one) - priorityOf(other));
  return [...own.map((rule) => shownRule(call, rule)), defaultRule(listener)];
}

function rulesIn({ world, region }: Call): readonly ShownResource[] {
  return liveResources(world, region, "AWS::ElasticLoadBalancingV2::ListenerRule");
}

function priorityOf({ properties }: ShownResource): number {
  return Number(scalarText(properties["Priority"]) ?? 0);
}

function shownRule({ region }: Call, { physicalId, properties }: ShownResource): Output {
  const Actions = movedActions(region, physicalId) ?? properties["Actions"] ?? [];
  return {
    RuleArn: physicalId,
    ...asOutput({ ...properties, Actions }, ["Priority", "Conditions", "Actions"]),
    IsDefault: false,
  };
}

function defaultRule({ physicalId, properties }: ShownResource): Output {
  const { DefaultActions } = asOutput(properties, ["DefaultActions"]);
  return {
    RuleArn: `${physicalId.replace(":listener/", ":listener-rule/")}/default`,
    Priority: "default",
    Conditions: [],
    Actions: DefaultActions,
    IsDefault: true,
  };
}
