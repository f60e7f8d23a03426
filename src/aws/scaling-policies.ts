import type {
  ApplicationAutoScaling,
  ScalingPolicy as SdkPolicy,
  ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import type { ScalingPolicy } from "../model/cloud-drift.ts";
import { canonicalJson } from "../model/canonical.ts";
import { pagesOf } from "./pages.ts";
import { required } from "./shape.ts";

const MAX_PAGES = 50;
/** As many names one call takes. */
const NAMES_A_CALL = 50;
const NAMESPACE = "ecs" satisfies ServiceNamespace;

/**
 * The policies of these ARNs that are there, by name and then ARN; what is no ARN of a policy of an ECS service is not
 * there either. A stack may know a policy as `<ARN>|<dimension>`: then that is what it is called here, too.
 */
export async function readScalingPolicies(
  scaling: ApplicationAutoScaling,
  arns: readonly string[],
): Promise<readonly ScalingPolicy[]> {
  const names = [...new Set(arns.flatMap(nameOf))].toSorted();
  const found = new Map<string, ScalingPolicy>();
  for (let from = 0; from < names.length; from += NAMES_A_CALL) {
    const PolicyNames = names.slice(from, from + NAMES_A_CALL);
    const read = (NextToken: string | undefined) =>
      scaling.describeScalingPolicies({ ServiceNamespace: NAMESPACE, PolicyNames, NextToken });
    for await (const page of pagesOf(read, MAX_PAGES))
      for (const policy of (page.ScalingPolicies ?? []).map(toPolicy)) found.set(policy.arn, policy);
  }
  return [...new Set(arns)]
    .flatMap((arn) => {
      const policy = found.get(plainArn(arn));
      return policy === undefined ? [] : [{ ...policy, arn }];
    })
    .toSorted(byName);
}

/** The name at the end of `arn:aws:autoscaling:…:scalingPolicy:<id>:resource/ecs/<resource>:policyName/<name>`. */
function nameOf(arn: string): readonly string[] {
  const name = /:resource\/ecs\/[^:]+:policyName\/([^:]+)/.exec(plainArn(arn))?.[1];
  return name === undefined ? [] : [name];
}

function plainArn(arn: string): string {
  return arn.split("|")[0] ?? arn;
}

function byName(one: ScalingPolicy, other: ScalingPolicy): number {
  const [left, right] = [one, other].map(({ name, arn }) => `${name} ${arn}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** The API and CloudFormation call the members of a configuration the same. */
function toPolicy(it: SdkPolicy): ScalingPolicy {
  const name = required(it.PolicyName, "name of a scaling policy");
  const configuration = {
    PredictiveScalingPolicyConfiguration: it.PredictiveScalingPolicyConfiguration,
    StepScalingPolicyConfiguration: it.StepScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfiguration: it.TargetTrackingScalingPolicyConfiguration,
  };
  return {
    arn: required(it.PolicyARN, `ARN of scaling policy ${name}`),
    name,
    resourceId: required(it.ResourceId, `resource of scaling policy ${name}`),
    policyType: required<string>(it.PolicyType, `type of scaling policy ${name}`),
    configuration: canonicalJson(JSON.parse(JSON.stringify(configuration))),
  };
}
