import { derivedUuid } from "../../identifiers.ts";
import type { Region } from "../../world.ts";
import type { Violation } from "../change-set/records.ts";
import type { EventRecord, ResourceRecord, ResourceStatus, StackRecord } from "../records.ts";
import { events } from "../records.ts";
import { operations } from "./records.ts";

/** A line for a stack's history, before it has an id. */
type Line = Omit<EventRecord, "eventId" | "operationId" | "token">;

/** Writes that the stack itself has changed its status. */
export function writeStackEvent(region: Region, stack: StackRecord, at: number, reason?: string): void {
  write(region, {
    stackId: stack.stackId,
    logicalId: stack.name,
    physicalId: stack.stackId,
    type: "AWS::CloudFormation::Stack",
    status: stack.status,
    at,
    ...(stack.detailedStatus === undefined ? {} : { detailedStatus: stack.detailedStatus }),
    ...(reason === undefined ? {} : { reason }),
  });
}

/** Writes that a resource has reached a status. */
export function writeResourceEvent(
  region: Region,
  resource: ResourceRecord,
  event: { readonly at: number; readonly status: ResourceStatus; readonly reason?: string | undefined },
): void {
  write(region, {
    stackId: resource.stackId,
    logicalId: resource.logicalId,
    physicalId: resource.physicalId ?? "",
    type: resource.type,
    status: event.status,
    at: event.at,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  });
}

/** Writes that the creation of a physical resource has begun, and what its provider has to say to people. */
export function writeInitiation(
  region: Region,
  resource: ResourceRecord,
  event: { readonly at: number; readonly status: ResourceStatus; readonly note: string | undefined },
): void {
  const { at, status, note } = event;
  writeResourceEvent(region, resource, { at, status, reason: "Resource creation Initiated" });
  if (note !== undefined) writeResourceEvent(region, resource, { at, status, reason: note });
}

/** Writes what early validation found before the operation came to its resources. */
export function writeViolationEvent(region: Region, stackId: string, violation: Violation, at: number): void {
  const { logicalId, type, reason } = violation;
  write(region, {
    stackId,
    logicalId,
    physicalId: "",
    type,
    status: "VALIDATION_FAILED",
    reason,
    at,
    violation,
  });
}

/** Every event carries the token of the operation that runs. */
function write(region: Region, line: Line): void {
  const table = region.table(events);
  const operation = region.table(operations).get(line.stackId);
  const number = String(table.countInGroup(line.stackId));
  const eventId = derivedUuid(line.stackId, number);
  table.put(eventId, {
    eventId,
    ...line,
    ...(operation === undefined ? {} : { operationId: operation.operationId }),
    ...(operation?.token === undefined ? {} : { token: operation.token }),
  });
}
