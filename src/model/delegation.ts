import type { DnsRecord } from "./cloud-drift.ts";
import type { CloudSite, Identity } from "./cloud.ts";
import type { Ownership } from "./ownership.ts";

/** The zone above an account's own, in which the NS records stand that lead to it. */
export interface Delegation {
  /** Domain of the zone above, without a trailing dot. */
  readonly parent: string;
  /** Its id, where the name alone does not tell. */
  readonly zoneId?: string;
  /** Take over an NS record that is there and leads elsewhere. */
  readonly adopt: boolean;
  /** Whose account it is in, and who may change it. */
  readonly site: CloudSite;
}

/** The zone above as its account shows it. */
export type ParentZone =
  | {
      readonly kind: "found";
      readonly zoneId: string;
      /** Its records at and below the domain of the account's zone. */
      readonly records: readonly DnsRecord[];
    }
  | { readonly kind: "missing" }
  /** Several public zones have its name. */
  | { readonly kind: "ambiguous"; readonly zoneIds: readonly string[] }
  /** The credentials for it are of another AWS account. */
  | { readonly kind: "wrong-account"; readonly identity: Identity }
  /** AWS could not be asked. */
  | {
      readonly kind: "unreadable";
      /** One sentence. */
      readonly why: string;
      readonly remedy?: string;
      readonly mayRetry: boolean;
    };

/** One account's zone, what should lead to it, and what is there. */
export interface DelegationCase {
  /** Domain of the account's zone. */
  readonly domain: string;
  /** Of the account's zone, without trailing dots; absent as long as it is not there. */
  readonly nameServers: readonly string[] | undefined;
  readonly delegation: Delegation;
  readonly owner: Pick<Ownership, "repository" | "account">;
  readonly parent: ParentZone;
}
