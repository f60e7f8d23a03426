import type { ObservedStack } from "../model/observed-stack.ts";
import type { Step } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import { busySince } from "./situation.ts";
import { nextDeletion } from "./deletion.ts";
import { deployedDependencies, parseTemplate, removalsOf } from "./deployed-template.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { withTemplate, type Ask, type Decision } from "./question.ts";
import { statefulIn } from "./recover.ts";

/** A stack of ours, and what is known about it. */
export interface Owned {
  readonly app: string;
  readonly stack: ObservedStack;
  readonly details: StackDetails;
}

/** What pruning goes by. */
export interface PruneInput {
  /** The account's name. */
  readonly account: string;
  /** Stacks of ours that the repository no longer mentions. */
  readonly unwanted: readonly Owned[];
  /** All other stacks of ours that are not known to be in sync: what they were deployed with may still refer to an unwanted one. */
  readonly unsettled: readonly Owned[];
}

/** Deletes what the repository no longer mentions, in reverse order of dependency: nothing goes before what uses it. */
export function prune({ account, unwanted, unsettled }: PruneInput): readonly Decision[] {
  if (unwanted.length === 0) return [];
  const asks = [...unwanted, ...unsettled].map(askTemplate).filter((ask) => ask !== undefined);
  const going = unwanted.map((owned) => link(owned, groundOf(owned.app)));
  const linked = [...going, ...unsettled.map((owned) => link(owned, []))];
  const deletions = inDependencyOrder(going).toReversed();
  const decisions = deletions.map(({ owned }) =>
    planDeletion(
      { account, ...owned },
      linked.filter(({ dependsOn }) => dependsOn.includes(owned.app)).map(({ app }) => app),
    ),
  );
  return [...asks, ...decisions];
}

interface Linked {
  readonly app: string;
  readonly owned: Owned;
  readonly dependsOn: readonly string[];
}

/** A shell has no template, and nothing is asked about it. */
function askTemplate({ app, stack, details }: Owned): Ask | undefined {
  if (stack.phase === "shell") return undefined;
  const answer = withTemplate({ app, stack, details }, () => undefined);
  return answer?.kind === "ask" ? answer : undefined;
}

function link(owned: Owned, ground: readonly string[]): Linked {
  const { app, details } = owned;
  const template = parseTemplate(details.template?.body);
  const told = template === undefined ? [] : deployedDependencies(template);
  return { app, owned, dependsOn: [...told, ...ground].filter((each) => each !== app) };
}

/** What stacks stand on, whatever their templates say: the zone goes last, and the network before it. */
function groundOf(app: string): readonly string[] {
  if (app === "zone") return [];
  return app === "network" ? ["zone"] : ["network", "zone"];
}

interface Unwanted extends Owned {
  readonly account: string;
}

function planDeletion(owned: Unwanted, dependants: readonly string[]): Decision {
  const { account, app, stack: from, details } = owned;
  const about = { app, stack: from.name };
  if (from.phase === "busy") {
    return {
      kind: "wait",
      ...about,
      reason: `CloudFormation is at work on it (${from.status})`,
      ...busySince(from),
    };
  }
  if (from.phase === "unknown" || from.phase === "stuck") return holdUnclear(owned);
  const deletion = nextDeletion(app, from, details);
  if (deletion.kind === "ask") return deletion;
  const resources = { changes: removalsOf(parseTemplate(details.template?.body) ?? {}) };
  if (dependants.length > 0) return { ...waitFor(dependants), ...about, from, ...resources };
  if (deletion.kind === "give-up") {
    return {
      kind: "hold",
      ...about,
      from,
      because: { kind: "stuck" },
      reason: deletion.reason,
      remedy: `remove what is in the way, then run \`moor retry --account ${account} --app ${app}\``,
      retry: deletion.retry,
      next: "delete",
      ...resources,
    };
  }
  return {
    kind: "delete",
    ...about,
    reason: deletion.reason ?? reasonFor(from),
    from,
    write: deletion.write,
    stateful: from.phase === "shell" || from.phase === "dead" ? [] : statefulIn(details.template?.body),
    ...resources,
  };
}

function reasonFor(from: ObservedStack): string {
  return from.phase === "shell"
    ? "a change set that was never executed left it, and the repository no longer mentions it"
    : "the repository no longer mentions it";
}

function waitFor(dependants: readonly string[]) {
  return {
    kind: "hold",
    because: { kind: "dependency", on: dependants },
    reason: `is to be deleted, and waits for ${dependants.join(", ")}, which still ${dependants.length === 1 ? "uses" : "use"} it`,
    next: "delete",
  } as const;
}

function holdUnclear({ app, stack: from }: Owned): Step {
  return {
    kind: "hold",
    app,
    stack: from.name,
    from,
    because: { kind: from.phase === "stuck" ? "stuck" : "unknown" },
    reason: `is to be deleted, but is in ${from.status}`,
    remedy: "look at the stack's events and bring it to a good status by hand",
    next: "delete",
  };
}
