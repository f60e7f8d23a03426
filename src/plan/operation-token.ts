import type { Operation } from "../model/observed-stack.ts";
import { hashOf } from "./digest.ts";

/** Writes on a whole stack that are not the execution of a change set. */
export type OperationVerb = "delete" | "rollback" | "continue";

/**
 * The `ClientRequestToken` of such a write: derived from what it is about, so that a repeat after a crash is the same
 * request for CloudFormation, and the next pass recognises its own work in the stack's events.
 */
export function operationToken(verb: OperationVerb, subject: string, round: number): string {
  return `mooring-${verb}-${hashOf(subject, SUBJECT_LENGTH)}-${round}`;
}

/** How often we tried this already, going by the tokens in the stack's events; 0 when never. */
export function roundsOf(verb: OperationVerb, subject: string, operations: readonly Operation[]): number {
  const prefix = `mooring-${verb}-${hashOf(subject, SUBJECT_LENGTH)}-`;
  return operations.reduce((most, { token }) => Math.max(most, roundAfter(prefix, token)), 0);
}

/** 24 digits keep tokens far below CloudFormation's 128 characters and collisions out of reach. */
const SUBJECT_LENGTH = 24;

function roundAfter(prefix: string, token: string | undefined): number {
  if (!token?.startsWith(prefix)) return 0;
  const round = token.slice(prefix.length);
  return /^[1-9][0-9]{0,5}$/.test(round) ? Number(round) : 0;
}
