import { paginateDescribeStackEvents, paginateDescribeStacks } from "@aws-sdk/client-cloudformation";
import type { TestSandbox } from "../support/sandbox.ts";
import { ACCOUNT_IDS } from "./three-accounts.ts";

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

/**
 * Tokens with which more than one operation began on a stack. A request that is made again with its token is answered,
 * and does nothing: that is what the token is for.
 */
export async function executedTwice(
  sandbox: TestSandbox,
  accounts: readonly string[] = Object.values(ACCOUNT_IDS),
): Promise<readonly string[]> {
  const began: string[] = [];
  for (const account of accounts) {
    const client = sandbox.cloudformation({ account });
    for (const stack of Object.keys(await stacksOf(sandbox, account))) {
      for await (const { StackEvents: events } of paginateDescribeStackEvents(
        { client },
        { StackName: stack },
      )) {
        for (const event of events ?? []) {
          const {
            PhysicalResourceId: id,
            StackId: own,
            ResourceStatus: status = "",
            ClientRequestToken: token,
          } = event;
          if (id === own && token !== undefined && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(status))
            began.push(`${stack} ${token}`);
        }
      }
    }
  }
  return began.filter((token, index) => began.indexOf(token) !== index);
}
