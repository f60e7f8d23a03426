import type { Cloud } from "../model/cloud.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { Plan } from "../model/plan.ts";
import type { ReleaseState } from "../model/release.ts";
import type { StackDetails } from "../model/stack-details.ts";
import type { Clock } from "../model/ports.ts";
import { planAccount, type PlanInput } from "../plan/plan-account.ts";
import type { Ask } from "../plan/question.ts";
import { inParallel } from "./in-parallel.ts";
import { orFailure } from "./failure.ts";
import type { Memory } from "./memory.ts";

/** Reads of one account that are under way at once; the adapter's limiter spaces them out. */
const READS_AT_ONCE = 8;

/** What answers come from. */
export interface Answering {
  readonly cloud: Cloud;
  readonly memory: Memory;
  readonly clock: Clock;
}

/**
 * Plans an account, reading what the plan asks for until it asks no more. Every round answers at least one new question
 * about a stack, and there are only a handful for each.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function planWithAnswers(
  input: Omit<PlanInput, "details">,
  { cloud, memory, clock }: Answering,
): Promise<Plan> {
  const stacks = new Map(input.observed.map((stack) => [stack.id, stack]));
  const details = new Map(input.observed.map((stack) => [stack.id, memory.recall(stack)]));
  for (;;) {
    const draft = planAccount({ ...input, details });
    if (draft.kind === "plan") return draft.plan;
    const asks = distinct(draft.asks);
    await inParallel(asks, READS_AT_ONCE, async (ask) => {
      const answered = await answer(ask, details.get(ask.stackId) ?? {}, { cloud, clock });
      details.set(ask.stackId, answered);
      rememberFor(stacks.get(ask.stackId), answered, memory);
    });
  }
}

/** One question a stack and round: two answers at once would overwrite each other. */
function distinct(asks: readonly Ask[]): readonly Ask[] {
  return [...new Map(asks.map((ask) => [ask.stackId, ask])).values()];
}

function rememberFor(stack: ObservedStack | undefined, details: StackDetails, memory: Memory): void {
  if (stack !== undefined) memory.remember(stack, details);
}

async function answer(
  ask: Ask,
  known: StackDetails,
  { cloud, clock }: Pick<Answering, "cloud" | "clock">,
): Promise<StackDetails> {
  const { question, stackId } = ask;
  switch (question.kind) {
    case "operations":
      return { ...known, operations: await cloud.operations(stackId) };
    case "template":
      return { ...known, template: { body: await cloud.template(stackId) } };
    case "change-set-names":
      return { ...known, changeSetNames: await cloud.changeSetNames(stackId) };
    case "change-set": {
      const changeSet = await cloud.changeSet(stackId, question.name);
      return { ...known, changeSets: new Map([...(known.changeSets ?? []), [question.name, changeSet]]) };
    }
    case "release": {
      const { release } = question;
      const state = await releaseOrUnknown(() => cloud.release(release, clock.now()));
      return { ...known, releases: new Map([...(known.releases ?? []), [release.taskDefinition, state]]) };
    }
  }
}

/** That ECS cannot be asked is no reason to leave the account's other stacks. */
async function releaseOrUnknown(read: () => Promise<ReleaseState>): Promise<ReleaseState> {
  const { value, failure } = await orFailure(read);
  if (failure === undefined) return value;
  const { message: why, ...rest } = failure;
  return { kind: "unknown", why, ...rest };
}
