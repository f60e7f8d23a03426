import type { Call } from "../cloudformation/api.ts";
import type { ApiError } from "../errors.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";

/** One AWS service: how it reads requests, runs them and words refusals, on the wire. */
export interface Service {
  /** As the credential scope names it, for example `cloudformation`. */
  readonly name: string;
  /** The names of its operations. */
  readonly operations: readonly string[];
  /** Reads which operation is asked for. Throws ApiError for a request that cannot be read. */
  decode(request: WireRequest): Operation;
  /** An error in the service's own shape. */
  refuse(error: ApiError, requestId: string): WireAnswer;
}

/** One decoded request: its name, what a fault can pick it out by, and how to run it. */
export interface Operation {
  readonly name: string;
  /** The stack that it is about, as the caller wrote it: a name or an ARN. */
  readonly stack?: string;
  /** The ARN of the change set that it is about, where it may name that and no stack. */
  readonly changeSet?: string;
  /** The role that it asks for. */
  readonly role?: string;
  /** Does it. Throws ApiError. */
  run(call: ServiceCall): WireAnswer;
}

/** What every operation gets besides its own input. */
export type ServiceCall = Omit<Call, "input">;
