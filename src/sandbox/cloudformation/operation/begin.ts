import type { Region, World } from "../../world.ts";
import type { OperationType, StackRecord, StackStatus } from "../records.ts";
import { setStatus } from "./finish.ts";
import type { OperationRecord, Phase } from "./records.ts";
import { operations } from "./records.ts";
import type { Run } from "./run.ts";
import { openRun, putStack } from "./run.ts";

/** How to start an operation. */
export interface Begin {
  readonly world: World;
  readonly region: Region;
  readonly now: number;
  readonly operationId: string;
  readonly token?: string | undefined;
  readonly stack: StackRecord;
  readonly type: OperationType;
  readonly phase: Phase;
  readonly status: StackStatus;
  readonly isCreation: boolean;
  readonly onFailure?: OperationRecord["onFailure"] | undefined;
  readonly retainExceptOnCreate?: boolean | undefined;
  readonly isExpress?: boolean | undefined;
  readonly isImport?: boolean | undefined;
  readonly imports?: OperationRecord["imports"] | undefined;
  readonly isForced?: boolean | undefined;
  readonly isReverting?: boolean | undefined;
  readonly spared?: readonly string[] | undefined;
  readonly reason?: string;
}

/** Starts an operation: the stack shows its status at once, the first step follows when time goes on. */
export function beginOperation(begin: Begin): Run {
  const { region, stack, now, operationId } = begin;
  region.table(operations).put(stack.stackId, {
    operationId,
    stackId: stack.stackId,
    type: begin.type,
    isCreation: begin.isCreation,
    phase: begin.phase,
    dueAt: now,
    startedAt: now,
    ...(begin.token === undefined ? {} : { token: begin.token }),
    onFailure: begin.onFailure ?? "ROLLBACK",
    retainExceptOnCreate: begin.retainExceptOnCreate ?? false,
    isExpress: begin.isExpress ?? false,
    isImport: begin.isImport ?? false,
    imports: begin.imports ?? [],
    isForced: begin.isForced ?? false,
    isReverting: begin.isReverting ?? false,
    spared: begin.spared ?? [],
  });
  const run = openRun(now, { world: begin.world, region, stackId: stack.stackId }, new Map());
  const { detailedStatus: _, ...left } = stack;
  putStack(run, {
    ...left,
    lastOperations: [{ type: begin.type, id: operationId }, ...stack.lastOperations].slice(0, 10),
  });
  setStatus(run, begin.status, begin.reason ?? "User Initiated");
  return run;
}
