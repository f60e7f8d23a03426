import type { CloudSite } from "./cloud.ts";

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
