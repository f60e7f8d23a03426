import { validationError } from "../../errors.ts";
import type { Action, OutputValue } from "../api.ts";
import { requiredText, text } from "../input.ts";
import { cutPageNewestFirst } from "../page.ts";
import type { EventRecord } from "../records.ts";
import { events } from "../records.ts";
import { findStack } from "../stack/find-stack.ts";

/** A stack's history, newest first; of a deleted stack by its id. */
export const describeStackEvents: Action = ({ region, input }) => {
  const name = requiredText(input, "StackName");
  const stack = findStack(region, name);
  if (stack === undefined) throw validationError(`Stack [${name}] does not exist`);
  const history = region.table(events).inGroup(stack.stackId);
  const page = cutPageNewestFirst(history, text(input, "NextToken"), (event) =>
    event.violation === undefined ? line(event, stack.name) : undefined,
  );
  return { StackEvents: page.members, NextToken: page.nextToken };
};

function line(event: EventRecord, stackName: string): OutputValue {
  return {
    StackId: event.stackId,
    EventId: event.eventId,
    StackName: stackName,
    OperationId: event.operationId,
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
