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

/**
 * The policies of these ARNs that are there, by name and then ARN; what is no ARN of a policy is not there either. A
 * stack may know a policy as `<ARN>|<dimension>`: then that is what it is called here, too.
 */
export async function readScalingPolicies(
  scaling: ApplicationAutoScaling,
  arns: readonly string[],
): Promise<readonly ScalingPolicy[]> {
  const found = new Map<string, ScalingPolicy>();
  for (const [namespace, names] of namesByNamespace(arns)) {
    for (let from = 0; from < names.length; from += NAMES_A_CALL) {
      const PolicyNames = names.slice(from, from + NAMES_A_CALL);
      const read = (NextToken: string | undefined) =>
        scaling.describeScalingPolicies({
          // It comes from CloudFormation's own answer, whatever it is.
          ServiceNamespace: namespace as ServiceNamespace,
          PolicyNames,
          NextToken,
        });
      for await (const page of pagesOf(read, MAX_PAGES))
        for (const policy of (page.ScalingPolicies ?? []).map(toPolicy)) found.set(policy.arn, policy);
    }
  }
  return [...new Set(arns)]
    .flatMap((arn) => {
      const policy = found.get(plainArn(arn));
      return policy === undefined ? [] : [{ ...policy, arn }];
    })
    .toSorted(byName);
}

/** A call asks one service namespace; both, and every list of names, in an order that is always the same. */
function namesByNamespace(arns: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const names = new Map<string, Set<string>>();
  for (const { namespace, name } of arns.flatMap(partsOf))
    names.set(namespace, new Set([...(names.get(namespace) ?? []), name]));
  return [...names.keys()]
    .toSorted()
    .map((namespace) => [namespace, [...(names.get(namespace) ?? [])].toSorted()]);
}

/** Of `arn:aws:autoscaling:…:scalingPolicy:<id>:resource/<namespace>/<resource>:policyName/<name>`. */
function partsOf(arn: string): readonly { readonly namespace: string; readonly name: string }[] {
  const [, namespace, name] = /:resource\/([a-z-]+)\/.+:policyName\/([^:]+)(?::|$)/.exec(plainArn(arn)) ?? [];
  return namespace === undefined || name === undefined ? [] : [{ namespace, name }];
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
