import type { Action } from "../cloudformation/api.ts";
import type { LimitName } from "../limits.ts";
import { balancingLimits, limitOf } from "../limits.ts";
import { queryService } from "../protocol/query-service.ts";
import { pageOf } from "./input.ts";
import { describeListenerCertificates, describeListeners } from "./listeners.ts";
import { describeRules } from "./rules.ts";
import { describeTargetGroups } from "./target-groups.ts";

/** DescribeAccountLimits, of application load balancers. */
const describeAccountLimits: Action = ({ world, input }) => {
  const limits = Object.keys(balancingLimits).map((Name) => ({
    Name,
    Max: String(limitOf(world, Name as LimitName)),
  }));
  const { items, ...next } = pageOf(input, limits);
  return { Limits: items, ...next };
};

/** The reads of Elastic Load Balancing, version 2, on the wire; what they show is made by stacks. */
export const elasticloadbalancing = queryService({
  name: "elasticloadbalancing",
  namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
  version: "2015-12-01",
  shapes: {
    ListenerArns: "texts",
    Names: "texts",
    RuleArns: "texts",
    TargetGroupArns: "texts",
  },
  actions: {
    DescribeAccountLimits: describeAccountLimits,
    DescribeListenerCertificates: describeListenerCertificates,
    DescribeListeners: describeListeners,
    DescribeRules: describeRules,
    DescribeTargetGroups: describeTargetGroups,
  },
});
