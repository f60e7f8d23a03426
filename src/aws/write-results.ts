import type { WriteResult } from "../model/cloud.ts";
import type { CallFailure } from "./failure.ts";
import { readFailure } from "./failure.ts";
import { cleanText, says } from "./wording.ts";

const ACCEPTED: WriteResult = { kind: "accepted" };

/**
 * Makes one write and says what became of it.
 *
 * `isDone` tells whether a refusal means that what was asked for is there already. Throws what is neither an
 * acceptance, a conflict nor a rejection: then AWS could not be asked.
 */
export async function write(
  call: () => Promise<unknown>,
  isDone: (failure: CallFailure) => boolean,
): Promise<WriteResult> {
  try {
    await call();
    return ACCEPTED;
  } catch (error) {
    const failure = readFailure(error);
    if (isDone(failure)) return ACCEPTED;
    const kind = refusalKind(failure);
    if (kind === undefined) throw error;
    return { kind, message: cleanText(failure.message) ?? failure.name };
  }
}

/** Our first attempt was carried out and only its answer got lost: what it made is there when the SDK tries again. */
export function isOwnEcho(failure: CallFailure): boolean {
  if (failure.attempts < 2) return false;
  return (
    failure.name === "TokenAlreadyExists" ||
    (failure.name === "AlreadyExists" && says(failure.message, "alreadyThere")) ||
    says(failure.message, "wasExecuted")
  );
}

/** What it was asked to do away with is not there. */
export function isGone(failure: CallFailure): boolean {
  return (
    failure.name === "ChangeSetNotFound" ||
    (failure.name === "ValidationError" && says(failure.message, "missing"))
  );
}

/** Refusals that are about the moment: somebody else was first. */
const CONFLICTS: ReadonlySet<string> = new Set([
  "AlreadyExists",
  "ChangeSetNotFound",
  "InvalidChangeSetStatus",
  "OperationInProgress",
  "StackNotFound",
  "TokenAlreadyExists",
]);

/** Refusals that are about the request. */
const REJECTIONS: ReadonlySet<string> = new Set(["InsufficientCapabilities", "LimitExceeded"]);

function refusalKind({ name, message }: CallFailure): "conflict" | "rejected" | undefined {
  if (CONFLICTS.has(name)) return "conflict";
  if (REJECTIONS.has(name)) return "rejected";
  if (name !== "ValidationError") return undefined;
  const isOfTheMoment =
    says(message, "missing") || says(message, "alreadyThere") || says(message, "otherState");
  return isOfTheMoment ? "conflict" : "rejected";
}
