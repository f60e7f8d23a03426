import type { Change, Route53 } from "@aws-sdk/client-route-53";
import type { RecordChange } from "../model/cloud-dns.ts";
import type { WriteResult } from "../model/cloud.ts";
import { readFailure } from "./failure.ts";
import { cleanText, says } from "./wording.ts";

/** Characters of a comment that Route 53 keeps. */
const MAX_COMMENT = 256;

/**
 * Makes one batch of changes. A batch whose answer got lost is refused the second time, because its records are there:
 * that is a conflict like any other, and who looks again finds them.
 */
export async function changeRecords(
  route53: Route53,
  { zoneId, changes, comment }: RecordBatch,
): Promise<WriteResult> {
  try {
    await route53.changeResourceRecordSets({
      HostedZoneId: zoneId,
      ChangeBatch: { Comment: comment.slice(0, MAX_COMMENT), Changes: changes.map(toChange) },
    });
    return { kind: "accepted" };
  } catch (error) {
    const { name, message } = readFailure(error);
    if (!REFUSALS.has(name)) throw error;
    const kind = says(message, "otherRecords") ? "conflict" : "rejected";
    return { kind, message: cleanText(message) ?? name };
  }
}

/** All of it, or nothing. */
export interface RecordBatch {
  readonly zoneId: string;
  readonly changes: readonly RecordChange[];
  readonly comment: string;
}

/** Refusals that are about the batch or its zone. */
const REFUSALS: ReadonlySet<string> = new Set(["InvalidChangeBatch", "InvalidInput", "NoSuchHostedZone"]);

function toChange({ action, record }: RecordChange): Change {
  return {
    Action: action === "create" ? "CREATE" : "DELETE",
    ResourceRecordSet: {
      Name: record.name,
      // What is deleted has the type that Route 53 itself told.
      Type: record.type as "NS",
      TTL: record.ttl,
      ResourceRecords: record.values.map((Value) => ({ Value })),
    },
  };
}
