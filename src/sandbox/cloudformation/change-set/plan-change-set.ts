import { ApiError } from "../../errors.ts";
import { deletionFate } from "../../resources/policies.ts";
import type { Orphan } from "../../resources/orphans.ts";
import { resolveResource, unknownResource } from "../../resources/resolve.ts";
import type { Template } from "../../template/model.ts";
import type { ResolvedResource, Scope } from "../../template/scope.ts";
import { wantedResources } from "../../template/scope.ts";
import type { Region, World } from "../../world.ts";
import { compareResource } from "../compare.ts";
import type { DesiredResource } from "../desired.ts";
import type { ActualState } from "../drift/actual-state.ts";
import { desiredResource } from "../desired.ts";
import { evaluateOutputs } from "../operation/outputs.ts";
import { templateOf } from "../operation/run.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { resources, templates } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import { stackScope } from "../stack/scope.ts";
import { changedParameters } from "./changed-parameters.ts";
import type { ResourceChange } from "./changes.ts";
import { changeContext, secretsOf } from "./context.ts";
import { modification } from "./modification.ts";
import { noChangeText } from "./no-change.ts";
import { withNestedUpdate } from "./nested-change.ts";
import { besidesImport, importOf, unretainedReason } from "./imports.ts";
import type { Plan, PlannedChangeSet } from "./planned.ts";
import { complete, failed, refused } from "./planned.ts";
import type { ChangeSetRecord } from "./records.ts";
import { isSameContent } from "./same-content.ts";
import { revertingChange, stackDriftOf } from "./reverting-change.ts";
import { findViolations } from "./violations.ts";
import { findWarnings } from "./warnings.ts";

/** What is to be compared with the stack as it is. */
export type Submission = Pick<
  ChangeSetRecord,
  "type" | "content" | "isValidationDisabled" | "importsExisting" | "toImport" | "deploymentMode"
> & {
  /** When live resources are read, if they are. Epoch milliseconds. */
  readonly createdAt?: number;
  readonly template: Template;
};

/** Works out what a change set would do, resource by resource, without doing any of it. */
export function planChangeSet(
  world: World,
  region: Region,
  stack: StackRecord,
  changeSet: Submission,
): PlannedChangeSet {
  return planInFull(world, region, stack, changeSet).planned;
}

/** The same, and what it knows besides. */
export function planInFull(world: World, region: Region, stack: StackRecord, changeSet: Submission): Plan {
  const nothing = { desired: [], hasOtherChanges: false };
  try {
    const planner = openPlanner(world, region, stack, changeSet);
    const desired = planner.wanted.map((logicalId) => plan(planner, logicalId));
    const violations = changeSet.isValidationDisabled
      ? []
      : findViolations(
          world,
          region,
          stack.stackId,
          desired.filter((each) => planner.touched.has(each.logicalId)),
        ).filter(
          ({ logicalId, validation }) =>
            validation === "PROPERTY_VALIDATION" || !planner.imported.has(logicalId),
        );
    if (violations.length > 0) return { ...nothing, planned: refused(violations) };
    planRemovals(planner);
    const refusal = importRefusal(planner, desired);
    if (refusal !== undefined) return { ...nothing, planned: failed(refusal) };
    const hasOtherChanges = !isSameBesides(planner);
    const isEmpty = planner.changes.length === 0 && !hasOtherChanges;
    const warnings = changeSet.isValidationDisabled ? [] : findWarnings(world, planner.changes);
    const planned = isEmpty ? failed(noChangeText(changeSet.template)) : complete(planner.changes, warnings);
    return { desired, hasOtherChanges, planned: { ...planned, ...stackDriftOf(planner) } };
  } catch (error) {
    if (error instanceof ApiError) return { ...nothing, planned: failed(error.message) };
    throw error;
  }
}

/** A change set in the making. */
interface Planner {
  readonly world: World;
  readonly region: Region;
  readonly stack: StackRecord;
  readonly changeSet: Submission;
  readonly scope: Scope;
  readonly wanted: readonly string[];
  readonly before: ReadonlyMap<string, ResourceRecord>;
  readonly templateBefore: Template | undefined;
  readonly planned: Map<string, ResolvedResource>;
  readonly touched: Map<string, ResourceChange>;
  /** Physical resources that would be taken in, by logical id. */
  readonly imported: Map<string, Orphan>;
  readonly changes: ResourceChange[];
  /** Of the live resources that were looked at. */
  readonly driftStatuses: Set<ActualState["status"]>;
  readonly parametersChanged: ReadonlySet<string>;
  readonly secrets: ReturnType<typeof secretsOf>;
}

function openPlanner(world: World, region: Region, stack: StackRecord, changeSet: Submission): Planner {
  const { template } = changeSet;
  const planned = new Map<string, ResolvedResource>();
  const scope = stackScope(region, stack, changeSet.content, template, (id) => planned.get(id));
  const records = region.table(resources).inGroup(stack.stackId);
  const templateBefore =
    region.table(templates).get(stack.stackId) === undefined
      ? undefined
      : templateOf(region, stack.stackId, stack.content);
  return {
    world,
    region,
    stack,
    changeSet,
    scope,
    wanted: wantedResources(scope),
    before: new Map(records.map((record) => [record.logicalId, record])),
    templateBefore,
    planned,
    touched: new Map(),
    imported: new Map(),
    changes: [],
    driftStatuses: new Set(),
    parametersChanged: changedParameters(stack.content, templateBefore, changeSet.content, template),
    secrets: secretsOf(stack.content, changeSet.content),
  };
}

function plan(planner: Planner, logicalId: string): DesiredResource {
  const desired = desiredResource(planner.scope, logicalId, planner.changeSet.content.tags);
  const before = planner.before.get(logicalId);
  const change =
    before?.physicalId === undefined ? arrival(planner, desired) : modify(planner, before, desired);
  if (change !== undefined) {
    planner.changes.push(change);
    planner.touched.set(logicalId, change);
  }
  planner.planned.set(logicalId, resolvedAfter(planner, desired, before, change));
  return desired;
}

/** What is new to the stack is made, or taken in. */
function arrival(planner: Planner, desired: DesiredResource): ResourceChange {
  const { world, region, changeSet } = planner;
  const { template, toImport = [], importsExisting = false } = changeSet;
  const orphan = importOf({ world, region, template, toImport, importsExisting }, desired);
  if (orphan !== undefined) planner.imported.set(desired.logicalId, orphan);
  return {
    action: orphan === undefined ? "Add" : "Import",
    logicalId: desired.logicalId,
    ...(orphan === undefined ? {} : { physicalId: orphan.physicalId }),
    type: desired.type,
    scope: [],
    details: [],
    after: changeContext(desired, planner.secrets),
  };
}

function modify(
  planner: Planner,
  before: ResourceRecord,
  desired: DesiredResource,
): ResourceChange | undefined {
  const { scope, templateBefore, touched, parametersChanged, secrets } = planner;
  const declarationBefore = templateBefore?.resources.get(desired.logicalId);
  const modified = { before, desired, declarationBefore, scope, touched, parametersChanged, secrets };
  const change =
    planner.changeSet.deploymentMode === "REVERT_DRIFT"
      ? revertingChange(planner, modified)
      : modification({ ...modified, difference: compareResource(before, desired) });
  return withNestedUpdate(change, { before, desired, secrets });
}

/** What later resources see of this one: nothing that is certain, if a new physical resource will be made. */
function resolvedAfter(
  planner: Planner,
  desired: DesiredResource,
  before: ResourceRecord | undefined,
  change: ResourceChange | undefined,
): ResolvedResource {
  const { logicalId, type } = desired;
  const properties = resolvedProperties(desired.properties, desired);
  const { account, region } = planner.region;
  const orphan = planner.imported.get(logicalId);
  if (orphan !== undefined) return resolveResource(logicalId, { account, region, ...orphan });
  if (before?.physicalId === undefined || change?.replacement === "True" || change?.action === "Add")
    return unknownResource(type, logicalId);
  const { physicalId, attributes } = before;
  return resolveResource(logicalId, { account, region, type, physicalId, properties, attributes });
}

function planRemovals(planner: Planner): void {
  const wanted = new Set(planner.wanted);
  for (const record of planner.before.values()) {
    if (wanted.has(record.logicalId)) continue;
    planner.changes.push({
      action: "Remove",
      logicalId: record.logicalId,
      ...(record.physicalId === undefined ? {} : { physicalId: record.physicalId }),
      type: record.type,
      policyAction: deletionFate(record),
      scope: [],
      details: [],
      before: changeContext(record, planner.secrets),
    });
  }
}

function importRefusal(
  { changeSet, imported, changes, templateBefore }: Planner,
  desired: readonly DesiredResource[],
): string | undefined {
  if (changeSet.type === "IMPORT") return besidesImport(changes, templateBefore, changeSet.template);
  return unretainedReason(desired.filter(({ logicalId }) => imported.has(logicalId)));
}

/** Whether all but the resources stays as it is. A new stack is a change in itself. */
function isSameBesides(planner: Planner): boolean {
  const { stack, changeSet, scope } = planner;
  if (changeSet.type === "CREATE") return false;
  return (
    isSameContent(stack.content, changeSet.content) &&
    JSON.stringify(stack.outputs) === JSON.stringify(evaluateOutputs(scope))
  );
}
