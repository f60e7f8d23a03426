import type { Region, World } from "../../world.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { resourceKey, resources, stacks } from "../records.ts";
import type { Lookout } from "./detect-resource.ts";
import { detectResource, isDetectable } from "./detect-resource.ts";
import type { DetectionRecord, StackDriftStatus } from "./records.ts";
import { detections, runningDetections } from "./records.ts";

/** Ends a detection whose time is over: every resource that it was asked for has been looked at. */
export function finishDetection(
  where: { readonly world: World; readonly region: Region; readonly stackId: string },
  at: number,
): void {
  const { world, region, stackId } = where;
  const running = region.table(runningDetections).get(stackId);
  region.table(runningDetections).delete(stackId);
  const detection = running === undefined ? undefined : region.table(detections).get(running.detectionId);
  const stack = region.table(stacks).get(stackId);
  if (detection === undefined || stack === undefined) return;
  checkResources({ world, region, stack, at }, detection);
  const status = stackDriftStatus(region, stackId);
  if (stack.status !== "DELETE_COMPLETE")
    region.table(stacks).put(stackId, { ...stack, drift: { status, checkedAt: detection.startedAt } });
  region
    .table(detections)
    .put(detection.detectionId, { ...detection, ...resultOf(region, detection), stackStatus: status });
}

/** What the results that are known of its resources make of a stack. One without any is in sync. */
export function stackDriftStatus(region: Region, stackId: string): StackDriftStatus {
  const statuses = new Set(
    region
      .table(resources)
      .inGroup(stackId)
      .map(({ drift }) => drift?.status),
  );
  if (statuses.has("MODIFIED") || statuses.has("DELETED")) return "DRIFTED";
  return statuses.has("UNKNOWN") ? "UNKNOWN" : "IN_SYNC";
}

/** Notes in a resource's record what was found. */
export function checkResource(lookout: Lookout, record: ResourceRecord): ResourceRecord {
  if (!isDetectable(record)) return record;
  const checked = { ...record, drift: detectResource(lookout, record) };
  lookout.region.table(resources).put(resourceKey(record.stackId, record.logicalId), checked);
  return checked;
}

function checkResources(lookout: Lookout, { stackId, logicalIds }: DetectionRecord): void {
  for (const record of lookout.region.table(resources).inGroup(stackId))
    if (logicalIds?.includes(record.logicalId) ?? true) checkResource(lookout, record);
}

function resultOf(
  region: Region,
  { stackId, logicalIds }: DetectionRecord,
): Pick<DetectionRecord, "status" | "reason" | "driftedCount"> {
  const records = region.table(resources).inGroup(stackId);
  const failed = records.filter(
    ({ logicalId, drift }) => drift?.status === "UNKNOWN" && (logicalIds?.includes(logicalId) ?? true),
  );
  const driftedCount = records.filter(
    ({ drift }) => drift?.status === "MODIFIED" || drift?.status === "DELETED",
  ).length;
  if (failed.length === 0) return { status: "DETECTION_COMPLETE", driftedCount };
  return { status: "DETECTION_FAILED", reason: failureText(failed), driftedCount };
}

/** AWS's text: JSON within the answer. */
function failureText(failed: readonly ResourceRecord[]): string {
  return JSON.stringify({
    Summary: `Failed to detect drift on resources [${failed.map(({ logicalId }) => logicalId).join(", ")}]`,
    Failures: failed.map(({ logicalId, drift }) => ({
      Resource: logicalId,
      FailureReason: drift?.reason ?? "Internal Failure",
    })),
  });
}

/** How a stack has to be for its drift to be looked at. (User guide, using-cfn-stack-drift; resource-import recommends it after an import.) */
export function isStatusWithDrift({ status }: StackRecord): boolean {
  return statusesWithDrift.has(status);
}

const statusesWithDrift: ReadonlySet<string> = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_ROLLBACK_FAILED",
  "IMPORT_COMPLETE",
]);
