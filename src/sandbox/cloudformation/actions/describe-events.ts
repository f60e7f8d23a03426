import { validationError } from "../../errors.ts";
import { derivedUuid } from "../../identifiers.ts";
import type { Region } from "../../world.ts";
import type { Action, Input, OutputValue } from "../api.ts";
import { requireChangeSet } from "../change-set/find-change-set.ts";
import type { ChangeSetRecord, Violation } from "../change-set/records.ts";
import { renderViolation } from "../change-set/render-violation.ts";
import { flag, structure, text } from "../input.ts";
import { cutPageNewestFirst } from "../page.ts";
import type { EventRecord } from "../records.ts";
import { events } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";

/** Events by stack, by operation or, for what early validation found, by change set. Newest first. */
export const describeEvents: Action = ({ region, input }) => {
  const page = cutPageNewestFirst(selectEvents(region, input), text(input, "NextToken"), (event) => event);
  return { OperationEvents: page.members, NextToken: page.nextToken };
};

/** Oldest first. */
function selectEvents(region: Region, input: Input): readonly OutputValue[] {
  if (text(input, "ChangeSetName") !== undefined) return violations(requireChangeSet(region, input));
  const isFailedOnly = readFailedOnly(input);
  return stackEvents(region, input)
    .filter((event) => !isFailedOnly || event.status.endsWith("_FAILED"))
    .map(renderEvent);
}

function readFailedOnly(input: Input): boolean {
  const filters = structure(input, "Filters");
  return filters !== undefined && (flag(filters, "FailedEvents") ?? false);
}

function stackEvents(region: Region, input: Input): readonly EventRecord[] {
  const operationId = text(input, "OperationId");
  const stackName = text(input, "StackName");
  const stack = stackName === undefined ? undefined : requireStack(region, stackName);
  if (operationId === undefined) {
    if (stack !== undefined) return region.table(events).inGroup(stack.stackId);
    throw validationError("One of StackName, ChangeSetName and OperationId must be specified.");
  }
  const found = [...region.table(events).values()].filter((event) => event.operationId === operationId);
  if (found.length === 0) throw validationError(`Operation [${operationId}] does not exist`);
  return found;
}

function renderEvent(event: EventRecord): OutputValue {
  if (event.violation !== undefined) return renderFound(event, event.violation);
  const isStack = event.type === "AWS::CloudFormation::Stack" && event.physicalId === event.stackId;
  const isFailure = event.status.endsWith("_FAILED");
  return {
    EventId: event.eventId,
    StackId: event.stackId,
    OperationId: event.operationId,
    EventType: isFailure && !isStack ? "PROVISIONING_ERROR" : "STACK_EVENT",
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    DetailedStatus: event.detailedStatus,
    ClientRequestToken: event.token,
  };
}

function renderFound(event: EventRecord, violation: Violation): OutputValue {
  return {
    EventId: event.eventId,
    StackId: event.stackId,
    OperationId: event.operationId,
    Timestamp: new Date(event.at),
    ClientRequestToken: event.token,
    ...renderViolation(violation),
  };
}

/** In the order in which they are found when read from the end. */
function violations(changeSet: ChangeSetRecord): readonly OutputValue[] {
  return changeSet.violations.toReversed().map((violation, index) => ({
    EventId: derivedUuid(changeSet.changeSetId, String(index)),
    StackId: changeSet.stackId,
    OperationId: changeSet.changeSetId,
    OperationType: "CREATE_CHANGESET",
    OperationStatus: violation.isWarning === true ? "SUCCEEDED" : "FAILED",
    Timestamp: new Date(changeSet.createdAt),
    ...renderViolation(violation),
  }));
}
