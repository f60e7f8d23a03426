import { derivedSuffix } from "../identifiers.ts";
import type { Region, TableKind } from "../world.ts";
import type { LiveContext } from "./behaviour.ts";

/** What CloudFormation kept of a resource that it deleted under the policy Snapshot, keyed by its id. */
export interface SnapshotRecord {
  readonly id: string;
  readonly type: string;
  /** The physical id of what was deleted. */
  readonly source: string;
  /** Epoch milliseconds. */
  readonly takenAt: number;
}

const snapshots: TableKind<SnapshotRecord> = { name: "snapshots" };

/** Keeps a snapshot of a resource that goes. */
export function takeSnapshot({ region, stackName, logicalId, type, live, now }: LiveContext): void {
  const end = derivedSuffix(12, live.physicalId, String(now)).toLowerCase();
  const id = `${stackName}-snapshot-${logicalId}-${end}`.toLowerCase();
  region.table(snapshots).put(id, { id, type, source: live.physicalId, takenAt: now });
}

/** The snapshots of a Region, oldest first. */
export function snapshotsIn(region: Region): readonly SnapshotRecord[] {
  return [...region.table(snapshots).values()];
}
