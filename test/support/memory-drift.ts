import type { Detection, DetectionStart, DriftReads, ResourceDrift } from "../../src/model/cloud-drift.ts";
import type { StackDrift } from "../../src/model/observed-stack.ts";
import { resourcesOf, type MemoryWorld, type StackRecord } from "./memory-world.ts";

/** Makes one call of the port: counted, and interfered with. */
type Call = <T>(method: keyof DriftReads, effect: () => T) => Promise<T>;

/** The drift reads of the `Cloud` port over an in-memory world: a detection ends with the tick after its start. */
export function memoryDrift(world: MemoryWorld, call: Call): DriftReads {
  return {
    detectDrift: (stackId) => call("detectDrift", () => start(world, stackId)),
    detection: (id) => call("detection", () => progress(world, id)),
    resourceDrifts: (stackId) => call("resourceDrifts", () => known(world, stackId)),
    stackResources: (stackId) => call("stackResources", () => resourcesOf(world.find(stackId))),
    zoneRecords: (zoneId) => call("zoneRecords", () => world.zones.get(zoneId)),
    recordsNamed: (zoneId, names) =>
      call("recordsNamed", () => world.zones.get(zoneId)?.filter(({ name }) => names.includes(name))),
    scalingPolicies: (arns) =>
      call("scalingPolicies", () => world.policies.filter(({ arn }) => arns.includes(arn))),
  };
}

function start(world: MemoryWorld, stackId: string): DetectionStart {
  const stack = world.find(stackId);
  if (stack === undefined) return { kind: "rejected", message: `Stack [${stackId}] does not exist` };
  if (!["settled", "rolled-back", "rollback-failed"].includes(stack.phase))
    return { kind: "busy", message: `Stack:${stackId} is in ${stack.phase} state` };
  const isRunning = [...world.detections.values()].some(
    (it) => it.stackId === stack.id && isUnderWay(world, it),
  );
  if (isRunning)
    return { kind: "busy", message: `Drift detection is already in progress for stack ${stackId}` };
  const id = `detection-${world.detections.size + 1}`;
  world.detections.set(id, { stackId: stack.id, startedAt: world.now });
  return { kind: "started", id };
}

function isUnderWay(world: MemoryWorld, { startedAt }: { readonly startedAt: number }): boolean {
  return world.now === startedAt;
}

function progress(world: MemoryWorld, id: string): Detection {
  const detection = world.detections.get(id);
  if (detection === undefined)
    return { state: "failed", reason: `Stack drift detection with id ${id} does not exist` };
  if (isUnderWay(world, detection)) return { state: "running" };
  const stack = world.find(detection.stackId);
  if (stack === undefined) return { state: "complete" };
  const found = look(stack);
  world.put({ ...stack, found, drift: { state: stackState(found), checkedAt: detection.startedAt } });
  return found.some(({ state }) => state === "unknown")
    ? { state: "failed", reason: "Failed to detect drift on resources" }
    : { state: "complete" };
}

function known(world: MemoryWorld, stackId: string): readonly ResourceDrift[] {
  return world.find(stackId)?.found ?? [];
}

function look(stack: StackRecord): readonly ResourceDrift[] {
  const byId = new Map((stack.byHand ?? []).map((drift) => [drift.logicalId, drift]));
  return resourcesOf(stack).map(
    (resource) => byId.get(resource.logicalId) ?? { ...resource, state: "in-sync", differences: [] },
  );
}

function stackState(found: readonly ResourceDrift[]): StackDrift["state"] {
  if (found.some(({ state }) => state === "modified" || state === "deleted")) return "drifted";
  return found.some(({ state }) => state === "unknown") ? "unknown" : "in-sync";
}
