import type { ChangeSet } from "../model/change-set.ts";
import type { Cloud, WriteResult } from "../model/cloud.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import { readOwnership } from "../model/ownership.ts";
import type { Clock } from "../model/ports.ts";
import { newDeadline, type Deadline } from "./pace.ts";

/** The stack of an account's roles as it should be, and where. */
export interface RolesWork {
  /** With the credentials of who asks: the roles may not be there yet. */
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** 12 digits. */
  readonly account: string;
  readonly stack: RolesStack;
  readonly timeoutMs: number;
  readonly pollMs: number;
}

/** Everything CloudFormation gets. */
export interface RolesStack {
  readonly name: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** A stack of this name without them is not touched. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What became of it. */
export type RolesEnd =
  | { readonly kind: "created" | "updated" | "unchanged" }
  | { readonly kind: "failed"; readonly why: string; readonly remedy?: string }
  /** Out of time, or interrupted; what AWS has begun goes on. */
  | { readonly kind: "unfinished"; readonly waitedFor: string };

/**
 * Brings the roles' stack to its content through one change set and waits for the end. Run again, it finds nothing to
 * do. Throws CloudError when AWS cannot be asked.
 */
export async function deployRoles(work: RolesWork): Promise<RolesEnd> {
  const { account, arn } = await work.cloud.identify();
  if (account !== work.account) {
    const remedy = "use credentials of that account, for example with --profile";
    return failed(`these credentials (${arn}) belong to ${account}, not to ${work.account}`, remedy);
  }
  const run: Run = {
    ...work,
    deadline: newDeadline(work.clock, work.timeoutMs, work.signal),
    token: `mooring-roles-${String(work.clock.now())}`,
  };
  const before = await stackAtRest(run);
  if (before === TIME_OUT) return unfinished("the operation that runs on the stack");
  const obstacle = before === undefined ? undefined : obstacleIn(before, work.stack);
  if (obstacle !== undefined) return obstacle;
  return before?.phase === "dead" ? replaceDead(run, before) : change(run, before);
}

interface Run extends RolesWork {
  readonly deadline: Deadline;
  /** Name of the change set, and token of its execution. */
  readonly token: string;
}

const TIME_OUT: unique symbol = Symbol("out of time");

/** Asks until there is an answer. */
async function until<T>(run: Run, ask: () => Promise<T | undefined>): Promise<T | typeof TIME_OUT> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (run.deadline.isOver()) return TIME_OUT;
    await run.deadline.sleep(run.pollMs);
  }
}

async function stackAtRest(run: Run): Promise<ObservedStack | undefined | typeof TIME_OUT> {
  const found = await until(run, async () => {
    const stack = await findStack(run);
    return stack?.phase === "busy" ? undefined : { stack };
  });
  return found === TIME_OUT ? TIME_OUT : found.stack;
}

async function findStack({ cloud, stack }: Run): Promise<ObservedStack | undefined> {
  return (await cloud.sweep()).find(({ name, isNested }) => name === stack.name && !isNested);
}

/** A shell has no tags yet. */
function obstacleIn(before: ObservedStack, wanted: RolesStack): RolesEnd | undefined {
  if (before.phase === "shell") return undefined;
  const owner = readOwnership(before.tags);
  if (owner !== undefined) {
    return failed(
      `the stack ${before.name} is the app ${owner.app} of the repository ${owner.repository}`,
      "give that app another name: the roles need this one",
    );
  }
  const isOurs = Object.entries(wanted.tags).every(([key, value]) => before.tags[key] === value);
  if (!isOurs) {
    const tags = Object.entries(wanted.tags).map(([key, value]) => `${key}=${value}`);
    return failed(
      `there is a stack ${before.name} that was not made by moor bootstrap`,
      `delete it; or, if it holds these roles, tag it with ${tags.join(" ")}`,
    );
  }
  return ["settled", "rolled-back", "dead"].includes(before.phase)
    ? undefined
    : failed(`the stack ${before.name} is in ${before.status}`, "bring it to a good status by hand");
}

/** A first creation that failed left a stack that can only be deleted; nothing is in it. */
async function replaceDead(run: Run, dead: ObservedStack): Promise<RolesEnd> {
  const deleted = await run.cloud.deleteStack(dead.id, { token: `${run.token}-delete` });
  if (deleted.kind !== "accepted") return refused("deleting what a failed creation left", deleted);
  const gone = await until(run, async () => ((await findStack(run))?.id === dead.id ? undefined : true));
  return gone === TIME_OUT
    ? unfinished("the deletion of what a failed creation left")
    : change(run, undefined);
}

async function change(run: Run, before: ObservedStack | undefined): Promise<RolesEnd> {
  const isNew = before === undefined || before.phase === "shell";
  const created = await run.cloud.createChangeSet({
    stack: run.stack.name,
    name: run.token,
    type: isNew ? "CREATE" : "UPDATE",
    description: "moor bootstrap: the roles that Mooring needs in this account",
    template: run.stack.template,
    parameters: run.stack.parameters,
    tags: run.stack.tags,
    capabilities: ["CAPABILITY_NAMED_IAM"],
    rollbackTriggers: [],
  });
  if (created.kind !== "accepted") return refused("creating a change set", created);
  const changeSet = await until(run, () => computed(run));
  if (changeSet === TIME_OUT) return unfinished("the change set");
  if (changeSet.state === "ready") return execute(run, changeSet, isNew);
  await run.cloud.deleteChangeSet(changeSet);
  return changeSet.state === "empty" ? { kind: "unchanged" } : failed(whyNot(changeSet));
}

async function computed({ cloud, stack, token }: Run): Promise<ChangeSet | undefined> {
  const found = await cloud.changeSet(stack.name, token);
  return found?.state === "pending" ? undefined : found;
}

function whyNot({ state, reason, findings }: ChangeSet): string {
  const told = [reason, ...findings.map(({ message }) => message)].filter((each) => each !== undefined);
  return `CloudFormation refuses the change set (${told.join("; ") || state})`;
}

async function execute(run: Run, changeSet: ChangeSet, isNew: boolean): Promise<RolesEnd> {
  const executed = await run.cloud.executeChangeSet(changeSet, { token: run.token });
  if (executed.kind !== "accepted") return refused("executing the change set", executed);
  const operation = await until(run, () => ended(run, changeSet.stackId));
  if (operation === TIME_OUT) return unfinished("the end of the operation");
  if (operation.outcome === "succeeded") return { kind: isNew ? "created" : "updated" };
  const { cause } = operation;
  return failed(
    cause === undefined
      ? `the operation failed, and CloudFormation does not say why`
      : `${cause.logicalId} (${cause.type}) failed: ${cause.reason}`,
    "CloudFormation took the change back; correct the reason and run the command again",
  );
}

async function ended({ cloud, token }: Run, stackId: string): Promise<Operation | undefined> {
  const operations = await cloud.operations(stackId);
  return operations.find((each) => each.token === token && each.outcome !== "running");
}

function refused(what: string, result: Exclude<WriteResult, { kind: "accepted" }>): RolesEnd {
  return result.kind === "conflict"
    ? failed(`somebody else was first when ${what}: ${result.message}`, "run the command again")
    : failed(`CloudFormation refuses ${what}: ${result.message}`);
}

function failed(why: string, remedy?: string): RolesEnd {
  return { kind: "failed", why, ...(remedy === undefined ? {} : { remedy }) };
}

function unfinished(waitedFor: string): RolesEnd {
  return { kind: "unfinished", waitedFor };
}
