import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { ResourceEvent } from "../model/observed-stack.ts";
import { groupOperations } from "./operations.ts";
import { compact } from "./shape.ts";
import type { Event } from "./stack-events.ts";
import { readHistory, startOfNewest } from "./stack-events.ts";
import { isFailedStatus, isRunningStatus } from "./stack-status.ts";
import { cleanText, readReason, says } from "./wording.ts";

/** Events after the one with the given id, oldest first; without an id, all of the newest operation. */
export async function readEvents(
  cfn: CloudFormation,
  stackId: string,
  afterEventId: string | undefined,
): Promise<readonly ResourceEvent[]> {
  const events =
    afterEventId === undefined
      ? await readNewestOperation(cfn, stackId)
      : await readAfter(cfn, stackId, afterEventId);
  return events.map(toResourceEvent);
}

async function readNewestOperation(cfn: CloudFormation, stackId: string): Promise<readonly Event[]> {
  const history = await readHistory(cfn, stackId, (newestFirst) => startOfNewest(newestFirst) !== undefined);
  return groupOperations(history)[0]?.events ?? [];
}

async function readAfter(cfn: CloudFormation, stackId: string, id: string): Promise<readonly Event[]> {
  const isThere = (events: readonly Event[]): boolean => events.some((event) => event.id === id);
  const events = await readHistory(cfn, stackId, isThere);
  return events.slice(events.findIndex((event) => event.id === id) + 1);
}

/** A resource that stopped only because another one failed is not shown as a failure. */
function toResourceEvent(event: Event): ResourceEvent {
  return compact({
    id: event.id,
    at: event.at,
    logicalId: event.logicalId,
    type: event.type,
    status: cleanText(event.status) ?? "",
    reason: readReason(event.reason),
    isFailure: isFailedStatus(event.status) && !says(event.reason, "cancelled"),
    isRunning: isRunningStatus(event.status),
  });
}
