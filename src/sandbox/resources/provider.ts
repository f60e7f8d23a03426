import { takeResourceFault } from "../faults.ts";
import type { Beginning, Failure, LiveContext, Progress, Removal, ResourceContext } from "./behaviour.ts";
import { behaviourOf } from "./behaviours.ts";
import { stillInUse } from "./dependents.ts";
import { handlerFailure } from "./failure.ts";
import { genericPhysicalId } from "./identity.ts";
import { actualProperties, notFound } from "./live-resource.ts";
import type { NamedResource } from "./names.ts";
import { fixedName, isNameTaken, isSameFixedName, releaseName, takeName } from "./names.ts";
import { dropUses, noteUses } from "./uses.ts";
import { refusalOf, violationsOf } from "./validate.ts";

/** Starts to create a physical resource: it gets its id, and its fixed name is taken. */
export function beginCreation(context: ResourceContext): Beginning {
  const named = namedBy(context);
  const refusal = invalidProperties(context) ?? (isNameTaken(named) ? alreadyExists(context) : undefined);
  if (refusal !== undefined) return refusal;
  const begun = behaviourOf(context.type).begin?.(context) ?? {
    kind: "begun",
    physicalId: genericPhysicalId({ ...context, ...placeOf(context) }),
    attributes: {},
  };
  if (begun.kind === "failed") return begun;
  const { stackId, logicalId } = context;
  takeName(named, { stackId, logicalId, physicalId: begun.physicalId });
  noteUses(context, begun.physicalId);
  return begun;
}

/** Ends a creation whose time is over. Where it is not awaited, what becomes of it later is not its failure. */
export function settleCreation(context: LiveContext, isAwaited: boolean): Progress {
  return (
    injectedFailure(context, "create") ??
    settled(context, behaviourOf(context.type).settle?.(context), isAwaited)
  );
}

/** Ends the import of a physical resource, which changes nothing of it. A fault meets it like a creation. */
export function settleImport(context: LiveContext): Progress {
  return injectedFailure(context, "create") ?? { kind: "done", attributes: context.live.attributes };
}

/** Ends the way back of an import. */
export function undoImport(context: LiveContext): Removal {
  return injectedFailure(context, "rollback") ?? { kind: "done" };
}

/** Starts to update a physical resource in place. `context.properties` are the new ones, `context.live` is as before. */
export function beginUpdate(context: LiveContext): Beginning {
  if (actualProperties(context) === undefined) return notFound(context);
  const begun = invalidProperties(context) ??
    behaviourOf(context.type).beginUpdate?.(context) ?? {
      kind: "begun",
      physicalId: context.live.physicalId,
      attributes: context.live.attributes,
    };
  if (begun.kind === "failed") return begun;
  dropUses(context);
  noteUses(context, begun.physicalId);
  return begun;
}

/** Ends an update, also one that a rollback makes. */
export function settleUpdate(
  context: LiveContext,
  { isRollback, isAwaited }: { readonly isRollback: boolean; readonly isAwaited: boolean },
): Progress {
  return (
    injectedFailure(context, isRollback ? "rollback" : "update") ??
    settled(context, behaviourOf(context.type).settleUpdate?.(context), isAwaited)
  );
}

function settled(context: LiveContext, progress: Progress | undefined, isAwaited: boolean): Progress {
  if (progress !== undefined && (isAwaited || progress.kind === "done")) return progress;
  return { kind: "done", attributes: context.live.attributes };
}

/** Ends a deletion: the physical resource is gone, and its name is free. What somebody deleted before is gone already. */
export function remove(context: LiveContext, isRollback: boolean): Removal {
  const failure = injectedFailure(context, isRollback ? "rollback" : "delete");
  const removal =
    failure ?? (actualProperties(context) === undefined ? { kind: "done" } : removeLive(context));
  if (removal.kind === "done") dropUses(context);
  return removal;
}

/** Deletes a physical resource at once, as its service does: not while others use it. */
export function removeLive(context: LiveContext): Removal {
  const refusal = stillInUse(context);
  const removal = refusal ?? behaviourOf(context.type).remove?.(context) ?? { kind: "done" };
  if (removal.kind === "done") releaseName(namedBy(context), context.live.physicalId);
  return removal;
}

/** Why a resource with a fixed name cannot be replaced: the new one would need the name that the old one has. */
export function nameForbidsReplacement(context: LiveContext): Failure | undefined {
  const { type, properties, live } = context;
  const name = fixedName(type, properties);
  if (name === undefined || !isSameFixedName(type, properties, live.properties)) return undefined;
  return {
    kind: "failed",
    reason: `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
  };
}

/** What a change set would have refused early, and a direct operation meets here. */
function invalidProperties({ type, properties, logicalId }: ResourceContext): Failure | undefined {
  const reason = refusalOf(logicalId, violationsOf(type, properties));
  return reason === undefined ? undefined : { kind: "failed", reason };
}

function alreadyExists(context: ResourceContext): Failure {
  const name = fixedName(context.type, context.properties) ?? "";
  return handlerFailure(
    context,
    `Resource of type '${context.type}' with identifier '${name}' already exists.`,
    "AlreadyExists",
  );
}

function injectedFailure(
  context: ResourceContext,
  operation: "create" | "update" | "delete" | "rollback",
): Failure | undefined {
  const fault = takeResourceFault(context.world, {
    ...placeOf(context),
    stack: context.stackName,
    logicalId: context.logicalId,
    type: context.type,
    operation,
  });
  return fault === undefined ? undefined : { kind: "failed", reason: fault.reason };
}

function namedBy(context: ResourceContext): NamedResource {
  return { world: context.world, ...placeOf(context), type: context.type, properties: context.properties };
}

function placeOf({ region }: ResourceContext): { readonly account: string; readonly region: string } {
  return { account: region.account, region: region.region };
}
