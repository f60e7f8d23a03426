import type { Fate } from "../../resources/policies.ts";
import type { ResourceRecord } from "../records.ts";
import type { SweepRecord } from "./records.ts";
import { sweeps } from "./records.ts";
import type { Run } from "./run.ts";

/** Plans the deletion of a physical resource for the phase that sweeps. */
export function planSweep(
  run: Run,
  victim: ResourceRecord,
  plan: { readonly fate: Fate; readonly dropsRecord: boolean; readonly isImported?: boolean },
): void {
  putSweep(run, {
    stackId: run.stackId,
    key: `${run.stackId}#${victim.logicalId}#${victim.physicalId ?? ""}`,
    victim,
    state: "waiting",
    dueAt: run.at,
    attempts: 0,
    isImported: plan.isImported ?? false,
    isRetained: plan.fate === "Retain",
    isSnapshotted: plan.fate === "Snapshot",
    dropsRecord: plan.dropsRecord,
  });
}

/** The deletions that the operation has planned, and how far they are. */
export function sweepsOf(run: Run): readonly SweepRecord[] {
  return run.region.table(sweeps).inGroup(run.stackId);
}

/** Forgets the deletions: the operation is over. */
export function clearSweeps(run: Run): void {
  for (const sweep of sweepsOf(run)) run.region.table(sweeps).delete(sweep.key);
}

/** Notes how far a deletion is. */
export function putSweep(run: Run, sweep: SweepRecord): void {
  run.region.table(sweeps).put(sweep.key, sweep);
}
