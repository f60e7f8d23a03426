import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { Operation, RootCause } from "../model/observed-stack.ts";
import type { Episode } from "./operations.ts";
import { groupOperations } from "./operations.ts";
import { compact } from "./shape.ts";
import type { Event } from "./stack-events.ts";
import { knowsNewestOperation, readHistory } from "./stack-events.ts";
import { isFailedStatus } from "./stack-status.ts";
import { readReason, says } from "./wording.ts";

/** Nested stacks may be read for the causes of one stack's operations. */
const MAX_NESTED_READS = 8;
const NESTED_STACK = "AWS::CloudFormation::Stack";

/** The stack's latest operations with the causes of those that failed, newest first. */
export async function readOperations(cfn: CloudFormation, stackId: string): Promise<readonly Operation[]> {
  const history = await readHistory(cfn, stackId, knowsNewestOperation);
  const search: Search = { cfn, readsLeft: MAX_NESTED_READS };
  const operations: Operation[] = [];
  for (const episode of groupOperations(history)) {
    const failure = episode.outcome === "failed" ? firstFailure(episode.events) : undefined;
    const cause = failure === undefined ? undefined : await descend(search, stackId, episode, failure);
    operations.push(operationOf(episode, cause));
  }
  return operations;
}

/**
 * The first real failure of an operation: the first resource in time that failed for a reason of its own, not because
 * another one had; else the reason that the stack itself gives (an alarm that rolled it back).
 */
export function firstFailure(events: readonly Event[]): Event | undefined {
  const isReal = (event: Event): boolean => isFailedStatus(event.status) && !says(event.reason, "cancelled");
  const explains = (event: Event): boolean =>
    event.isOwn &&
    event.reason !== undefined &&
    !says(event.reason, "byRequest") &&
    !event.status.endsWith("_COMPLETE");
  return (
    events.find((event) => !event.isOwn && isReal(event)) ??
    events.find(explains) ??
    events.find((event) => isFailedStatus(event.status))
  );
}

interface Search {
  readonly cfn: CloudFormation;
  /** Counts down over the whole search. */
  readsLeft: number;
}

/** Follows a failed nested stack to the resource in it that failed first. */
async function descend(
  search: Search,
  stackId: string,
  episode: Episode,
  failure: Event,
): Promise<RootCause> {
  const here = causeOf(stackId, failure);
  const nestedId = failure.physicalId;
  const isNested = !failure.isOwn && failure.type === NESTED_STACK && nestedId?.startsWith("arn:") === true;
  if (!isNested || nestedId === undefined || nestedId === stackId || search.readsLeft === 0) return here;
  search.readsLeft -= 1;
  const history = await readHistory(search.cfn, nestedId, knowsNewestOperation);
  const from = episode.events[0]?.at ?? failure.at;
  const nested = groupOperations(history).find(
    (it) => it.outcome !== "succeeded" && overlaps(it, from, failure.at),
  );
  const deeper = nested === undefined ? undefined : firstFailure(nested.events);
  return nested === undefined || deeper === undefined ? here : descend(search, nestedId, nested, deeper);
}

function overlaps(episode: Episode, from: number, to: number): boolean {
  const first = episode.events[0]?.at;
  return first !== undefined && first >= from && first <= to;
}

function causeOf(stackId: string, failure: Event): RootCause {
  return compact({
    stack: stackNameOf(stackId),
    logicalId: failure.logicalId,
    type: failure.type,
    physicalId: failure.physicalId,
    reason: readReason(failure.reason) ?? `${failure.status}, and CloudFormation gives no reason`,
    at: failure.at,
  });
}

function operationOf(episode: Episode, cause: RootCause | undefined): Operation {
  const ended = episode.outcome === "running" ? undefined : episode.events.findLast((event) => event.isOwn);
  return compact({
    token: episode.token,
    kind: episode.kind,
    outcome: episode.outcome,
    startedAt: episode.events[0]?.at ?? 0,
    endedAt: ended?.at,
    cause,
  });
}

/** The name in `arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>`. */
function stackNameOf(nameOrArn: string): string {
  return /:stack\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
}
