import { ApiError } from "../errors.ts";
import type { XmlNode } from "../protocol/rest-xml-input.ts";
import type { XmlValue } from "../protocol/xml.ts";
import type { Account } from "../world.ts";
import type { Change, RecordSet, Zone } from "./records.ts";
import { recordSets } from "./records.ts";

/** A hosted zone as answers show it. */
export function zoneShape(account: Account, zone: Zone): XmlValue {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment ?? undefined, PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: account.table(recordSets).inGroup(zone.id).length,
  };
}

/** A record set as answers show it. */
export function recordShape({ name, type, setIdentifier, routing, ttl, values, alias }: RecordSet): XmlValue {
  return {
    Name: name,
    Type: type,
    SetIdentifier: setIdentifier,
    Weight: routing?.weight,
    Region: routing?.region,
    Failover: routing?.failover,
    MultiValueAnswer: routing?.multiValueAnswer,
    TTL: ttl,
    ResourceRecords:
      values === undefined || values.length === 0 ? undefined : values.map((value) => ({ Value: value })),
    AliasTarget: alias && {
      HostedZoneId: alias.hostedZoneId,
      DNSName: alias.dnsName,
      EvaluateTargetHealth: alias.evaluateTargetHealth,
    },
    HealthCheckId: routing?.healthCheckId,
  };
}

/** A change as answers show it: pending until every name server has it. */
export function changeShape({ id, comment, submittedAt, inSyncAt }: Change, now: number): XmlValue {
  return {
    Id: `/change/${id}`,
    Status: now >= inSyncAt ? "INSYNC" : "PENDING",
    SubmittedAt: new Date(submittedAt),
    Comment: comment ?? undefined,
  };
}

/** The text of an element that must be there. Throws `InvalidInput`. */
export function requiredText(node: XmlNode, name: string): string {
  const text = node.child(name)?.text;
  if (text === undefined || text === "")
    throw new ApiError("InvalidInput", `Invalid request: Missing field '${name}'`);
  return text;
}

/** How many items a page may have: what the caller asks for, and `max` at most. Throws `InvalidInput`. */
export function pageSize(query: URLSearchParams, max: number): number {
  const asked = query.get("maxitems");
  if (asked === null || asked === "") return max;
  if (!/^[1-9][0-9]{0,5}$/.test(asked))
    throw new ApiError("InvalidInput", "Invalid request: maxitems must be a number from 1");
  return Math.min(Number(asked), max);
}
