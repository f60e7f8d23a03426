import { ApiError } from "../../errors.ts";
import { derivedSuffix, derivedUuid } from "../../identifiers.ts";
import type { Template } from "../../template/model.ts";
import type { Region, World } from "../../world.ts";
import type { ResourceChange } from "../change-set/changes.ts";
import { isNoChange, noChangeText } from "../change-set/no-change.ts";
import { planInFull } from "../change-set/plan-change-set.ts";
import type { Plan, PlannedChangeSet } from "../change-set/planned.ts";
import { failed } from "../change-set/planned.ts";
import type { ChangeSetRecord } from "../change-set/records.ts";
import { changeSets, pendingChangeSets } from "../change-set/records.ts";
import type { DesiredResource } from "../desired.ts";
import { writeStackEvent } from "../operation/events.ts";
import { templateOf } from "../operation/run.ts";
import type { StackRecord } from "../records.ts";
import { stacks, templates } from "../records.ts";
import { changeSetArn } from "../stack/ids.ts";
import { newChild } from "./create-nested.ts";
import { nestedStacks, nestedType } from "./records.ts";
import { readNested } from "./submission.ts";

/** Where and when a change set is made. */
interface Moment {
  readonly world: World;
  readonly region: Region;
  readonly at: number;
}

/** Makes a change set that is due, and with it those of nested stacks where they are included. */
export function makeChangeSet(moment: Moment, changeSetId: string): void {
  const { region } = moment;
  region.table(pendingChangeSets).delete(changeSetId);
  const changeSet = region.table(changeSets).get(changeSetId);
  if (changeSet !== undefined) makeRecord(moment, changeSet);
}

function makeRecord(moment: Moment, changeSet: ChangeSetRecord): ChangeSetRecord | undefined {
  const { world, region } = moment;
  const { changeSetId } = changeSet;
  const stack = region.table(stacks).get(changeSet.stackId);
  if (stack === undefined) return undefined;
  const submission = { ...changeSet, template: templateOf(region, changeSetId, changeSet.content) };
  const plan = planInFull(world, region, stack, submission);
  const isAlone = changeSet.includesNested !== true || plan.planned.status === "FAILED";
  const made = isAlone
    ? plan.planned
    : withNested({ moment, changeSet, stack, plan, template: submission.template });
  const record = { ...changeSet, ...made };
  region.table(changeSets).put(changeSetId, record);
  return record;
}

/** A change set that is planned, and whose nested ones are to be made. */
interface Parent {
  readonly moment: Moment;
  readonly changeSet: ChangeSetRecord;
  readonly stack: StackRecord;
  readonly plan: Plan;
  readonly template: Template;
}

/** The plan with a change set for every nested stack; those that would change nothing are not listed. */
function withNested(parent: Parent): PlannedChangeSet & Pick<ChangeSetRecord, "nestedIds"> {
  const { template } = parent;
  const { planned, hasOtherChanges } = parent.plan;
  try {
    const pairs = planned.changes.map((change) => ({ change, nested: nestedOf(parent, change) }));
    const nestedIds = pairs.flatMap(({ nested }) => nested?.changeSetId ?? []);
    const broken = pairs.find(
      ({ nested }) => nested?.status === "FAILED" && !isNoChange(nested.statusReason),
    );
    if (broken?.nested !== undefined)
      return {
        ...failed(
          `Nested change set ${broken.nested.changeSetId} was not successfully created: Currently in FAILED.`,
        ),
        nestedIds,
      };
    const changes = pairs.flatMap(({ change, nested }) => listed(change, nested) ?? []);
    const isEmpty = changes.length === 0 && !hasOtherChanges;
    return isEmpty ? { ...failed(noChangeText(template)), nestedIds } : { ...planned, changes, nestedIds };
  } catch (error) {
    if (error instanceof ApiError) return failed(error.message);
    throw error;
  }
}

function listed(change: ResourceChange, nested: ChangeSetRecord | undefined): ResourceChange | undefined {
  if (nested === undefined) return change;
  if (nested.status !== "FAILED") return { ...change, changeSetId: nested.changeSetId };
  return change.details.some(({ source }) => source !== "Automatic") ? change : undefined;
}

/** The change set of the nested stack that a change is about. Throws ApiError when its template cannot be read. */
function nestedOf(parent: Parent, change: ResourceChange): ChangeSetRecord | undefined {
  const { moment, changeSet, plan } = parent;
  const desired = plan.desired.find(({ logicalId }) => logicalId === change.logicalId);
  if (desired?.type !== nestedType) return undefined;
  const { region, at } = moment;
  const { body, content } = readNested(moment, changeSet.content, desired.properties);
  const child = childFor(parent, desired, change.physicalId);
  const name = `${changeSet.name.slice(0, 54)}-${desired.logicalId.slice(0, 60)}-${derivedSuffix(12, changeSet.changeSetId, desired.logicalId)}`;
  const changeSetId = changeSetArn(region, name, derivedUuid(changeSet.changeSetId, desired.logicalId));
  region.table(templates).put(changeSetId, body);
  return makeRecord(moment, {
    changeSetId,
    name,
    stackId: child.stackId,
    stackName: child.name,
    type: child.status === "REVIEW_IN_PROGRESS" ? "CREATE" : "UPDATE",
    createdAt: at,
    status: "CREATE_IN_PROGRESS",
    executionStatus: "UNAVAILABLE",
    content,
    isValidationDisabled: changeSet.isValidationDisabled,
    includesNested: true,
    parentChangeSetId: changeSet.changeSetId,
    rootChangeSetId: changeSet.rootChangeSetId ?? changeSet.changeSetId,
    changes: [],
    violations: [],
  });
}

/** The nested stack; of a new one a shell, as of any stack that a change set is to create. */
function childFor(
  { moment, changeSet, stack }: Parent,
  { logicalId, type, properties }: DesiredResource,
  physicalId: string | undefined,
): StackRecord {
  const { world, region, at } = moment;
  const known = physicalId === undefined ? undefined : region.table(stacks).get(physicalId);
  if (known !== undefined) return known;
  const seed = `${changeSet.changeSetId}#${logicalId}`;
  const born = { world, region, now: at, stackId: stack.stackId, stackName: stack.name, live: undefined };
  const child: StackRecord = {
    ...newChild({ ...born, logicalId, type, properties, seed }, stack),
    status: "REVIEW_IN_PROGRESS",
  };
  region.table(stacks).put(child.stackId, child);
  region.table(nestedStacks).put(child.stackId, { stackId: child.stackId, parentId: stack.stackId });
  writeStackEvent(region, child, at, "User Initiated");
  return child;
}
