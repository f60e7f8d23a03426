import type { CloudFormationClient, Parameter, Stack, StackEvent } from "@aws-sdk/client-cloudformation";
import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  paginateDescribeStackEvents,
} from "@aws-sdk/client-cloudformation";

/** What a stack is deployed with, through a change set. */
export interface Deployment {
  readonly stack: string;
  readonly template: unknown;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** The name of the change set, and the token of its execution. */
  readonly token?: string;
}

/** How a change set ended: ready to be executed, or why not. */
export interface MadeChangeSet {
  readonly id: string;
  readonly status: string | undefined;
  readonly reason: string | undefined;
}

/** Makes a change set and waits until it is complete or has failed. */
export async function makeChangeSet(
  client: CloudFormationClient,
  type: "CREATE" | "UPDATE",
  { stack, template, parameters = {}, tags = {}, token = "change" }: Deployment,
): Promise<MadeChangeSet> {
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: stack,
      ChangeSetName: token,
      ChangeSetType: type,
      TemplateBody: JSON.stringify(template),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]): Parameter => ({
        ParameterKey,
        ParameterValue,
      })),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return until(async () => {
    const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    const isDone = Status === "CREATE_COMPLETE" || Status === "FAILED";
    return isDone ? { id: Id ?? "", status: Status, reason: StatusReason } : undefined;
  });
}

/** Makes and executes a change set, and waits until the stack has settled. Throws when the change set fails. */
export async function deploy(
  client: CloudFormationClient,
  type: "CREATE" | "UPDATE",
  deployment: Deployment,
): Promise<Stack> {
  const { id, status, reason } = await makeChangeSet(client, type, deployment);
  if (status !== "CREATE_COMPLETE") throw new Error(`change set ${String(status)}: ${String(reason)}`);
  await client.send(
    new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: deployment.token ?? "change" }),
  );
  return settled(client, deployment.stack);
}

/** Waits until a stack is in no state of progress. */
export async function settled(client: CloudFormationClient, stack: string): Promise<Stack> {
  return until(async () => {
    const found = await describe(client, stack);
    return found.StackStatus?.endsWith("_IN_PROGRESS") === true ? undefined : found;
  });
}

/** The stack as it is now. Throws when there is none. */
export async function describe(client: CloudFormationClient, stack: string): Promise<Stack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const [found] = Stacks ?? [];
  if (found === undefined) throw new Error(`no stack ${stack}`);
  return found;
}

/** Deletes a stack, and says what became of it. */
export async function removeStack(client: CloudFormationClient, stack: string): Promise<string | undefined> {
  const { StackId = stack } = await describe(client, stack);
  await client.send(new DeleteStackCommand({ StackName: stack }));
  return (await settled(client, StackId)).StackStatus;
}

/** Every event of a stack, oldest first. */
export async function eventsOf(client: CloudFormationClient, stack: string): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack }))
    events.push(...(page.StackEvents ?? []));
  return events.toReversed();
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not come to pass");
}
