import type { DnsRecord } from "../model/cloud-drift.ts";
import type { DelegationCase } from "../model/delegation.ts";
import { delegationVerdict } from "../model/delegation-verdict.ts";
import type { DriftedProperty } from "../model/drift.ts";
import { judgeProperty, NO_FINDINGS, type Findings, type Subject } from "./resource-drift.ts";

/** Whose delegation it is. */
export type DelegationSubject = Pick<Subject, "account" | "stack" | "ignoreDrift" | "now">;

/**
 * The NS record in the zone above that should lead to the account's zone and does not: it is missing, or leads elsewhere,
 * whoever put it there. It is drift of `zone`, whose name servers it names.
 */
export function delegationFindings(known: DelegationCase, subject: DelegationSubject): Findings {
  const verdict = delegationVerdict(known);
  switch (verdict.kind) {
    case "delegated":
      return NO_FINDINGS;
    case "to-write":
      return judgeProperty(differenceOf(known, verdict.there, subject), subject, undefined);
    case "refused":
      return known.parent.kind === "found"
        ? judgeProperty(differenceOf(known, verdict.there, subject), subject, undefined)
        : notKnown(known, verdict.why, subject);
    case "unknown":
      return notKnown(known, verdict.why, subject);
  }
}

/** Whether a finding is about the delegation of that zone. */
export function isDelegationDrift({ layer, resource }: DriftedProperty, domain: string): boolean {
  return layer === "dns" && resource === resourceOf(domain);
}

function notKnown({ domain }: DelegationCase, cause: string, { stack }: DelegationSubject): Findings {
  const why = `whether ${domain} is delegated is not known: ${cause}`;
  return { ...NO_FINDINGS, unknown: [{ app: "zone", stack, why }] };
}

function differenceOf(
  { domain, nameServers }: DelegationCase,
  there: DnsRecord | undefined,
  { account, stack, now }: DelegationSubject,
): DriftedProperty {
  return {
    layer: "dns",
    account,
    app: "zone",
    stack,
    resource: resourceOf(domain),
    type: "AWS::Route53::RecordSet",
    property: there === undefined ? "" : "/ResourceRecords",
    ...(nameServers === undefined ? {} : { expected: listText(nameServers) }),
    ...(there === undefined ? {} : { actual: listText(there.values) }),
    since: now,
  };
}

function resourceOf(domain: string): string {
  return `${domain} NS`;
}

function listText(names: readonly string[]): string {
  return JSON.stringify(names.map((name) => name.replace(/\.$/, "")).toSorted());
}
