import type { ResourceRecord } from "../records.ts";
import { resources } from "../records.ts";
import type { UpdateAction } from "../stack-policy/policy.ts";
import { stackPolicyRefusal } from "../stack-policy/policy.ts";
import { stackPolicy } from "../stack-policy/store.ts";
import type { Run } from "./run.ts";
import { operationOf } from "./run.ts";
import { isPhysical, putWork, workOn } from "./work.ts";

/**
 * Fails the resource when the stack policy does not let the running update do this to it; whether it did.
 *
 * Only updates are asked: a creation, a deletion of the stack and a rollback are free.
 */
export function isDeniedByPolicy(run: Run, before: ResourceRecord, action: UpdateAction): boolean {
  if (operationOf(run).type !== "UPDATE_STACK") return false;
  const policy = stackPolicy(run.region, run.stackId);
  const refusal = policy === undefined ? undefined : stackPolicyRefusal(policy, action, before);
  if (refusal === undefined) return false;
  const stable = workOn(run, before.logicalId)?.before ?? before;
  putWork(run, {
    stackId: run.stackId,
    logicalId: before.logicalId,
    step: "update",
    state: "running",
    dueAt: run.at,
    refusal,
    before: stable,
  });
  return true;
}

/** Fails what the template no longer wants and the stack policy does not let go: before anything is changed. */
export function denyRemovals(run: Run): void {
  if (stackPolicy(run.region, run.stackId) === undefined) return;
  const wanted = new Set(run.target.wanted);
  for (const record of run.region.table(resources).inGroup(run.stackId)) {
    const work = workOn(run, record.logicalId);
    const isDecided = work !== undefined && work.state !== "carried";
    if (isPhysical(record) && !wanted.has(record.logicalId) && !isDecided)
      isDeniedByPolicy(run, record, "Update:Delete");
  }
}
