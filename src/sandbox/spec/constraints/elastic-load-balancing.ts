import type { Constraints } from "./constraint.ts";
import { port, tagCharacters, tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::ElasticLoadBalancingV2. */
export const elasticLoadBalancing: Readonly<Record<string, Constraints>> = {
  "AWS::ElasticLoadBalancingV2::Listener": {
    "DefaultActions/*/FixedResponseConfig/ContentType": { maxLength: 32 },
    "DefaultActions/*/FixedResponseConfig/MessageBody": { maxLength: 1024 },
    "DefaultActions/*/FixedResponseConfig/StatusCode": { pattern: /^(2|4|5)\d\d$/ },
    "DefaultActions/*/Order": { minimum: 1, maximum: 50_000 },
    "DefaultActions/*/RedirectConfig/Host": { minLength: 1, maxLength: 128 },
    "DefaultActions/*/RedirectConfig/Path": { minLength: 1, maxLength: 128 },
    "DefaultActions/*/RedirectConfig/Protocol": { pattern: /^(HTTPS?|#\{protocol\})$/ },
    "DefaultActions/*/RedirectConfig/Query": { maxLength: 128 },
    Port: port,
  },
  "AWS::ElasticLoadBalancingV2::ListenerRule": {
    "Actions/*/FixedResponseConfig/ContentType": { maxLength: 32 },
    "Actions/*/FixedResponseConfig/MessageBody": { maxLength: 1024 },
    "Actions/*/FixedResponseConfig/StatusCode": { pattern: /^(2|4|5)\d\d$/ },
    "Actions/*/Order": { minimum: 1, maximum: 50_000 },
    "Actions/*/RedirectConfig/Host": { minLength: 1, maxLength: 128 },
    "Actions/*/RedirectConfig/Path": { minLength: 1, maxLength: 128 },
    "Actions/*/RedirectConfig/Protocol": { pattern: /^(HTTPS?|#\{protocol\})$/ },
    "Actions/*/RedirectConfig/Query": { maxLength: 128 },
    "Conditions/*/Field": { maxLength: 64 },
    Priority: { minimum: 1, maximum: 50_000 },
  },
  "AWS::ElasticLoadBalancingV2::LoadBalancer": {
    "Tags/*/Key": { ...tagKey, pattern: tagCharacters },
    "Tags/*/Value": { ...tagValue, pattern: tagCharacters },
  },
  "AWS::ElasticLoadBalancingV2::TargetGroup": {
    HealthCheckIntervalSeconds: { minimum: 5, maximum: 300 },
    HealthCheckPath: { minLength: 1, maxLength: 1024 },
    HealthCheckTimeoutSeconds: { minimum: 2, maximum: 120 },
    HealthyThresholdCount: { minimum: 2, maximum: 10 },
    UnhealthyThresholdCount: { minimum: 2, maximum: 10 },
    Port: port,
    "Targets/*/Port": port,
    "Tags/*/Key": { ...tagKey, pattern: tagCharacters },
    "Tags/*/Value": { ...tagValue, pattern: tagCharacters },
  },
};
