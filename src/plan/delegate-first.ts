import type { BoundStack } from "../model/desired-stack.ts";
import type { DelegationCase } from "../model/delegation.ts";
import { delegationVerdict, type DelegationVerdict } from "../model/delegation-verdict.ts";
import type { DriftedProperty } from "../model/drift.ts";
import type {
  CreateStep,
  DelegationWrite,
  HoldStep,
  KeepStep,
  Step,
  UpdateStep,
  WaitStep,
} from "../model/plan.ts";

/** A step of `network` whose next write is the change set that needs the delegation. */
export type NeedsDelegation = CreateStep | UpdateStep;

/** Whether it is one: the certificate in `network` is validated by records that the world has to find. */
export function needsDelegation(step: Step): step is NeedsDelegation {
  return (
    step.app === "network" &&
    (step.kind === "create" || (step.kind === "update" && isContent(step))) &&
    step.write.kind === "create-change-set"
  );
}

function isContent({ heals, quarantine }: UpdateStep): boolean {
  return heals === undefined && quarantine === undefined;
}

type Refused = Extract<DelegationVerdict, { kind: "refused" }>;

/** The step of `network`, or what has to be done before it: its zone is delegated first, or nobody can. */
export function delegateFirst(step: NeedsDelegation, known: DelegationCase): Step {
  if (known.nameServers === undefined && known.parent.kind !== "unreadable")
    return held(step, nowhereToLead(known), known);
  const verdict = delegationVerdict(known);
  switch (verdict.kind) {
    case "delegated":
      return step;
    case "to-write": {
      const write = writeOf(verdict, known);
      return { ...step, reason: `${step.reason}; ${write.comment} first`, write };
    }
    case "refused":
      return held(step, verdict, known);
    case "unknown":
      return waiting(step, `whether ${known.domain} is delegated is not known: ${verdict.why}`);
  }
}

/** What `network` will do once the zone is there, for a reader of the plan: nobody has asked yet. */
export function announceDelegation(step: Step, domain: string, parent: string): Step {
  const isLater = step.kind === "hold" && step.next === "create" && step.because.kind === "dependency";
  return step.app === "network" && isLater
    ? { ...step, reason: `${step.reason}; then delegates ${domain} in ${parent}` }
    : step;
}

/**
 * The step of a zone in sync whose delegation drifted: what was missing or ours is written again. It stays as it is where
 * that is not for us to say, and where somebody has put it right since.
 */
export function healDelegation(
  step: KeepStep,
  {
    to,
    known,
    properties,
  }: {
    readonly to: BoundStack;
    readonly known: DelegationCase;
    readonly properties: readonly DriftedProperty[];
  },
): KeepStep | UpdateStep {
  const verdict = delegationVerdict(known);
  if (verdict.kind !== "to-write" || verdict.changes.length === 0) return step;
  const write = writeOf(verdict, known);
  return {
    ...step,
    kind: "update",
    reason: `in sync, but its delegation drifted: ${write.comment} again`,
    to,
    write,
    heals: { properties, harmless: [], round: 1, of: 1 },
  };
}

/** The zone is known by its id, and AWS shows no public zone under that. */
function nowhereToLead({ domain, owner }: DelegationCase): Pick<Refused, "why" | "remedy"> {
  return {
    why: `the account has no public hosted zone under the id that its stack \`zone\` tells, so there are no name servers of ${domain}`,
    remedy: `correct \`zone.existing\` in accounts/${owner.account}/account.yaml, or look at the drift of \`zone\` with \`moor drift\``,
  };
}

function writeOf(
  { zoneId, changes }: Extract<DelegationVerdict, { kind: "to-write" }>,
  { domain, delegation }: DelegationCase,
): DelegationWrite {
  const { site, parent } = delegation;
  const comment = `delegates ${domain} in ${parent}`;
  return { kind: "change-records", site, zoneId, changes, comment };
}

function held(
  step: NeedsDelegation,
  { why, remedy }: Pick<Refused, "why" | "remedy">,
  { domain }: DelegationCase,
): HoldStep {
  return {
    kind: "hold",
    ...aboutStep(step),
    reason: `${domain} cannot be delegated: ${why}`,
    because: { kind: "delegation" },
    remedy,
    next: step.kind,
    to: step.to,
  };
}

function waiting(step: NeedsDelegation, reason: string): WaitStep {
  return { kind: "wait", ...aboutStep(step), reason };
}

function aboutStep({ app, stack, place, version, from }: NeedsDelegation) {
  return {
    app,
    stack,
    ...(place === undefined ? {} : { place }),
    ...(version === undefined ? {} : { version }),
    ...(from === undefined ? {} : { from }),
  };
}
