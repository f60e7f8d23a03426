import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { Operation, RootCause } from "../model/observed-stack.ts";
import type { FailedService } from "./deployment-failure.ts";
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
const TASK_DEFINITION = "AWS::ECS::TaskDefinition";

const ECS_SERVICE = "AWS::ECS::Service";

/** Asks ECS why it could not deploy a service; `undefined` when it does not know. */
export type AskEcs = (failed: FailedService) => Promise<string | undefined>;

/**
 * The stack's latest operations with the causes of those that failed, newest first. Of the newest one that failed at an
 * ECS service, ECS's own reason stands before CloudFormation's.
 */
export async function readOperations(
  cfn: CloudFormation,
  stackId: string,
  askEcs: AskEcs,
): Promise<readonly Operation[]> {
  const history = await readHistory(cfn, stackId, knowsNewestOperation);
  const search: Search = { cfn, readsLeft: MAX_NESTED_READS };
  const operations: Operation[] = [];
  for (const episode of groupOperations(history)) {
    const failure = episode.outcome === "failed" ? firstFailure(episode.events) : undefined;
    const found = failure === undefined ? undefined : await descend(search, { stackId, episode, failure });
    const isNewest = operations.every(({ cause }) => cause === undefined);
    const cause = found === undefined ? undefined : await causeOf(found, isNewest ? askEcs : undefined);
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

/** Where an operation failed. */
interface Found {
  readonly stackId: string;
  readonly episode: Episode;
  readonly failure: Event;
}

/** Follows a failed nested stack to the resource in it that failed first. */
async function descend(search: Search, here: Found): Promise<Found> {
  const { stackId, episode, failure } = here;
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
  return nested === undefined || deeper === undefined
    ? here
    : descend(search, { stackId: nestedId, episode: nested, failure: deeper });
}

function overlaps(episode: Episode, from: number, to: number): boolean {
  const first = episode.events[0]?.at;
  return first !== undefined && first >= from && first <= to;
}

async function causeOf(found: Found, askEcs: AskEcs | undefined): Promise<RootCause> {
  const { stackId, failure } = found;
  const reason = readReason(failure.reason) ?? `${failure.status}, and CloudFormation gives no reason`;
  const failed = failedService(found);
  const ecsReason = failed === undefined ? undefined : await askEcs?.(failed);
  return compact({
    stack: stackNameOf(stackId),
    logicalId: failure.logicalId,
    type: failure.type,
    physicalId: failure.physicalId,
    reason:
      ecsReason === undefined ? reason : `${ecsReason.replace(/\.$/, "")}; CloudFormation says: ${reason}`,
    at: failure.at,
  });
}

function failedService({ episode, failure }: Found): FailedService | undefined {
  if (failure.type !== ECS_SERVICE || failure.physicalId === undefined) return undefined;
  return {
    service: failure.physicalId,
    taskDefinitions: definitionsBefore(episode.events, failure),
    from: episode.events[0]?.at ?? failure.at,
    to: failure.at,
  };
}

/** Of a definition that is replaced, earlier events name the old one, and those of a rollback do so again. */
function definitionsBefore(events: readonly Event[], failure: Event): readonly string[] {
  const latest = new Map<string, string>();
  for (const event of events.slice(0, events.indexOf(failure)))
    if (event.type === TASK_DEFINITION && event.physicalId !== undefined)
      latest.set(event.logicalId, event.physicalId);
  return [...latest.values()];
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
