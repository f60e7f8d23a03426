import type { CloudFormation, StackEvent } from "@aws-sdk/client-cloudformation";
import { isMissing } from "./failure.ts";
import { pagesOf } from "./pages.ts";
import { required } from "./shape.ts";
import { stackTurn } from "./stack-status.ts";

/** One event of a stack, with the members we use. */
export interface Event {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId?: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly token?: string | undefined;
  /** It tells of the stack itself, not of one of its resources. */
  readonly isOwn: boolean;
}

/** Ordinary histories fit into these. */
const ENOUGH_PAGES = 3;
/** Bound for one operation that is longer than that. */
const MAX_PAGES = 30;

/**
 * The newest events of a stack, oldest first. They are read page by page, newest first on the wire, until `isEnough` holds
 * for what was read, or to the bound; nothing when there is no such stack.
 */
export async function readHistory(
  cfn: CloudFormation,
  stackId: string,
  isEnough: (newestFirst: readonly Event[], pages: number) => boolean,
): Promise<readonly Event[]> {
  const newestFirst: Event[] = [];
  let pages = 0;
  try {
    const read = (token: string | undefined) =>
      cfn.describeStackEvents({ StackName: stackId, NextToken: token });
    for await (const page of pagesOf(read, Number.POSITIVE_INFINITY)) {
      newestFirst.push(...(page.StackEvents ?? []).map(readEvent));
      pages += 1;
      if (pages >= MAX_PAGES || isEnough(newestFirst, pages)) break;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return newestFirst.toReversed();
}

/** Enough to know the stack's latest operations: a few pages, and the newest one from its beginning. */
export function knowsNewestOperation(newestFirst: readonly Event[], pages: number): boolean {
  return pages >= ENOUGH_PAGES && startOfNewest(newestFirst) !== undefined;
}

/** Index, counted from the newest event, of the event with which the newest operation began. */
export function startOfNewest(newestFirst: readonly Event[]): number | undefined {
  const begin = newestFirst.findIndex((event) => event.isOwn && stackTurn(event.status)?.turn === "start");
  return begin === -1 ? undefined : begin;
}

function readEvent(event: StackEvent): Event {
  const stackId = required(event.StackId, "stack id of an event");
  return {
    id: required(event.EventId, "event id"),
    at: required(event.Timestamp, "time of an event").getTime(),
    logicalId: event.LogicalResourceId ?? "",
    physicalId: event.PhysicalResourceId === "" ? undefined : event.PhysicalResourceId,
    type: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason ?? event.HookStatusReason,
    token: event.ClientRequestToken,
    isOwn: event.PhysicalResourceId === stackId,
  };
}
