import type { ServiceSpec } from "../model/repository.ts";
import { networkOutput } from "./network-outputs.ts";
import type { Resource } from "./template.ts";

/** The tasks of a service behind one load balancer; a target group cannot serve two. */
export function targetGroup({ port, healthCheck, deployment }: ServiceSpec): Resource {
  return {
    Type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    Properties: {
      TargetType: "ip",
      VpcId: networkOutput("VpcId"),
      Protocol: "HTTP",
      Port: port,
      HealthCheckPath: healthCheck.path,
      HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
      HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
      HealthyThresholdCount: healthCheck.healthyThreshold,
      UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
      Matcher: { HttpCode: healthCheck.statusCodes },
      TargetGroupAttributes: [
        { Key: "deregistration_delay.timeout_seconds", Value: String(deployment.drainSeconds) },
      ],
    },
  };
}
