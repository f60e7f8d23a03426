import type { Cloud, WriteResult } from "../model/cloud.ts";
import type {
  ChangeSetWrite,
  CreateStep,
  DelegationWrite,
  DeleteStep,
  RecoverStep,
  RecoverWrite,
  UpdateStep,
} from "../model/plan.ts";
import type { ReleaseWrite } from "../model/release.ts";
import type { Outcome } from "../model/report.ts";
import { changeSetRequest, type Origin } from "./change-set-request.ts";

/** A step that writes. */
export type WritingStep = CreateStep | UpdateStep | RecoverStep | DeleteStep;

/**
 * Applies one step: one call of the port, at most one write. Killed before, during or after, the next pass finds either
 * the world as it was or what this call made, by its derived name or token. The cloud is that of the account which the
 * step writes to: `change-records` is for that of the zone above.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function applyStep(step: WritingStep, cloud: Cloud, origin: Origin): Promise<Outcome> {
  const result = await write(step, cloud, origin);
  return { app: step.app, stack: step.stack, step: step.kind, result: toResult(result, step.write) };
}

function write(step: WritingStep, cloud: Cloud, origin: Origin): Promise<WriteResult> {
  return step.write.kind === "create-change-set"
    ? createChangeSet(step, step.write, cloud, origin)
    : applyWrite(step.write, cloud);
}

async function createChangeSet(
  step: WritingStep,
  create: Extract<ChangeSetWrite, { kind: "create-change-set" }>,
  cloud: Cloud,
  origin: Origin,
): Promise<WriteResult> {
  if (step.kind !== "create" && step.kind !== "update") {
    throw new TypeError(`a ${step.kind} step has no content for a change set`);
  }
  const prepared = changeSetRequest(step.to, create, origin);
  return prepared.kind === "request"
    ? cloud.createChangeSet(prepared.request)
    : { kind: "rejected", message: prepared.message };
}

/** A write that needs nothing but what it names. */
export function applyWrite(
  write: Exclude<
    ChangeSetWrite | RecoverWrite | ReleaseWrite | DelegationWrite,
    { kind: "create-change-set" }
  >,
  cloud: Cloud,
): Promise<WriteResult> {
  switch (write.kind) {
    case "execute-change-set":
      return cloud.executeChangeSet(write.changeSet, { token: write.changeSet.name });
    case "delete-change-set":
      return cloud.deleteChangeSet(write.changeSet);
    case "delete-stack":
      return cloud.deleteStack(write.stackId, { token: write.token });
    case "roll-back":
      return cloud.rollBack(write.stackId, { token: write.token });
    case "continue-rollback":
      return cloud.continueRollback(write.stackId, { token: write.token });
    case "change-records":
      return cloud.changeRecords(write.zoneId, write.changes, write.comment);
    case "run-release":
      return cloud.runRelease(write.release, write.attempt);
    case "stop-release":
      return cloud.stopRelease(write.release, write.run, write.reason);
    case "mark-release":
      return cloud.markRelease(write.release, write.mark);
  }
}

function toResult(result: WriteResult, write: WritingStep["write"]): Outcome["result"] {
  return result.kind === "accepted" ? { kind: "accepted", write: write.kind } : result;
}
