import type { Json } from "../model/canonical.ts";
import type { PropertyDifference, ResourceDrift } from "../model/cloud-drift.ts";
import type { DriftedProperty, IgnoredDrift, IgnoredProperty, UnknownDrift } from "../model/drift.ts";
import { isNothing } from "./defaults.ts";
import { ignoredBy } from "./ignore.ts";
import { jsonIn } from "./json-in.ts";
import { mask } from "./mask.ts";
import { knownNoise, type Surroundings } from "./noise.ts";
import { pointerParts, valueAt } from "./pointer.ts";
import { isSameMeaning } from "./same-meaning.ts";

/** A stack whose drift is judged, and what is known around it. */
export interface Subject {
  /** Account folder name. */
  readonly account: string;
  readonly app: string;
  /** CloudFormation stack name. */
  readonly stack: string;
  readonly ignoreDrift: readonly IgnoredDrift[];
  /** Values that the stack was given in confidence. */
  readonly secrets: readonly string[];
  readonly surroundings: Surroundings;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is wrong, what only seems to be, and what nobody knows. */
export interface Findings {
  readonly properties: readonly DriftedProperty[];
  readonly ignored: readonly IgnoredProperty[];
  readonly unknown: readonly UnknownDrift[];
}

/** Nothing at all. */
export const NO_FINDINGS: Findings = { properties: [], ignored: [], unknown: [] };

/** Several findings as one, in their order. */
export function together(findings: readonly Findings[]): Findings {
  return {
    properties: findings.flatMap(({ properties }) => properties),
    ignored: findings.flatMap(({ ignored }) => ignored),
    unknown: findings.flatMap(({ unknown }) => unknown),
  };
}

/**
 * What CloudFormation's detection of one stack amounts to. A resource that was not checked, or cannot be, is neither
 * drifted nor in sync, and no news: only one that should have been read and could not is told as unknown.
 */
export function resourceFindings(drifts: readonly ResourceDrift[], subject: Subject): Findings {
  return together(drifts.map((resource) => findingsOf(resource, subject)));
}

function findingsOf(resource: ResourceDrift, subject: Subject): Findings {
  switch (resource.state) {
    case "modified":
      return together(resource.differences.map((difference) => judge(resource, difference, subject)));
    case "deleted":
      return judgeProperty(deletion(resource, subject), subject, undefined);
    case "unknown":
      return { ...NO_FINDINGS, unknown: [unreadable(resource, subject)] };
    case "in-sync":
    case "not-checked":
    case "unsupported":
      return NO_FINDINGS;
  }
}

function judge(resource: ResourceDrift, difference: PropertyDifference, subject: Subject): Findings {
  const property = drifted(resource, difference, subject);
  if (isOnlyWords(resource, difference)) {
    const because = "it says the same in other words";
    return { ...NO_FINDINGS, ignored: [{ property, because, isHarmless: true }] };
  }
  const { surroundings } = subject;
  return judgeProperty(property, subject, knownNoise({ resource, difference, surroundings }));
}

/** A difference that nothing explains counts, unless a person wants it left out. */
export function judgeProperty(
  property: DriftedProperty,
  { ignoreDrift, now }: Pick<Subject, "ignoreDrift" | "now">,
  noise: string | undefined,
): Findings {
  const because = noise ?? ignoredBy(property, ignoreDrift, now);
  return because === undefined
    ? { ...NO_FINDINGS, properties: [property] }
    : { ...NO_FINDINGS, ignored: [{ property, because }] };
}

/** On any level: a list in another order differs in every element, and not as a whole. */
function isOnlyWords({ type, expected, actual }: ResourceDrift, difference: PropertyDifference): boolean {
  const parts = pointerParts(difference.path);
  const name = parts.findLast((part) => !/^\d+$/.test(part)) ?? "";
  if (difference.kind === "added") {
    if (difference.actual !== undefined && isNothing(name, asJson(difference.actual))) return true;
  } else if (isSameText(difference, { type, name })) return true;
  const [wanted, there] = [jsonIn(expected), jsonIn(actual)];
  return parts.some((_part, index) => {
    const path = parts.slice(0, parts.length - index);
    const [one, other] = [valueAt(wanted, path), valueAt(there, path)];
    const holder = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
    return one !== undefined && other !== undefined && isSameMeaning(one, other, { type, name: holder });
  });
}

function isSameText({ expected, actual }: PropertyDifference, where: { type: string; name: string }) {
  return (
    expected !== undefined && actual !== undefined && isSameMeaning(asJson(expected), asJson(actual), where)
  );
}

function asJson(text: string): Json {
  return jsonIn(text) ?? text;
}

function drifted(
  { logicalId, physicalId, type }: ResourceDrift,
  { path, expected, actual }: PropertyDifference,
  { account, app, stack, secrets, now }: Subject,
): DriftedProperty {
  const [wanted, there] = [mask(expected, path, secrets), mask(actual, path, secrets)];
  return {
    layer: "resource",
    account,
    app,
    stack,
    resource: logicalId,
    type,
    ...(physicalId === undefined ? {} : { physicalId }),
    property: path,
    ...(wanted === undefined ? {} : { expected: wanted }),
    ...(there === undefined ? {} : { actual: there }),
    since: now,
  };
}

/** Nothing of it is there any more: expected is the resource itself. */
function deletion(resource: ResourceDrift, subject: Subject): DriftedProperty {
  const expected = resource.physicalId ?? resource.logicalId;
  return drifted(resource, { path: "", expected, kind: "removed" }, subject);
}

function unreadable({ logicalId, type, reason }: ResourceDrift, { app, stack }: Subject): UnknownDrift {
  const why = reason ?? "CloudFormation could not read it";
  return { app, stack, resource: logicalId, type, why };
}
