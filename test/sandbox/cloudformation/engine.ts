import { randomUUID } from "node:crypto";
import { actions } from "../../../src/sandbox/cloudformation/actions.ts";
import { advance } from "../../../src/sandbox/cloudformation/advance.ts";
import type { Input } from "../../../src/sandbox/cloudformation/api.ts";
import type { World } from "../../../src/sandbox/world.ts";
import { createWorld } from "../../../src/sandbox/world.ts";

// Answers are read like JSON: what a test asserts on has no better type.
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any;

/** An engine without HTTP: every call lets the time that is due happen first, as the server does. */
export interface Engine {
  readonly world: World;
  call(action: string, input?: Input): Answer;
  advanceMs(ms: number): void;
  /** Makes a change set, looks at it, executes it, lets everything happen; answers the stack. */
  deploy(stack: string, template: object | string, extra?: Input): Answer;
  changeSet(stack: string, template: object | string, extra?: Input): Answer;
  stack(name: string): Answer;
  /** `LogicalId STATUS`, oldest first. */
  history(name: string): readonly string[];
}

export function createEngine(
  account = "111111111111",
  regionName = "eu-west-1",
  world = createWorld(),
): Engine {
  let now = Date.UTC(2026, 0, 1);
  let changeSetNumber = 0;
  const call = (action: string, input: Input = {}): Answer => {
    now += 1;
    advance(world, now);
    return actions[action]!({
      world,
      region: world.region(account, regionName),
      caller: { account, region: regionName, arn: `arn:aws:iam::${account}:root`, userId: account },
      input,
      now,
      requestId: randomUUID(),
      random: randomUUID,
    });
  };
  const changeSet = (stack: string, template: object | string, extra: Input = {}): Answer => {
    const exists = call("ListStacks").StackSummaries.some(
      (summary: Answer) =>
        summary.StackName === stack &&
        !["REVIEW_IN_PROGRESS", "DELETE_COMPLETE"].includes(summary.StackStatus),
    );
    const { Id } = call("CreateChangeSet", {
      StackName: stack,
      ChangeSetName: `cs${++changeSetNumber}`,
      ChangeSetType: exists ? "UPDATE" : "CREATE",
      TemplateBody: typeof template === "string" ? template : JSON.stringify(template),
      ...extra,
    });
    return call("DescribeChangeSet", { ChangeSetName: Id, IncludePropertyValues: "true" });
  };
  const stack = (name: string): Answer => call("DescribeStacks", { StackName: name }).Stacks[0];
  return {
    world,
    call,
    advanceMs(ms) {
      now += ms;
      advance(world, now);
    },
    changeSet,
    deploy(name, template, extra) {
      const made = changeSet(name, template, extra);
      if (made.Status !== "CREATE_COMPLETE") throw new Error(`${made.Status}: ${made.StatusReason}`);
      call("ExecuteChangeSet", {
        ChangeSetName: made.ChangeSetId,
        ClientRequestToken: `token-${made.ChangeSetName}`,
      });
      return stack(made.StackId);
    },
    stack,
    history: (name) =>
      call("DescribeStackEvents", { StackName: name })
        .StackEvents.toReversed()
        .map((event: Answer) => `${event.LogicalResourceId} ${event.ResourceStatus}`),
  };
}
