import { isJsonObject, type Json } from "../model/canonical.ts";
import type { ScalingPolicy } from "../model/cloud-drift.ts";
import type { DriftedProperty } from "../model/drift.ts";
import { jsonIn } from "./json-in.ts";
import { pointerOf } from "./pointer.ts";
import { scalarText } from "./scalar-text.ts";
import { judgeProperty, NO_FINDINGS, together, type Findings, type Subject } from "./resource-drift.ts";
import { declaredResources, valueIn, type DeployedTemplate } from "./template-values.ts";

const TYPE = "AWS::ApplicationAutoScaling::ScalingPolicy";
const CONFIGURATIONS = [
  "TargetTrackingScalingPolicyConfiguration",
  "StepScalingPolicyConfiguration",
] as const;

/** What a stack's declared scaling policies are compared with. */
export interface ScalingSubject extends Omit<Subject, "surroundings" | "secrets"> {
  readonly deployed: DeployedTemplate;
  readonly policies: readonly ScalingPolicy[];
}

/** Scaling policies that are missing or configured in another way. What the template does not say is not compared. */
export function scalingFindings(subject: ScalingSubject): Findings {
  return together(
    declaredResources(subject.deployed, [TYPE]).map(({ logicalId, properties }) => {
      const arn = subject.deployed.physicalIds.get(logicalId);
      if (arn === undefined) return NO_FINDINGS;
      const policy = subject.policies.find((candidate) => candidate.arn === arn);
      const differences =
        policy === undefined ? [{ parts: [], expected: arn }] : differing(properties, policy, subject);
      return together(
        differences.map((difference) =>
          judgeProperty(drifted(logicalId, arn, difference, subject), subject, undefined),
        ),
      );
    }),
  );
}

interface Difference {
  readonly parts: readonly string[];
  readonly expected: string;
  readonly actual?: string;
}

function differing(
  properties: { readonly [key: string]: Json | undefined },
  { configuration }: ScalingPolicy,
  { deployed }: ScalingSubject,
): readonly Difference[] {
  const actual = jsonIn(configuration);
  if (!isJsonObject(actual)) return [];
  return CONFIGURATIONS.flatMap((name) => {
    const expected = valueIn(deployed, properties[name]);
    return expected === undefined ? [] : compare([name], expected, actual[name]);
  });
}

/** On the deepest level that both have. A list is a set here: services answer dimensions and steps in an order of their own. */
function compare(parts: readonly string[], expected: Json, actual: Json | undefined): readonly Difference[] {
  if (isJsonObject(expected) && isJsonObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      value === undefined ? [] : compare([...parts, name], value, actual[name]),
    );
  }
  if (Array.isArray(expected) && Array.isArray(actual) && isSameSet(expected, actual)) return [];
  if (actual !== undefined && comparable(expected) === comparable(actual)) return [];
  return [
    {
      parts,
      expected: scalarText(expected),
      ...(actual === undefined ? {} : { actual: scalarText(actual) }),
    },
  ];
}

/** What an element does not tell because only CloudFormation knows it is not compared. */
function isSameSet(expected: readonly Json[], actual: readonly Json[]): boolean {
  const left = [...actual];
  return (
    expected.length === actual.length &&
    expected.every((element) => {
      const at = left.findIndex((candidate) => compare([], element, candidate).length === 0);
      if (at === -1) return false;
      left.splice(at, 1);
      return true;
    })
  );
}

/** Templates may write numbers and truth values as text. */
function comparable(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(comparable).join(",")}]`;
  if (!isJsonObject(value)) return scalarText(value);
  const members = Object.keys(value).toSorted();
  return `{${members.map((name) => `${name}:${comparable(value[name] ?? null)}`).join(",")}}`;
}

function drifted(
  resource: string,
  physicalId: string,
  { parts, expected, actual }: Difference,
  { account, app, stack, now }: ScalingSubject,
): DriftedProperty {
  return {
    layer: "scaling",
    account,
    app,
    stack,
    resource,
    type: TYPE,
    physicalId,
    property: pointerOf(parts),
    expected,
    ...(actual === undefined ? {} : { actual }),
    since: now,
  };
}
