import { ApiError, validationError } from "../errors.ts";
import type { Region, TableKind, World } from "../world.ts";
import { settings } from "../world.ts";
import type { Action, Call, Output } from "./api.ts";
import { requireChangeSet } from "./change-set/find-change-set.ts";
import type { ChangeSetRecord } from "./change-set/records.ts";
import { changeSets } from "./change-set/records.ts";
import { requiredText, text } from "./input.ts";
import type { StackRecord } from "./records.ts";
import { stacks } from "./records.ts";
import { findStack } from "./stack/find-stack.ts";

/** Who looks at what, and when. */
export type View = Pick<Call, "world" | "region" | "now">;

/**
 * A write whose effect readers do not see for a while: whatever comes of it, they are shown the stack and its change sets as they were before.
 *
 * One stack has its last write at most, so an answer never mixes what was before with what came after.
 */
export function lagging(write: Action): Action {
  return (call) => {
    const lagMs = lagOf(call.world);
    if (lagMs === 0) return write(call);
    const known = stackIdIn(call);
    const before = snapshot(call.region, known);
    const output = write(call);
    const stackId = known ?? stackIdOf(output);
    if (stackId !== undefined && hasChanged(call.region, stackId, before))
      hide(call, { ...before, stackId, until: call.now + lagMs });
    return output;
  };
}

/** The stacks that readers see, deleted ones included. */
export function seenStacks(view: View): readonly StackRecord[] {
  const all = [...view.region.table(stacks).values()];
  if (lagOf(view.world) === 0) return all;
  const table = view.region.table(stacks);
  const gone = [...view.region.table(unseenWrites).values()].filter(({ stackId }) => !table.get(stackId));
  return [...all.map(({ stackId }) => stackId), ...gone.map(({ stackId }) => stackId)].flatMap((stackId) => {
    const seen = seenById(view, stackId);
    return seen === undefined ? [] : [seen];
  });
}

/** A stack that readers see, by name (then not a deleted one) or by id. Throws ValidationError when there is none. */
export function requireSeenStack(view: View, nameOrId: string): StackRecord {
  const stack = seenStack(view, nameOrId);
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}

/** The change set that readers see, by its id, or by its name and the stack's. Throws as `requireChangeSet` does. */
export function requireSeenChangeSet(view: View, input: Call["input"]): ChangeSetRecord {
  if (lagOf(view.world) === 0) return requireChangeSet(view.region, input);
  const nameOrId = requiredText(input, "ChangeSetName");
  const stackName = text(input, "StackName");
  const isId = nameOrId.startsWith("arn:");
  const stackId = isId ? stackOfChangeSet(view.region, nameOrId) : seenStack(view, stackName ?? "")?.stackId;
  if (stackId === undefined && !isId && stackName !== undefined)
    throw validationError(`Stack [${stackName}] does not exist`);
  const unseen = stackId === undefined ? undefined : unseenIn(view, stackId);
  if (unseen === undefined) return requireChangeSet(view.region, input);
  const seen = unseen.changeSets.find(({ changeSetId, name }) => (isId ? changeSetId : name) === nameOrId);
  if (seen === undefined)
    throw new ApiError("ChangeSetNotFound", `ChangeSet [${nameOrId}] does not exist`, 404);
  return seen;
}

/** For how many milliseconds of the sandbox's time readers may see what was before the last write; 0: never. */
export function lagOf(world: World): number {
  const stored = world.table(settings).get(KEY);
  return typeof stored === "number" ? stored : 0;
}

/** Sets that for writes to come; 0 also shows at once what is still hidden. It survives a restart. */
export function setLag(world: World, lagMs: number): void {
  world.table(settings).put(KEY, lagMs);
  if (lagMs > 0) return;
  for (const region of world.regions()) forget(region, () => true);
}

/** What was before a write: no stack at all, or a stack and its change sets. */
interface Before {
  readonly stack?: StackRecord;
  readonly changeSets: readonly ChangeSetRecord[];
}

interface UnseenWrite extends Before {
  readonly stackId: string;
  /** From when on readers see it, epoch milliseconds. */
  readonly until: number;
}

/** The last writes that readers do not see yet, keyed by stack id. */
const unseenWrites: TableKind<UnseenWrite> = { name: "unseenWrites" };

const KEY = "consistencyLagMs";

function stackIdIn({ region, input }: Call): string | undefined {
  const stackName = text(input, "StackName");
  if (stackName !== undefined) return findStack(region, stackName)?.stackId;
  const changeSet = text(input, "ChangeSetName");
  return changeSet === undefined ? undefined : region.table(changeSets).get(changeSet)?.stackId;
}

function stackIdOf({ StackId: stackId }: Output): string | undefined {
  return typeof stackId === "string" ? stackId : undefined;
}

function snapshot(region: Region, stackId: string | undefined): Before {
  const stack = stackId === undefined ? undefined : region.table(stacks).get(stackId);
  if (stack === undefined) return { changeSets: [] };
  return { stack, changeSets: region.table(changeSets).inGroup(stack.stackId) };
}

/** Records are never changed in place, so the same ones say the same. */
function hasChanged(region: Region, stackId: string, before: Before): boolean {
  const after = snapshot(region, stackId);
  return (
    after.stack !== before.stack ||
    after.changeSets.length !== before.changeSets.length ||
    after.changeSets.some((changeSet, index) => changeSet !== before.changeSets[index])
  );
}

function hide({ region, now }: Call, write: UnseenWrite): void {
  forget(region, ({ until }) => until <= now);
  region.table(unseenWrites).put(write.stackId, write);
}

function forget(region: Region, isOver: (write: UnseenWrite) => boolean): void {
  const table = region.table(unseenWrites);
  for (const write of table.values()) if (isOver(write)) table.delete(write.stackId);
}

function seenStack(view: View, nameOrId: string): StackRecord | undefined {
  if (nameOrId.startsWith("arn:")) return seenById(view, nameOrId);
  if (lagOf(view.world) === 0) return findStack(view.region, nameOrId);
  return seenStacks(view).find(({ name, status }) => name === nameOrId && status !== "DELETE_COMPLETE");
}

/** A stack by its id, deleted or not; `undefined` when readers see none. */
export function seenById(view: View, stackId: string): StackRecord | undefined {
  const unseen = unseenIn(view, stackId);
  return unseen === undefined ? view.region.table(stacks).get(stackId) : unseen.stack;
}

function unseenIn({ world, region, now }: View, stackId: string): UnseenWrite | undefined {
  if (lagOf(world) === 0) return undefined;
  const unseen = region.table(unseenWrites).get(stackId);
  return unseen !== undefined && now < unseen.until ? unseen : undefined;
}

function stackOfChangeSet(region: Region, changeSetId: string): string | undefined {
  const live = region.table(changeSets).get(changeSetId);
  if (live !== undefined) return live.stackId;
  const unseen = [...region.table(unseenWrites).values()];
  return unseen.find((write) => write.changeSets.some((it) => it.changeSetId === changeSetId))?.stackId;
}
