import type { Json, JsonObject } from "../json.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { evaluate, evaluateObject } from "../template/evaluate.ts";
import type { DeletionPolicy } from "../template/model.ts";
import type { Scope } from "../template/scope.ts";
import type { ResourceRecord, Tag } from "./records.ts";
import type { HeldReferences } from "./references/deployed.ts";
import { readSecretReferences, readStoredReferences } from "./references/deployed.ts";

/** A resource as the template wants it, evaluated. The same members as in its record. */
export interface DesiredResource extends HeldReferences {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata?: Json;
  readonly creationPolicy?: Json;
  readonly updatePolicy?: Json;
  readonly deletionPolicy?: DeletionPolicy;
  readonly updateReplacePolicy?: DeletionPolicy;
  readonly stackTags: readonly Tag[];
  readonly dependsOn: readonly string[];
}

/** Evaluates what the template wants of one resource. Throws ValidationError when it cannot be evaluated. */
export function desiredResource(scope: Scope, logicalId: string, stackTags: readonly Tag[]): DesiredResource {
  const declaration = scope.template.resources.get(logicalId);
  if (declaration === undefined) throw new Error(`${logicalId} is not in the template`);
  const { type, deletionPolicy, updateReplacePolicy } = declaration;
  const properties = evaluateObject(declaration.properties, scope);
  const metadata = evaluated(declaration.metadata, scope);
  const creationPolicy = evaluated(declaration.creationPolicy, scope);
  const updatePolicy = evaluated(declaration.updatePolicy, scope);
  return {
    logicalId,
    type,
    properties,
    ...readStoredReferences(scope, type, properties),
    ...(metadata === undefined ? {} : { metadata }),
    ...(creationPolicy === undefined ? {} : { creationPolicy }),
    ...(updatePolicy === undefined ? {} : { updatePolicy }),
    ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
    ...(updateReplacePolicy === undefined ? {} : { updateReplacePolicy }),
    stackTags: findResourceType(type)?.tags === undefined ? [] : stackTags,
    dependsOn: scope.template.dependencies.get(logicalId) ?? [],
  };
}

/** The same, with the secrets that its references name: they are read when it is really made or changed. Throws ValidationError. */
export function withSecrets(scope: Scope, desired: DesiredResource): DesiredResource {
  return { ...desired, ...readSecretReferences(scope, desired.properties) };
}

/** A resource's record after it was brought to what is desired; members that are no longer desired are gone. */
export function recordAs(
  desired: DesiredResource,
  rest: Pick<ResourceRecord, "stackId" | "status" | "changedAt" | "attributes"> & {
    readonly physicalId?: string | undefined;
  },
): ResourceRecord {
  const { physicalId, ...known } = rest;
  return { ...desired, ...known, ...(physicalId === undefined ? {} : { physicalId }) };
}

function evaluated(value: Json | undefined, scope: Scope): Json | undefined {
  return value === undefined ? undefined : evaluate(value, scope);
}
