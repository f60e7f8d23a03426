import type {
  CloudFormation,
  PropertyDifference as SdkDifference,
  StackResourceDrift,
} from "@aws-sdk/client-cloudformation";
import type {
  Detection,
  DetectionStart,
  PropertyDifference,
  ResourceDrift,
  StackResource,
} from "../model/cloud-drift.ts";
import { detectionState, differenceKind, resourceDriftState } from "./drift-status.ts";
import { isMissing, readFailure } from "./failure.ts";
import { pagesOf } from "./pages.ts";
import { compact, required } from "./shape.ts";
import { isRemovedStatus } from "./stack-status.ts";
import { boundedValue, cleanText, says } from "./wording.ts";

/** A stack has at most 500 resources, and a page of drifts 100 of them. */
const MAX_PAGES = 50;

/** Starts a detection of one stack. A stack that is gone is one whose drift cannot be detected. */
export async function detectDrift(cfn: CloudFormation, stackId: string): Promise<DetectionStart> {
  try {
    const { StackDriftDetectionId: id } = await cfn.detectStackDrift({ StackName: stackId });
    return { kind: "started", id: required(id, "id of the drift detection") };
  } catch (error) {
    const failure = readFailure(error);
    if (failure.name !== "ValidationError") throw error;
    const message = cleanText(failure.message) ?? failure.name;
    return { kind: says(message, "notAtRest") ? "busy" : "rejected", message };
  }
}

/** How far a detection is; one that CloudFormation does not know any more has failed. */
export async function readDetection(cfn: CloudFormation, id: string): Promise<Detection> {
  try {
    const answer = await cfn.describeStackDriftDetectionStatus({ StackDriftDetectionId: id });
    const status: string = required(answer.DetectionStatus, "status of the drift detection");
    const state = detectionState(status);
    if (state === undefined)
      return { state: "failed", reason: `Mooring does not know the status ${cleanText(status) ?? ""}` };
    return state === "failed"
      ? compact({ state, reason: cleanText(answer.DetectionStatusReason) })
      : { state };
  } catch (error) {
    const failure = readFailure(error);
    if (failure.name !== "ValidationError") throw error;
    return { state: "failed", reason: cleanText(failure.message) ?? failure.name };
  }
}

/** What the last detection found of every resource that it looked at; nothing of a stack that is gone. */
export async function readResourceDrifts(
  cfn: CloudFormation,
  stackId: string,
): Promise<readonly ResourceDrift[]> {
  const drifts: ResourceDrift[] = [];
  const read = (token: string | undefined) =>
    cfn.describeStackResourceDrifts({ StackName: stackId, NextToken: token, MaxResults: 100 });
  try {
    for await (const page of pagesOf(read, MAX_PAGES))
      drifts.push(...(page.StackResourceDrifts ?? []).map(toResourceDrift));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return inOrder(drifts);
}

/** What a stack consists of; nothing when it is gone. */
export async function readStackResources(
  cfn: CloudFormation,
  stackId: string,
): Promise<readonly StackResource[]> {
  const resources: StackResource[] = [];
  const read = (token: string | undefined) =>
    cfn.listStackResources({ StackName: stackId, NextToken: token });
  try {
    for await (const page of pagesOf(read, MAX_PAGES)) {
      const there = (page.StackResourceSummaries ?? []).filter(
        ({ ResourceStatus: status }) => !isRemovedStatus(status ?? ""),
      );
      resources.push(...there.map(toResource));
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return inOrder(resources);
}

interface SdkResource {
  readonly LogicalResourceId?: string | undefined;
  readonly PhysicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
}

function toResource(it: SdkResource): StackResource {
  return compact({
    logicalId: required(it.LogicalResourceId, "logical id of a resource"),
    physicalId: it.PhysicalResourceId === "" ? undefined : it.PhysicalResourceId,
    type: it.ResourceType ?? "",
  });
}

function toResourceDrift(it: StackResourceDrift): ResourceDrift {
  return compact({
    ...toResource(it),
    state: resourceDriftState(it.StackResourceDriftStatus),
    reason: cleanText(it.DriftStatusReason),
    expected: boundedValue(it.ExpectedProperties),
    actual: boundedValue(it.ActualProperties),
    differences: (it.PropertyDifferences ?? []).map(toDifference),
  });
}

function toDifference(it: SdkDifference): PropertyDifference {
  const kind = differenceKind(it.DifferenceType);
  return compact({
    path: cleanText(it.PropertyPath) ?? "",
    expected: kind === "added" ? undefined : boundedValue(it.ExpectedValue),
    actual: kind === "removed" ? undefined : boundedValue(it.ActualValue),
    kind,
  });
}

function inOrder<T extends StackResource>(resources: readonly T[]): readonly T[] {
  return resources.toSorted((one, other) => (one.logicalId < other.logicalId ? -1 : 1));
}
