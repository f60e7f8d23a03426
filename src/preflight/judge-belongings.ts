import type { BucketState } from "../model/cloud-checks.ts";
import type { HostedZone } from "../model/cloud-dns.ts";
import type { Identity } from "../model/cloud.ts";
import type { BucketSubject, Ruling, ZoneSubject } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { GOOD } from "./good.ts";

/** Whether the credentials lead to the AWS account that is meant. */
export function judgeIdentity(identity: Identity, { name, id }: Pick<Account, "name" | "id">): Ruling {
  return identity.account === id
    ? { state: "good", note: identity.arn }
    : {
        state: "failed",
        why: `these credentials (${identity.arn}) are of AWS account ${identity.account}, and ${name} is ${id}`,
        remedy: `correct \`id\` or \`roles.deployer\` in accounts/${name}/account.yaml, or use the credentials of ${id}`,
      };
}

/** `zones`: the account's hosted zones of that domain. */
export function judgeZone(
  { id, domain }: ZoneSubject,
  zones: readonly HostedZone[],
  { name }: Pick<Account, "name">,
): Ruling {
  if (zones.some((zone) => zone.id === id)) return GOOD;
  const others = zones.map((zone) => zone.id).join(", ");
  return {
    state: "failed",
    why: `${name} has no public hosted zone ${id} for ${domain}${others === "" ? "" : `; its zone of that name is ${others}`}`,
    remedy: `correct the id in accounts/${name}/account.yaml, or make the zone`,
  };
}

/** That it is nobody else's is made sure of when something is put into it. */
export function judgeBucket(
  { name, owner }: BucketSubject,
  state: BucketState,
  account: Pick<Account, "name">,
): Ruling {
  switch (state) {
    case "there":
      return GOOD;
    case "missing":
      return {
        state: "failed",
        why: `the template is too large for a request, or nearly so, and there is no bucket ${name} to put it into`,
        remedy: `make the bucket with \`moor bootstrap ${account.name}\``,
      };
    case "unseen":
      return {
        state: "unknown",
        why: `bucket ${name} is another account's than ${owner}, or Mooring's role may not list it`,
      };
  }
}
