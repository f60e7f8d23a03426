import { parseTemplate } from "../../template/parse.ts";
import type { ResolvedResource, Scope } from "../../template/scope.ts";
import { wantedResources } from "../../template/scope.ts";
import type { Region, World } from "../../world.ts";
import { resolveResource } from "../../resources/resolve.ts";
import type { ResourceRecord, StackContent, StackRecord } from "../records.ts";
import { resourceKey, resources, stacks, templates } from "../records.ts";
import { resolvedProperties } from "../references/deployed.ts";
import { stackScope } from "../stack/scope.ts";
import type { OperationRecord } from "./records.ts";
import { operations } from "./records.ts";

/** An operation at work at one moment. What it knows beyond the world can be worked out again after a restart. */
export interface Run {
  readonly world: World;
  readonly region: Region;
  readonly stackId: string;
  /** The time of the current step, epoch milliseconds. */
  readonly at: number;
  /** Read when first asked for. */
  readonly target: Target;
}

/** What the operation is to bring about. */
export interface Target {
  readonly scope: Scope;
  /** Logical ids in dependency order. */
  readonly wanted: readonly string[];
  /** Those that are known to need nothing (more) in this operation. */
  readonly settled: Set<string>;
}

/** A run on a stack at a moment; `cache` holds the targets that earlier steps of running operations have read. */
export function openRun(
  at: number,
  where: { readonly world: World; readonly region: Region; readonly stackId: string },
  cache: Map<string, Target>,
): Run {
  return {
    ...where,
    at,
    get target() {
      const known = cache.get(where.stackId);
      if (known !== undefined) return known;
      const stack = where.region.table(stacks).get(where.stackId);
      if (stack === undefined) throw new Error(`the running operation's stack ${where.stackId} is gone`);
      const read = readTarget(where.region, stack);
      cache.set(where.stackId, read);
      return read;
    },
  };
}

/** Reads the target of a stack's operation: its current template, parameters and live resources. */
function readTarget(region: Region, stack: StackRecord): Target {
  const scope = stackScope(
    region,
    stack,
    stack.content,
    templateOf(region, stack.stackId, stack.content),
    (id) => liveResource(region, stack.stackId, id),
  );
  return { scope, wanted: wantedResources(scope), settled: new Set() };
}

/** The stack that the run works on. */
export function stackOf(run: Run): StackRecord {
  const stack = run.region.table(stacks).get(run.stackId);
  if (stack === undefined) throw new Error(`the running operation's stack ${run.stackId} is gone`);
  return stack;
}

/** Stores the stack that the run works on. */
export function putStack(run: Run, stack: StackRecord): void {
  run.region.table(stacks).put(run.stackId, stack);
}

/** The operation that runs. */
export function operationOf(run: Run): OperationRecord {
  const operation = run.region.table(operations).get(run.stackId);
  if (operation === undefined) throw new Error(`no operation runs on ${run.stackId}`);
  return operation;
}

/** Changes the operation that runs. */
export function patchOperation(run: Run, patch: Partial<OperationRecord>): void {
  run.region.table(operations).put(run.stackId, { ...operationOf(run), ...patch });
}

/** The stack's record of a resource. */
export function recordOf(run: Run, logicalId: string): ResourceRecord | undefined {
  return run.region.table(resources).get(resourceKey(run.stackId, logicalId));
}

/** Stores the stack's record of a resource. */
export function putRecord(run: Run, record: ResourceRecord): void {
  run.region.table(resources).put(resourceKey(record.stackId, record.logicalId), record);
}

/** The parsed template that lies under a key, processed with the parameters that go with it. */
export function templateOf(
  region: Region,
  key: string,
  { parameters }: Pick<StackContent, "parameters">,
): ReturnType<typeof parseTemplate> {
  const { account, region: name } = region;
  return parseTemplate(region.table(templates).get(key) ?? "", { account, region: name, parameters });
}

function liveResource(region: Region, stackId: string, logicalId: string): ResolvedResource | undefined {
  const record = region.table(resources).get(resourceKey(stackId, logicalId));
  if (record?.physicalId === undefined) return undefined;
  const { type, physicalId, attributes } = record;
  const properties = resolvedProperties(record.properties, record);
  const place = { account: region.account, region: region.region };
  return resolveResource(logicalId, { ...place, type, physicalId, properties, attributes });
}
