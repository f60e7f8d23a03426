import { takeResourceFault } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import type { Failure, LiveContext } from "./behaviour.ts";
import { behaviourOf } from "./behaviours.ts";
import { handlerFailure } from "./failure.ts";
import { releaseName } from "./names.ts";
import { refusalOf, violationsOf } from "./validate.ts";

/** What reading a physical resource came to. */
export type Reading =
  | { readonly kind: "there"; readonly properties: JsonObject }
  | { readonly kind: "deleted" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads a physical resource as drift detection does, with the properties that only its service knows. A fault can make it unreadable. */
export function readLive(context: LiveContext): Reading {
  const { world, region, stackName: stack, logicalId, type, live } = context;
  const place = { account: region.account, region: region.region };
  const fault = takeResourceFault(world, { ...place, stack, logicalId, type, operation: "read" });
  if (fault !== undefined) return { kind: "unreadable", reason: fault.reason };
  return readUnhindered(context, live.properties);
}

function readUnhindered(context: LiveContext, recorded: JsonObject): Reading {
  if (context.live.isDeleted === true) return { kind: "deleted" };
  const known = behaviourOf(context.type).read?.(context);
  if (known === "not-found") return { kind: "deleted" };
  return { kind: "there", properties: { ...recorded, ...known } };
}

/** Whether somebody deleted the physical resource without CloudFormation. */
export function isGone(context: LiveContext): boolean {
  return readUnhindered(context, {}).kind === "deleted";
}

/** What a handler says when what it should change is not there. */
export function notFound(context: LiveContext): Failure {
  return handlerFailure(
    context,
    `Resource of type '${context.type}' with identifier '${context.live.physicalId}' was not found.`,
    "NotFound",
  );
}

/**
 * Changes a physical resource as a person in the console would: `context.properties` are the new ones.
 *
 * Answers why not, when the service would refuse it.
 */
export function changeByHand(context: LiveContext): Failure | undefined {
  const { type, properties, logicalId } = context;
  const reason = refusalOf(logicalId, violationsOf(type, properties));
  if (reason !== undefined) return { kind: "failed", reason };
  const behaviour = behaviourOf(type);
  const begun = behaviour.beginUpdate?.(context);
  if (begun?.kind === "failed") return begun;
  // The change is made; whether the service comes to rest with it is not the person's affair.
  behaviour.settleUpdate?.(context);
  return undefined;
}

/** Deletes a physical resource as a person in the console would: its fixed name is free again. Answers why not, when the service would refuse it. */
export function deleteByHand(context: LiveContext): Failure | undefined {
  const { world, region, type, live } = context;
  const removal = behaviourOf(type).remove?.(context);
  if (removal?.kind === "failed") return removal;
  const place = { account: region.account, region: region.region };
  releaseName({ world, ...place, type, properties: live.properties }, live.physicalId);
  return undefined;
}
