import { takeResourceFault } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import type { Failure, LiveContext } from "./behaviour.ts";
import { behaviourOf } from "./behaviours.ts";
import { handlerFailure } from "./failure.ts";

/** What reading a physical resource came to. */
export type Reading =
  | { readonly kind: "there"; readonly properties: JsonObject }
  | { readonly kind: "deleted" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads a physical resource as drift detection does, with the properties that only its service knows. A fault can make it unreadable. */
export function readLive(context: LiveContext): Reading {
  const { world, region, stackName: stack, logicalId, type } = context;
  const place = { account: region.account, region: region.region };
  const fault = takeResourceFault(world, { ...place, stack, logicalId, type, operation: "read" });
  if (fault !== undefined) return { kind: "unreadable", reason: fault.reason };
  const properties = actualProperties(context);
  return properties === undefined ? { kind: "deleted" } : { kind: "there", properties };
}

/** The properties that a physical resource has; `undefined` when somebody deleted it without CloudFormation. */
export function actualProperties(context: LiveContext): JsonObject | undefined {
  if (context.live.isDeleted === true) return undefined;
  const known = behaviourOf(context.type).read?.(context);
  return known === "not-found" ? undefined : { ...context.live.properties, ...known };
}

/** What a handler says when what it should change is not there. */
export function notFound(context: LiveContext): Failure {
  return handlerFailure(
    context,
    `Resource of type '${context.type}' with identifier '${context.live.physicalId}' was not found.`,
    "NotFound",
  );
}
