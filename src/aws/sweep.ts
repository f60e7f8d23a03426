import type { CloudFormation, Stack, StackDriftInformation } from "@aws-sdk/client-cloudformation";
import type { ObservedStack, StackDrift } from "../model/observed-stack.ts";
import { stackDriftState } from "./drift-status.ts";
import { pagesOf } from "./pages.ts";
import { compact, required } from "./shape.ts";
import { stackPhase } from "./stack-status.ts";
import { cleanText } from "./wording.ts";

/** An account has at most 2,000 stacks by default, and a page is cut at 1 MB. */
const MAX_PAGES = 1000;

/** Every stack of the account and Region that is not deleted; one stack that moved between pages is one stack. */
export async function sweep(cfn: CloudFormation): Promise<readonly ObservedStack[]> {
  const stacks = new Map<string, ObservedStack>();
  for await (const page of pagesOf((token) => cfn.describeStacks({ NextToken: token }), MAX_PAGES)) {
    for (const stack of page.Stacks ?? []) {
      const observed = observe(stack);
      if (observed !== undefined) stacks.set(observed.id, observed);
    }
  }
  return [...stacks.values()];
}

function observe(stack: Stack): ObservedStack | undefined {
  const name = required(stack.StackName, "stack name");
  const status: string = required(stack.StackStatus, `status of stack ${name}`);
  const phase = stackPhase(status);
  if (phase === "deleted") return undefined;
  return compact({
    name,
    id: required(stack.StackId, `id of stack ${name}`),
    phase,
    status: cleanText(status) ?? "",
    statusReason: cleanText(stack.StackStatusReason),
    description: cleanLines(stack.Description),
    parameters: record(stack.Parameters, (it) => [it.ParameterKey, it.ParameterValue]),
    outputs: record(stack.Outputs, (it) => [it.OutputKey, it.OutputValue]),
    tags: record(stack.Tags, (it) => [it.Key, it.Value]),
    executor: stack.RoleARN,
    isProtected: stack.EnableTerminationProtection ?? false,
    isNested: stack.ParentId !== undefined,
    lastChangeSet: phase === "shell" ? undefined : changeSetNameOf(stack.ChangeSetId),
    createdAt: required(stack.CreationTime, `creation time of stack ${name}`).getTime(),
    updatedAt: stack.LastUpdatedTime?.getTime(),
    drift: toDrift(stack.DriftInformation),
  });
}

/** Ours has two lines, and only the first says what was deployed. */
function cleanLines(text: string | undefined): string | undefined {
  return text
    ?.split("\n")
    .flatMap((line) => cleanText(line) ?? [])
    .join("\n");
}

function toDrift(drift: StackDriftInformation | undefined): StackDrift | undefined {
  if (drift === undefined) return undefined;
  const state = stackDriftState(drift.StackDriftStatus);
  return compact({ state, checkedAt: drift.LastCheckTimestamp?.getTime() });
}

function record<T>(
  items: readonly T[] | undefined,
  entry: (item: T) => readonly [string | undefined, string | undefined],
): Readonly<Record<string, string>> {
  const entries = (items ?? [])
    .map(entry)
    .map(([key, value]) => [required(key, "key"), value ?? ""] as const);
  return Object.fromEntries(entries);
}

/** The name in `arn:aws:cloudformation:<region>:<account>:changeSet/<name>/<id>`. */
function changeSetNameOf(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /:changeSet\/([^/]+)\//.exec(arn)?.[1];
}
