import { createHash } from "node:crypto";
import type { ChangeSet } from "../../src/model/change-set.ts";
import type { CheckReads } from "../../src/model/cloud-checks.ts";
import type { ChangeSetRequest, Cloud, Identity, WriteResult } from "../../src/model/cloud.ts";
import type { ImageAnswer } from "../../src/model/cloud-images.ts";
import type { TaggedImage } from "../../src/model/image-reference.ts";
import type { ObservedStack, ResourceEvent } from "../../src/model/observed-stack.ts";
import { imageKey } from "../../src/plan/images.ts";
import { memoryDns } from "./memory-dns.ts";
import { memoryChecks } from "./memory-checks.ts";
import { memoryDrift } from "./memory-drift.ts";
import { memoryReleases } from "./memory-releases.ts";
import {
  contentOf,
  outputsOf,
  statusOf,
  type ChangeSetRecord,
  type MemoryWorld,
  type StackRecord,
} from "./memory-world.ts";

const ACCEPTED: WriteResult = { kind: "accepted" };

/** A method of the port, or of its checks. */
export type Method = keyof Cloud | keyof CheckReads;

/** Called around every method: may throw before it has an effect, or after; a write that loses a race has none. */
export interface Interference {
  before(method: Method): void;
  after(method: Method): void;
  losesRace?(): boolean;
  /** Whether a sweep shows what the one before it showed: `DescribeStacks` is eventually consistent. */
  isLagging?(): boolean;
}

const NO_INTERFERENCE: Interference = { before: () => undefined, after: () => undefined };

/**
 * The `Cloud` port over an in-memory world. Operations end only when the world ticks; conflicts, tokens and the life of
 * change sets are as with CloudFormation.
 */
export function memoryCloud(
  world: MemoryWorld,
  options: { readonly identity?: Identity; readonly interference?: Interference } = {},
): Cloud {
  const identity = options.identity ?? {
    account: "111111111111",
    arn: "arn:aws:sts::111111111111:assumed-role/deployer/test",
  };
  const interference = options.interference ?? NO_INTERFERENCE;
  const counts = new Map<string, number>();
  const call = async <T>(method: Method, effect: () => T): Promise<T> => {
    counts.set(method, (counts.get(method) ?? 0) + 1);
    await Promise.resolve();
    interference.before(method);
    const result = effect();
    interference.after(method);
    return result;
  };
  const write = (method: keyof Cloud, effect: () => WriteResult): Promise<WriteResult> =>
    call(method, () =>
      interference.losesRace?.() === true ? conflict("somebody else was first") : effect(),
    );
  return {
    identify: () => call("identify", () => identity),
    sweep: () =>
      call("sweep", () => {
        if (interference.isLagging?.() !== true) world.lastSeen = [...world.stacks.values()].map(observe);
        return world.lastSeen;
      }),
    operations: (stackId) => call("operations", () => world.find(stackId)?.operations ?? []),
    template: (stackId) => call("template", () => world.find(stackId)?.template),
    changeSetNames: (stackId) =>
      call("changeSetNames", () =>
        (world.find(stackId)?.changeSets ?? []).map(({ request }) => request.name),
      ),
    changeSet: (stack, name) => call("changeSet", () => describe(world.find(stack), name)),
    events: (stackId, afterEventId) => call("events", () => eventsOf(world.find(stackId), afterEventId)),
    createChangeSet: (request) => write("createChangeSet", () => createChangeSet(world, request)),
    executeChangeSet: (changeSet, { token }) =>
      write("executeChangeSet", () => executeChangeSet(world, changeSet, token)),
    deleteChangeSet: (changeSet) => write("deleteChangeSet", () => deleteChangeSet(world, changeSet)),
    deleteStack: (stackId, { token }) => write("deleteStack", () => deleteStack(world, stackId, token)),
    rollBack: (stackId, { token }) => write("rollBack", () => undo(world, stackId, token, "update-failed")),
    continueRollback: (stackId, { token }) =>
      write("continueRollback", () => undo(world, stackId, token, "rollback-failed")),
    ...memoryDrift(world, call),
    checks: memoryChecks(world.surroundings, call),
    ...memoryDns(world, { read: call, write }),
    ...memoryReleases(world, { read: call, write }),
    image: (image) => call("image", () => world.images.get(imageKey(image)) ?? found(image)),
    calls: () => Object.fromEntries(counts),
    throttles: () => ({}),
  };
}

/** Every image is there for both architectures, unless the world says otherwise. */
function found(image: TaggedImage): ImageAnswer {
  const digest = createHash("sha256").update(imageKey(image)).digest("hex");
  return { kind: "found", digest: `sha256:${digest}`, architectures: ["x86_64", "arm64"] };
}

function observe(stack: StackRecord): ObservedStack {
  const {
    template: _template,
    operations: _operations,
    changeSets: _changeSets,
    running: _running,
    byHand: _byHand,
    found: _found,
    ...seen
  } = stack;
  return { ...seen, status: statusOf(stack.phase) };
}

function describe(stack: StackRecord | undefined, name: string): ChangeSet | undefined {
  const found = stack?.changeSets.find(({ request }) => request.name === name);
  if (stack === undefined || found === undefined) return undefined;
  const { id, state, reason, changes, request } = found;
  return {
    name,
    id,
    stackId: stack.id,
    state,
    changes,
    isIncomplete: false,
    findings: [],
    description: request.description,
    ...(reason === undefined ? {} : { reason }),
  };
}

function eventsOf(
  stack: StackRecord | undefined,
  afterEventId: string | undefined,
): readonly ResourceEvent[] {
  const events = (stack?.operations ?? []).toReversed().map(({ kind, startedAt }) => ({
    id: `${kind}-${startedAt}`,
    at: startedAt,
    logicalId: "Main",
    type: "AWS::ECS::Service",
    status: `${kind.toUpperCase()}_IN_PROGRESS`,
    isFailure: false,
  }));
  return events.slice(events.findIndex(({ id }) => id === afterEventId) + 1);
}

function conflict(message: string): WriteResult {
  return { kind: "conflict", message };
}

function createChangeSet(world: MemoryWorld, request: ChangeSetRequest): WriteResult {
  const found = world.find(request.stack);
  const stack =
    found ?? (request.type === "CREATE" ? world.add(request.stack, { phase: "shell" }) : undefined);
  if (stack === undefined) return conflict(`Stack [${request.stack}] does not exist`);
  const allowed = request.type === "CREATE" ? ["shell"] : ["settled", "rolled-back"];
  if (!allowed.includes(stack.phase))
    return conflict(`Stack:${stack.id} is in ${statusOf(stack.phase)} state`);
  if (stack.changeSets.some(({ request: other }) => other.name === request.name)) {
    return conflict(`ChangeSet [${request.name}] already exists`);
  }
  const id = `${stack.id}/change-set/${request.name}`;
  const made: ChangeSetRecord = { request, id, state: "pending", changes: [] };
  world.put({ ...stack, changeSets: [...stack.changeSets, made] });
  return ACCEPTED;
}

function executeChangeSet(world: MemoryWorld, changeSet: ChangeSet, token: string): WriteResult {
  const stack = world.find(changeSet.stackId);
  if (stack?.operations.some((operation) => operation.token === token) === true) return ACCEPTED;
  const found = stack?.changeSets.find(({ id }) => id === changeSet.id);
  if (stack === undefined || found === undefined)
    return conflict(`ChangeSet [${changeSet.name}] does not exist`);
  if (stack.phase === "busy" || found.state !== "ready")
    return conflict(`ChangeSet [${changeSet.name}] cannot be executed`);
  const { request } = found;
  world.executions.push({ stackId: stack.id, stack: stack.name, token });
  const { executor } = request;
  const begun = {
    ...stack,
    lastChangeSet: request.name,
    changeSets: [{ ...found, state: "executing" as const }],
    ...(stack.phase === "shell" ? { parameters: request.parameters, tags: request.tags } : {}),
  };
  world.start(
    begun,
    request.type === "CREATE" ? "create" : "update",
    token,
    (ended) => ({
      ...ended,
      phase: "settled",
      template: request.template,
      parameters: request.parameters,
      tags: request.tags,
      outputs: outputsOf(request.template, request.parameters),
      changeSets: [{ ...found, state: "executed" as const }],
      ...(request.revertDrift === true ? { byHand: [] } : {}),
      ...(executor === undefined ? {} : { executor }),
    }),
    contentOf(request),
  );
  return ACCEPTED;
}

function deleteChangeSet(world: MemoryWorld, changeSet: ChangeSet): WriteResult {
  const stack = world.find(changeSet.stackId);
  if (stack === undefined) return ACCEPTED;
  if (stack.changeSets.some(({ id, state }) => id === changeSet.id && state === "pending")) {
    return conflict(`ChangeSet [${changeSet.name}] is in CREATE_IN_PROGRESS`);
  }
  world.put({ ...stack, changeSets: stack.changeSets.filter(({ id }) => id !== changeSet.id) });
  return ACCEPTED;
}

function deleteStack(world: MemoryWorld, stackId: string, token: string): WriteResult {
  const stack = world.find(stackId);
  if (stack === undefined) return ACCEPTED;
  if (stack.isProtected)
    return {
      kind: "rejected",
      message: `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    };
  if (stack.phase === "busy") return conflict(`Stack:${stack.id} is busy`);
  if (stack.operations.some((operation) => operation.token === token)) return ACCEPTED;
  world.deletions.push(stack.name);
  if (stack.phase === "shell") world.stacks.delete(stack.id);
  else world.start(stack, "delete", token, () => undefined);
  return ACCEPTED;
}

function undo(
  world: MemoryWorld,
  stackId: string,
  token: string,
  from: "update-failed" | "rollback-failed",
): WriteResult {
  const stack = world.find(stackId);
  if (stack?.phase !== from) return conflict(`${stackId} is not in ${from}`);
  const kind = from === "update-failed" ? "rollback" : "continue";
  world.start(stack, kind, token, (ended) => ({ ...ended, phase: "rolled-back" }));
  return ACCEPTED;
}
