import { isJsonObject, type Json } from "../model/canonical.ts";
import { isNothing } from "./defaults.ts";
import { scalarText } from "./scalar-text.ts";
import { inOneUnit } from "./units.ts";

/** Where a value is: the type of the resource, and the name of the property that holds it. */
export interface Whereabouts {
  readonly type: string;
  readonly name: string;
}

/**
 * Whether what is there means the same as what was declared, although it is written in other words.
 *
 * What the service added counts, unless it is what a service answers where nobody said anything.
 */
export function isSameMeaning(expected: Json, actual: Json, where: Whereabouts): boolean {
  const [wanted, there] = [readJson(expected), readJson(actual)];
  if (Array.isArray(wanted) && Array.isArray(there)) return isSameList(wanted, there, where);
  if (isPolicy(wanted) && isPolicy(there)) return isSamePolicy(wanted, there);
  if (isJsonObject(wanted) && isJsonObject(there)) return isSameObject(wanted, there, where);
  if (isStructure(wanted) || isStructure(there)) return false;
  return inOneUnit(scalarText(wanted), where) === inOneUnit(scalarText(there), where);
}

/** A document that is given as text (a policy, a redrive policy) is what it says. */
function readJson(value: Json): Json {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    const parsed: Json = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

type JsonObject = { readonly [key: string]: Json | undefined };

function isStructure(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function isSameObject(expected: JsonObject, actual: JsonObject, { type }: Whereabouts): boolean {
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].every((name) => {
    const [wanted, there] = [expected[name], actual[name]];
    if (wanted === undefined) return there === undefined || isNothing(name, there);
    return there !== undefined && isSameMeaning(wanted, there, { type, name });
  });
}

function isSameList(expected: readonly Json[], actual: readonly Json[], where: Whereabouts): boolean {
  if (expected.length !== actual.length) return false;
  if (!SETS.has(where.name)) {
    return expected.every((element, index) => isSameMeaning(element, actual[index] ?? null, where));
  }
  return isSameSet(expected, actual, (one, other) => isSameMeaning(one, other, where));
}

/** Every element has a partner of its own. */
function isSameSet(
  expected: readonly Json[],
  actual: readonly Json[],
  isSame: (one: Json, other: Json) => boolean,
): boolean {
  const left = [...actual];
  return (
    expected.length === actual.length &&
    expected.every((element) => {
      const at = left.findIndex((candidate) => isSame(element, candidate));
      if (at === -1) return false;
      left.splice(at, 1);
      return true;
    })
  );
}

/** Lists whose order means nothing to the service. Every other list is taken for one whose order counts. */
const SETS: ReadonlySet<string> = new Set([
  "AlarmActions",
  "AvailabilityZones",
  "CapacityProviders",
  "Dimensions",
  "Environment",
  "InsufficientDataActions",
  "LoadBalancerAttributes",
  "ManagedPolicyArns",
  "OKActions",
  "Policies",
  "RequiresCompatibilities",
  "ResourceRecords",
  "Roles",
  "Secrets",
  "SecurityGroupEgress",
  "SecurityGroupIds",
  "SecurityGroupIngress",
  "SecurityGroups",
  "SubnetIds",
  "Subnets",
  "Tags",
  "TargetGroupAttributes",
  "VPCSecurityGroups",
  "VpcSecurityGroupIds",
]);

function isPolicy(value: Json): value is JsonObject {
  return isJsonObject(value) && value["Statement"] !== undefined;
}

/**
 * IAM keeps the meaning of a policy, not its words: the order of statements and of what they list counts for nothing, and
 * one element is a list of one (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
function isSamePolicy(expected: JsonObject, actual: JsonObject): boolean {
  const { Statement: wanted, ...head } = expected;
  const { Statement: there, ...otherHead } = actual;
  return isSameInPolicy(head, otherHead) && isSameSet(asList(wanted), asList(there), isSameInPolicy);
}

function isSameInPolicy(expected: Json, actual: Json): boolean {
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].every((name) => isSameInPolicy(expected[name] ?? null, actual[name] ?? null));
  }
  if (isJsonObject(expected) || isJsonObject(actual)) return false;
  return isSameSet(asList(expected), asList(actual), (one, other) =>
    isStructure(one) || isStructure(other)
      ? isSameInPolicy(one, other)
      : scalarText(one) === scalarText(other),
  );
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
