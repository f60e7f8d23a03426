import { parseChangeSetName } from "../model/change-set-name.ts";
import type { AccountDrift, DriftedProperty } from "../model/drift.ts";
import type { JudgedStep, Step } from "../model/plan.ts";
import { inReportOrder, withSince } from "./account-drift.ts";

/** What a pass over an account saw. */
export interface Seen {
  readonly account: string;
  readonly steps: readonly JudgedStep[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The version that a stack's description tells of. */
  readonly deployedVersion: (step: Step) => string | undefined;
}

/** The drift of an account with its version drift as the pass saw it; whatever was known of that before is replaced. */
export function withVersionDrift(drift: AccountDrift, seen: Seen): AccountDrift {
  const others = drift.properties.filter(({ layer }) => layer !== "version");
  const found = withSince(versionDrift(seen), drift);
  return { ...drift, properties: inReportOrder([...others, ...found]) };
}

/** Stacks whose deployed content is not the repository's. What is in flight is no drift, nor what is only to be healed. */
function versionDrift(seen: Seen): readonly DriftedProperty[] {
  return seen.steps.map(({ step }) => step).flatMap((step) => drifted(step, seen));
}

function drifted(step: Step, seen: Seen): readonly DriftedProperty[] {
  switch (step.kind) {
    case "create":
      return [missing(step, seen)];
    case "update":
      return step.heals === undefined ? [differing(step, seen)] : [];
    case "hold":
      return step.next === "create" ? [missing(step, seen)] : heldDrift(step, seen);
    case "recover":
    case "delete":
    case "wait":
    case "keep":
      return [];
  }
}

function heldDrift(step: Extract<Step, { kind: "hold" }>, seen: Seen): readonly DriftedProperty[] {
  return step.next === "update" && step.to !== undefined ? [differing(step, seen)] : [];
}

function missing(step: Step, seen: Seen): DriftedProperty {
  return { ...about(step, seen), property: "", expected: step.version ?? step.stack };
}

/** The same version in another form: the template, a parameter or a tag differs. */
function differing(step: Extract<Step, { kind: "update" | "hold" }>, seen: Seen): DriftedProperty {
  const version = seen.deployedVersion(step);
  const [property, expected, actual] =
    step.version !== undefined && version !== step.version
      ? ["version", step.version, version]
      : ["template", contentOf(step.to?.digest), contentOf(deployedDigest(step))];
  return {
    ...about(step, seen),
    property,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}

function deployedDigest({ from }: Extract<Step, { kind: "update" | "hold" }>): string | undefined {
  return parseChangeSetName(from?.lastChangeSet ?? "")?.digest;
}

const SHORT_DIGEST = 12;

function contentOf(digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : `content ${digest.slice(0, SHORT_DIGEST)}`;
}

function about({ app, stack }: Step, { account, at }: Seen) {
  return {
    layer: "version",
    account,
    app,
    stack,
    resource: stack,
    type: "AWS::CloudFormation::Stack",
    since: at,
  } as const;
}
