import type { DnsRecord } from "./cloud-drift.ts";
import type { WriteResult } from "./cloud.ts";

/** Hosted zones of an account, as delegation needs them. Every method throws `CloudError` when AWS cannot be asked. */
export interface DnsZones {
  /** Public hosted zones of exactly that domain; several may have one name (`ListHostedZonesByName`). */
  hostedZones(domain: string): Promise<readonly HostedZone[]>;
  /**
   * The records of that name and of every name below it, of any type; `undefined` when there is no such zone. What the
   * zone holds besides is not read.
   */
  recordsWithin(zoneId: string, domain: string): Promise<readonly DnsRecord[] | undefined>;
  /** Names of the zone's name servers, sorted; `undefined` when there is no such public zone (`GetHostedZone`). */
  nameServers(zoneId: string): Promise<readonly string[] | undefined>;
  /**
   * Makes all of the changes or none (`ChangeResourceRecordSets`). `conflict`: a record that is created is there already,
   * or one that is deleted is not exactly as given.
   */
  changeRecords(zoneId: string, changes: readonly RecordChange[], comment: string): Promise<WriteResult>;
}

/** A public hosted zone. */
export interface HostedZone {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** In lower case, without a trailing dot. */
  readonly name: string;
}

/** One change of a record set; `delete` needs it exactly as it is. */
export interface RecordChange {
  readonly action: "create" | "delete";
  readonly record: Pick<DnsRecord, "name" | "type" | "values"> & { readonly ttl: number };
}
