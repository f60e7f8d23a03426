import type { ChangeSet } from "../model/change-set.ts";
import type { Operation } from "../model/observed-stack.ts";
import type { Step } from "../model/plan.ts";
import type { StackDetails } from "../model/stack-details.ts";
import type { ReleaseState, ReleaseTask } from "../model/release.ts";

/** One read of AWS that decides about a stack. */
export type Question =
  | { readonly kind: "operations" }
  | { readonly kind: "template" }
  | { readonly kind: "change-set"; readonly name: string }
  | { readonly kind: "change-set-names" }
  | { readonly kind: "release"; readonly release: ReleaseTask };

/**
 * What planning says of a stack that it cannot decide yet. The pass answers and plans again: so the knowledge of what
 * has to be read stands where it is used, and a stack that needs no answer costs no call.
 */
export interface Ask {
  readonly kind: "ask";
  readonly app: string;
  /** CloudFormation stack name. */
  readonly stack: string;
  readonly stackId: string;
  readonly question: Question;
}

/** The subject of a question. */
export interface Asked {
  readonly app: string;
  readonly stack: { readonly name: string; readonly id: string };
  readonly details: StackDetails;
}

/** Decides with the stack's operations, newest first. */
export function withOperations<T>(asked: Asked, decide: (operations: readonly Operation[]) => T): T | Ask {
  const { operations } = asked.details;
  return operations === undefined ? ask(asked, { kind: "operations" }) : decide(operations);
}

/** Decides with the deployed template; `undefined` for a stack without one. */
export function withTemplate<T>(asked: Asked, decide: (body: string | undefined) => T): T | Ask {
  const { template } = asked.details;
  return template === undefined ? ask(asked, { kind: "template" }) : decide(template.body);
}

/** Decides with the change set of that name; `undefined` when there is none. */
export function withChangeSet<T>(
  asked: Asked,
  name: string,
  decide: (changeSet: ChangeSet | undefined) => T,
): T | Ask {
  const { changeSets } = asked.details;
  return changeSets?.has(name) === true
    ? decide(changeSets.get(name))
    : ask(asked, { kind: "change-set", name });
}

/** Decides with the names of the stack's change sets. */
export function withChangeSetNames<T>(asked: Asked, decide: (names: readonly string[]) => T): T | Ask {
  const { changeSetNames } = asked.details;
  return changeSetNames === undefined ? ask(asked, { kind: "change-set-names" }) : decide(changeSetNames);
}

/** Decides with how the latest attempt of a release stands. */
export function withRelease<T>(
  asked: Asked,
  release: ReleaseTask,
  decide: (state: ReleaseState) => T,
): T | Ask {
  const state = asked.details.releases?.get(release.taskDefinition);
  return state === undefined ? ask(asked, { kind: "release", release }) : decide(state);
}

function ask({ app, stack }: Asked, question: Question): Ask {
  return { kind: "ask", app, stack: stack.name, stackId: stack.id, question };
}

/** A step, or the question that has to be answered before. */
export type Decision = Step | Ask;
