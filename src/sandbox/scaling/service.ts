import { jsonService } from "../protocol/json-service.ts";
import { describeScalingPolicies } from "./policies.ts";

/** The one read of Application Auto Scaling on the wire; what it shows is made by stacks. */
export const scaling = jsonService({
  name: "application-autoscaling",
  target: "AnyScaleFrontendService",
  actions: { DescribeScalingPolicies: describeScalingPolicies },
});
