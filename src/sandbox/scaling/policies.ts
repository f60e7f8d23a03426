import { liveProperties } from "../cloudformation/drift/live.ts";
import type { ResourceRecord } from "../cloudformation/records.ts";
import { resources } from "../cloudformation/records.ts";
import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { pageOf, textIn, textsIn } from "../protocol/json-input.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import { scaledBy } from "../resources/ecs/scaling-policy.ts";
import { scalarText } from "../template/functions.ts";
import type { Region } from "../world.ts";

/** DescribeScalingPolicies: of a namespace, by name, resource and dimension; pages of 10 unless asked for up to 50. */
export const describeScalingPolicies: JsonAction = ({ region, input }) => {
  const wantedService = textIn(input, "ServiceNamespace");
  if (wantedService === undefined)
    throw new ApiError(
      "ValidationException",
      "1 validation error detected: Value at 'serviceNamespace' failed to satisfy constraint: Member must not be null",
    );
  const names = textsIn(input, "PolicyNames", 50);
  const wanted = { ...input, nextToken: input["NextToken"] ?? null, maxResults: input["MaxResults"] ?? 10 };
  const found = livePolicies(region).filter(
    (policy) =>
      policy["ServiceNamespace"] === wantedService &&
      (names.length === 0 || names.some((name) => name === policy["PolicyName"])) &&
      ["ResourceId", "ScalableDimension"].every((member) => fits(policy, input, member)),
  );
  const { items, nextToken } = pageOf(found, wanted, 50);
  return { ScalingPolicies: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
};

function fits(policy: JsonObject, input: JsonObject, member: string): boolean {
  const wanted = textIn(input, member);
  return wanted === undefined || policy[member] === wanted;
}

/** In the order of their names. */
function livePolicies(region: Region): readonly JsonObject[] {
  return [...region.table(resources).values()]
    .filter(
      ({ type, live }) => type === "AWS::ApplicationAutoScaling::ScalingPolicy" && live?.kind !== "deleted",
    )
    .flatMap(shown)
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function nameOf(policy: JsonObject): string {
  return scalarText(policy["PolicyName"]) ?? "";
}

/** A policy that is still being made is not there yet. */
function shown(record: ResourceRecord): readonly JsonObject[] {
  if (record.physicalId === undefined) return [];
  const properties = liveProperties(record);
  const configurations = CONFIGURATIONS.flatMap((name) => {
    const configuration = properties[name];
    return isObject(configuration) ? [[name, withDefaults(name, withTypes(configuration))] as const] : [];
  });
  return [
    {
      PolicyARN: record.physicalId,
      PolicyName: scalarText(properties["PolicyName"]) ?? "",
      PolicyType: scalarText(properties["PolicyType"]) ?? "StepScaling",
      ...scaledBy(properties),
      ...Object.fromEntries(configurations),
      Alarms: [],
      CreationTime: record.changedAt / 1000,
    },
  ];
}

const CONFIGURATIONS = [
  "PredictiveScalingPolicyConfiguration",
  "StepScalingPolicyConfiguration",
  "TargetTrackingScalingPolicyConfiguration",
] as const;

/** What the service answers even where nobody said it. */
function withDefaults(name: (typeof CONFIGURATIONS)[number], configuration: JsonObject): JsonObject {
  return name === "TargetTrackingScalingPolicyConfiguration"
    ? { DisableScaleIn: false, ...configuration }
    : configuration;
}

/** Members that are numbers and truth values, though a template may write them as text. Source: API Reference. */
const TYPED =
  /^(TargetValue|ScaleInCooldown|ScaleOutCooldown|Cooldown|MetricInterval(Lower|Upper)Bound|ScalingAdjustment|MinAdjustmentMagnitude|DisableScaleIn|ReturnData)$/;

function withTypes(value: JsonObject): JsonObject {
  const members = Object.entries(value).map(([name, inner]) => [
    name,
    TYPED.test(name) && typeof inner === "string" ? (JSON.parse(inner) as Json) : withTypesInside(inner),
  ]);
  return Object.fromEntries(members) as JsonObject;
}

function withTypesInside(value: Json): Json {
  if (isList(value)) return value.map(withTypesInside);
  return isObject(value) ? withTypes(value) : value;
}
