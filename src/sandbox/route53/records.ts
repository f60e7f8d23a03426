import type { TableKind } from "../world.ts";

/** The hosted zones of an account, by id (without `/hostedzone/`). */
export const zones: TableKind<Zone> = { name: "hostedZones", groupBy: (zone) => zone.name };

/** The record sets of an account, by `recordKey`. */
export const recordSets: TableKind<RecordSet> = { name: "recordSets", groupBy: (record) => record.zoneId };

/** Changes that were submitted, by id (without `/change/`). */
export const changes: TableKind<Change> = { name: "route53Changes" };

/** A hosted zone. */
export interface Zone {
  readonly id: string;
  /** Lower case, with the dot at the end. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | null;
  readonly isPrivate: boolean;
  /** Four names, without the dot at the end. */
  readonly nameServers: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What makes a record set: either values with a time to live, or an alias. */
export interface RecordInput {
  readonly name: string;
  readonly type: string;
  readonly ttl?: number | undefined;
  readonly values?: readonly string[] | undefined;
  readonly alias?: AliasTarget | undefined;
  readonly setIdentifier?: string | undefined;
  readonly routing?: Routing | undefined;
}

/** Where an alias points. */
export interface AliasTarget {
  readonly hostedZoneId: string;
  readonly dnsName: string;
  readonly evaluateTargetHealth: boolean;
}

/** How Route 53 chooses between record sets of one name and type. */
export interface Routing {
  readonly weight?: number;
  readonly region?: string;
  readonly failover?: string;
  readonly multiValueAnswer?: boolean;
  readonly healthCheckId?: string;
}

/** A record set in a zone, its name in Route 53's own spelling. */
export interface RecordSet extends RecordInput {
  readonly zoneId: string;
}

/** One change of a batch. */
export interface RecordChange {
  readonly action: "CREATE" | "DELETE" | "UPSERT";
  readonly record: RecordInput;
}

/** A batch that was accepted, and when every name server has it. */
export interface Change {
  readonly id: string;
  readonly comment: string | null;
  /** Epoch milliseconds. */
  readonly submittedAt: number;
  /** Epoch milliseconds. */
  readonly inSyncAt: number;
}

/** Under which key a record set is kept. */
export function recordKey(
  zoneId: string,
  record: Pick<RecordInput, "name" | "type" | "setIdentifier">,
): string {
  return [zoneId, record.name, record.type, record.setIdentifier ?? ""].join("|");
}
