import { ApiError } from "../errors.ts";
import { derivedUuid } from "../identifiers.ts";
import type { Failure, ResourceContext } from "./behaviour.ts";

/** A failure in the words of a resource handler. */
export function handlerFailure(context: ResourceContext, message: string, code: string): Failure {
  const token = derivedUuid(context.stackId, context.logicalId, context.seed, String(context.now));
  return {
    kind: "failed",
    reason: `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`,
  };
}

/** Runs a step; what a service refuses becomes the failure of the resource, in the service's words. */
export function orServiceFailure<T>(context: ResourceContext, step: () => T): T | Failure {
  try {
    return step();
  } catch (error) {
    if (error instanceof ApiError) return handlerFailure(context, error.message, "InvalidRequest");
    throw error;
  }
}
