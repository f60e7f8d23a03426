import { paginateDescribeStackEvents, paginateDescribeStacks } from "@aws-sdk/client-cloudformation";
import type { TestSandbox } from "../support/sandbox.ts";

/** The stacks of one account that are there, and their statuses. */
export async function stacksOf(
  sandbox: TestSandbox,
  account: string,
): Promise<Readonly<Record<string, string>>> {
  const client = sandbox.cloudformation({ account });
  const found: Record<string, string> = {};
  for await (const page of paginateDescribeStacks({ client }, {})) {
    for (const { StackName: name = "", StackStatus: status = "" } of page.Stacks ?? []) found[name] = status;
  }
  return found;
}

/** Every operation that each stack of an account has seen, oldest first, as CloudFormation's own events tell. */
export async function operationsOf(
  sandbox: TestSandbox,
  account: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const client = sandbox.cloudformation({ account });
  const seen: Record<string, readonly string[]> = {};
  for await (const page of paginateDescribeStacks({ client }, {})) {
    for (const { StackName: name = "", StackId: id = "" } of page.Stacks ?? []) {
      const kinds: string[] = [];
      for await (const { StackEvents: events } of paginateDescribeStackEvents(
        { client },
        { StackName: id },
      )) {
        for (const { PhysicalResourceId: resource, ResourceStatus: status = "" } of events ?? []) {
          const began = /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.exec(status);
          if (resource === id && began) kinds.unshift(String(began[1]).toLowerCase());
        }
      }
      seen[name] = kinds;
    }
  }
  return seen;
}

/** One call that was to change something, as the sandbox lists it. */
export interface WriteCall {
  readonly account: string;
  readonly operation: string;
  readonly stack?: string;
  readonly changeSet?: string;
  readonly result: string;
}

/** Every write so far, in order. */
export async function writesOf(sandbox: TestSandbox): Promise<readonly WriteCall[]> {
  const answer = (await sandbox.control("GET", "calls?writes")) as { readonly writes: readonly WriteCall[] };
  return answer.writes;
}

/** Change sets that were executed more than once. */
export async function executedTwice(sandbox: TestSandbox): Promise<readonly string[]> {
  const executed = (await writesOf(sandbox))
    .filter(({ operation, result }) => operation === "ExecuteChangeSet" && result === "done")
    .map(({ changeSet = "" }) => changeSet);
  return executed.filter((changeSet, index) => executed.indexOf(changeSet) !== index);
}
