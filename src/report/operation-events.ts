import { createHash } from "node:crypto";
import type { AgentEvent, AgentEventKind } from "../model/agent-event.ts";
import { parseChangeSetName } from "../model/change-set-name.ts";
import type { ObservedStack, Operation } from "../model/observed-stack.ts";
import type { Ownership } from "../model/ownership.ts";
import type { Revision } from "../model/report.ts";
import { readChangeSetDescription, readDeployed, type Deployed } from "./deployed-version.ts";
import { formatDuration } from "./duration.ts";

/** What CloudFormation tells of one of our stacks. */
export interface StackHistory {
  readonly stack: ObservedStack;
  readonly owner: Ownership;
  /** Newest first. */
  readonly operations: readonly Operation[];
  /** Of the change set whose execution was the latest operation, where it could be read. */
  readonly latest?: string | undefined;
}

/**
 * The operations of a stack as events, newest first; what still runs is left out. CloudFormation keeps the commit of the
 * last good deployment and that of the latest change set: older events have none.
 */
export function operationEvents(history: StackHistory): readonly AgentEvent[] {
  const lastGood = history.operations.find(
    ({ kind, outcome }) => outcome === "succeeded" && DEPLOYS.has(kind),
  );
  return history.operations
    .filter(({ outcome }) => outcome !== "running")
    .map((operation, index) =>
      eventOf(operation, history, deployedBy(operation, history, { index, lastGood })),
    );
}

const DEPLOYS: ReadonlySet<Operation["kind"]> = new Set(["create", "update", "import"]);

interface Position {
  readonly index: number;
  readonly lastGood: Operation | undefined;
}

function deployedBy(
  operation: Operation,
  { stack, latest }: StackHistory,
  { index, lastGood }: Position,
): Deployed & { readonly subject?: string } {
  if (operation === lastGood) return readDeployed(stack);
  return index === 0 && latest !== undefined ? readChangeSetDescription(latest) : {};
}

function eventOf(
  operation: Operation,
  { stack, owner }: StackHistory,
  { version, commit, author, subject = "" }: Deployed & { readonly subject?: string },
): AgentEvent {
  const revision: Revision | undefined =
    commit === undefined ? undefined : { commit, author: author ?? "somebody", subject, isDirty: false };
  const kind = kindOf(operation);
  return {
    id: idOf(operation, stack),
    kind,
    at: operation.endedAt ?? operation.startedAt,
    repository: owner.repository,
    account: owner.account,
    app: owner.app,
    stack: stack.name,
    ...(version === undefined ? {} : { version }),
    ...(revision === undefined ? {} : { revision }),
    message: messageOf(operation, stack),
    ...(kind === "failed" ? { remedy: REMEDY } : {}),
  };
}

function kindOf({ kind, outcome, token }: Operation): AgentEventKind {
  if (outcome === "failed") return "failed";
  if (kind === "rollback") return "recovered";
  if (kind === "delete") return "pruned";
  return healed(token) ? "healed" : "applied";
}

const REMEDY = "`moor status` says what it is now and what is next; new content is tried by itself";

const VERBS: Readonly<Record<Operation["kind"], { readonly done: string; readonly noun: string }>> = {
  create: { done: "created", noun: "creation" },
  update: { done: "updated", noun: "update" },
  delete: { done: "deleted", noun: "deletion" },
  rollback: { done: "rolled back", noun: "roll-back" },
  import: { done: "imported", noun: "import" },
  unknown: { done: "changed", noun: "an operation" },
};

function messageOf(operation: Operation, stack: ObservedStack): string {
  const { kind, outcome, startedAt, endedAt, token } = operation;
  const by = token?.startsWith("mooring-") === true ? "" : ", not by Mooring";
  const span =
    endedAt === undefined
      ? ""
      : ` ${outcome === "failed" ? "after" : "in"} ${formatDuration(endedAt - startedAt)}`;
  const { done, noun } = VERBS[kind];
  if (outcome === "failed") return `${noun} failed${span}${by}${causeOf(operation, stack)}`;
  return `${healed(token) ? "drift put right" : done}${span}${by}`;
}

function causeOf({ cause }: Operation, stack: ObservedStack): string {
  if (cause === undefined) return "";
  const nested = cause.stack === stack.name ? "" : ` in ${cause.stack}`;
  const reason = cause.reason.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  return `: ${cause.logicalId} (${cause.type})${nested}: ${reason}`;
}

function healed(token: string | undefined): boolean {
  return token !== undefined && parseChangeSetName(token)?.heal !== undefined;
}

function idOf({ startedAt, token, kind }: Operation, { id }: ObservedStack): string {
  const parts = JSON.stringify([id, startedAt, token, kind]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 32);
}
