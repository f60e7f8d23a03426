import type { Change, CloudFormation, DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import type { ChangeSet, ResourceChange } from "../model/change-set.ts";
import { toResourceChange, uniteChanges } from "./changes.ts";
import { isMissing } from "./failure.ts";
import { pagesOf } from "./pages.ts";
import { compact, required } from "./shape.ts";
import { changeSetState } from "./stack-status.ts";
import { readFindings } from "./validation.ts";
import { cleanText, readLeftOut, says } from "./wording.ts";

const MAX_PAGES = 50;
/** A nested operation has at most 2,500 resources; deeper or wider trees are told to be incomplete. */
const MAX_NESTED_SETS = 50;
const MAX_DEPTH = 5;

/**
 * Describes a change set as the union of CloudFormation's answers with and without property values: the one with values
 * may leave out whole resources and say so only in a warning.
 */
export async function readChangeSet(
  cfn: CloudFormation,
  stack: string,
  name: string,
): Promise<ChangeSet | undefined> {
  const plain = await describe(cfn, { StackName: stack, ChangeSetName: name }, false);
  if (plain === undefined) return undefined;
  const id = required(plain.head.ChangeSetId, `id of change set ${name}`);
  const reason = plain.head.StatusReason;
  const status = required<string>(plain.head.Status, `status of change set ${name}`);
  const state = changeSetState(status, plain.head.ExecutionStatus ?? "", says(reason, "noChange"));
  if (state === "deleted") return undefined;
  const union = state === "ready" ? await unite(cfn, id, plain) : { changes: [], isIncomplete: false };
  const hasFindings = (state === "failed" || state === "ready") && says(reason, "validation");
  return compact({
    name: plain.head.ChangeSetName ?? name,
    id,
    stackId: required(plain.head.StackId, `stack of change set ${name}`),
    state,
    reason: cleanText(reason),
    description: cleanText(plain.head.Description),
    ...union,
    findings: hasFindings ? await readFindings(cfn, id) : [],
  });
}

/** Names of a stack's change sets; none when there is no such stack. */
export async function readChangeSetNames(cfn: CloudFormation, stackId: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const read = (token: string | undefined) => cfn.listChangeSets({ StackName: stackId, NextToken: token });
    for await (const page of pagesOf(read, MAX_PAGES)) {
      names.push(...(page.Summaries ?? []).map((it) => required(it.ChangeSetName, "change set name")));
    }
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names;
}

interface Described {
  /** The first page: what it says of the change set as a whole. */
  readonly head: DescribeChangeSetOutput;
  readonly changes: readonly Change[];
}

interface Union {
  readonly changes: readonly ResourceChange[];
  readonly isIncomplete: boolean;
}

async function unite(cfn: CloudFormation, id: string, plain: Described): Promise<Union> {
  return uniteTree({ cfn, setsLeft: MAX_NESTED_SETS }, id, plain, 0);
}

interface Walk {
  readonly cfn: CloudFormation;
  /** Counts down over the whole tree. */
  setsLeft: number;
}

async function uniteTree(walk: Walk, id: string, plain: Described, depth: number): Promise<Union> {
  const valued = await describe(walk.cfn, { ChangeSetName: id }, true);
  const united = uniteChanges(
    plain.changes.map(toResourceChange),
    (valued?.changes ?? []).map(toResourceChange),
  );
  const listed = new Set(united.map((change) => change.logicalId));
  let isIncomplete = readLeftOut(valued?.head.StatusReason).some((logicalId) => !listed.has(logicalId));
  const nestedIds = nestedSets([...plain.changes, ...(valued?.changes ?? [])]);
  const changes: ResourceChange[] = [];
  for (const change of united) {
    const nestedId = nestedIds.get(change.logicalId);
    const nested = nestedId === undefined ? undefined : await readNested(walk, nestedId, depth + 1);
    isIncomplete ||= nested?.isIncomplete === true || (nestedId !== undefined && nested === undefined);
    changes.push(nested === undefined ? change : { ...change, nested: nested.changes });
  }
  return { changes, isIncomplete };
}

/** `undefined` when the nested change set is gone or too deep: then nobody knows what happens in there. */
async function readNested(walk: Walk, id: string, depth: number): Promise<Union | undefined> {
  if (depth > MAX_DEPTH || walk.setsLeft === 0) return undefined;
  walk.setsLeft -= 1;
  const plain = await describe(walk.cfn, { ChangeSetName: id }, false);
  return plain === undefined ? undefined : uniteTree(walk, id, plain, depth);
}

/** Ids of nested change sets by the logical id of the nested stack. */
function nestedSets(changes: readonly Change[]): ReadonlyMap<string, string> {
  const pairs = changes.flatMap(({ ResourceChange: it }) =>
    it?.LogicalResourceId === undefined || it.ChangeSetId === undefined || it.ChangeSetId === ""
      ? []
      : [[it.LogicalResourceId, it.ChangeSetId] as const],
  );
  return new Map(pairs);
}

async function describe(
  cfn: CloudFormation,
  which: { readonly ChangeSetName: string; readonly StackName?: string },
  withValues: boolean,
): Promise<Described | undefined> {
  let head: DescribeChangeSetOutput | undefined;
  const changes: Change[] = [];
  try {
    const read = (token: string | undefined) =>
      cfn.describeChangeSet({
        ...which,
        ...(withValues ? { IncludePropertyValues: true } : {}),
        NextToken: token,
      });
    for await (const page of pagesOf(read, MAX_PAGES)) {
      head ??= page;
      changes.push(...(page.Changes ?? []));
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return head === undefined ? undefined : { head, changes };
}
