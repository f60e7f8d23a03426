import type { DnsRecord } from "../model/cloud-drift.ts";
import { delegationVerdict } from "../model/delegation-verdict.ts";
import type { DelegationCase } from "../model/delegation.ts";
import type { Ruling } from "../model/preflight.ts";
import { GOOD } from "./good.ts";

/** `isNeeded`: the account has a network already, whose names are found only through the zone above. */
export function judgeDelegation(known: DelegationCase, isNeeded: boolean): Ruling {
  const verdict = delegationVerdict(known);
  switch (verdict.kind) {
    case "delegated":
      return GOOD;
    case "to-write":
      return isNeeded
        ? lost(known, verdict.there)
        : { state: "good", note: "Mooring writes it before `network`" };
    case "refused":
      return { state: "failed", why: verdict.why, remedy: verdict.remedy };
    case "unknown":
      return { state: "unknown", why: verdict.why };
  }
}

function lost({ domain, delegation }: DelegationCase, there: DnsRecord | undefined): Ruling {
  const what =
    there === undefined
      ? `nothing in ${delegation.parent} leads to ${domain}`
      : `the NS record ${domain} in ${delegation.parent} leads to ${there.values.join(", ")}`;
  return {
    state: "failed",
    why: `${what}, so nobody finds what is in it`,
    remedy: "set `selfHeal: true` in account.yaml and let the agent write it, or write the NS record by hand",
  };
}
