import type { AgentEvent } from "../model/agent-event.ts";
import { parseChangeSetName } from "../model/change-set-name.ts";
import type { Cloud } from "../model/cloud.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import { readOwnership, type Ownership } from "../model/ownership.ts";
import type { Failure } from "../model/report.ts";
import { operationEvents } from "../report/operation-events.ts";
import { orFailure } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";
import { newPassQueue } from "./pass-queue.ts";
import { isSelectedApp, selectedTargets, type Job, type Target } from "./target.ts";

/** What CloudFormation tells of what happened. */
export interface Recounted {
  /** Newest first. */
  readonly events: readonly AgentEvent[];
  /** Accounts that could not be asked to the end. */
  readonly failures: readonly (Failure & { readonly account: string })[];
}

/** Stacks of an account that are asked about at once. */
const STACKS_AT_ONCE = 4;

/**
 * What happened to the stacks of the repository, as CloudFormation itself tells it: no agent has to have been there.
 * It keeps the operations of ninety days, and none of stacks that are gone.
 */
export async function recount(job: Job): Promise<Recounted> {
  const queue = newPassQueue();
  const accounts = await Promise.all(
    selectedTargets(job).map(async ({ account }) => {
      const attempt = await queue.run(() => orFailure(() => eventsOf(account, job)));
      return { account: account.name, ...attempt };
    }),
  );
  return {
    events: accounts.flatMap(({ value }) => value ?? []).toSorted((a, b) => b.at - a.at),
    failures: accounts.flatMap(({ account, failure }) =>
      failure === undefined ? [] : [{ account, ...failure }],
    ),
  };
}

async function eventsOf(account: Target["account"], job: Job): Promise<readonly AgentEvent[]> {
  if (job.signal?.aborted === true) return [];
  const cloud = job.cloudOf(account);
  const stacks = (await cloud.sweep()).flatMap((stack) => {
    const owner = readOwnership(stack.tags);
    const isOurs = owner?.repository === job.repository && owner.account === account.name;
    return isOurs && isSelectedApp(job.select, owner.app) ? [{ stack, owner }] : [];
  });
  const told = await inParallel(stacks, STACKS_AT_ONCE, ({ stack, owner }) => historyOf(stack, owner, cloud));
  return told.flat();
}

async function historyOf(
  stack: ObservedStack,
  owner: Ownership,
  cloud: Cloud,
): Promise<readonly AgentEvent[]> {
  const operations = await cloud.operations(stack.id);
  return operationEvents({
    stack,
    owner,
    operations,
    latest: await descriptionOf(operations[0], stack, cloud),
  });
}

/** The change set of an operation that failed is still there, and knows its commit. */
async function descriptionOf(
  operation: Operation | undefined,
  stack: ObservedStack,
  cloud: Cloud,
): Promise<string | undefined> {
  const { token, outcome } = operation ?? {};
  if (outcome !== "failed" || token === undefined || parseChangeSetName(token) === undefined)
    return undefined;
  return (await cloud.changeSet(stack.name, token))?.description;
}
