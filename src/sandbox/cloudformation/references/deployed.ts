import type { JsonObject } from "../../json.ts";
import type { DynamicReference, ReferenceValues } from "../../template/dynamic-reference.ts";
import { dynamicReferences, withReferences } from "../../template/dynamic-reference.ts";
import type { Scope } from "../../template/scope.ts";
import { checkSecurePlaces } from "./secure-places.ts";

/** What the dynamic references of a resource stood for when it was deployed. Its properties keep the text of the references. */
export interface HeldReferences {
  /** Of `ssm`: read in every operation, and another value is a change. */
  readonly references?: ReferenceValues;
  /** Of `ssm-secure` and `secretsmanager`: read only when the resource is made or changed for another reason. */
  readonly secrets?: ReferenceValues;
}

/** Properties as the physical resource gets them: with what the references stand for. */
export function resolvedProperties(properties: JsonObject, held: HeldReferences): JsonObject {
  return withReferences(properties, { ...held.references, ...held.secrets });
}

/** What the `ssm` references in a resource's properties stand for now. Throws ValidationError. */
export function readStoredReferences(
  scope: Scope,
  type: string,
  properties: JsonObject,
): Pick<HeldReferences, "references"> {
  const placed = dynamicReferences(properties);
  checkSecurePlaces(type, placed);
  const stored = placed.flatMap(({ reference }) => (reference.kind === "ssm" ? [reference] : []));
  return stored.length === 0 ? {} : { references: valuesOf(scope, stored) };
}

/** What the secret references in a resource's properties stand for now. Throws ValidationError. */
export function readSecretReferences(scope: Scope, properties: JsonObject): Pick<HeldReferences, "secrets"> {
  const secret = dynamicReferences(properties).flatMap(({ reference }) =>
    reference.kind === "ssm" ? [] : [reference],
  );
  return secret.length === 0 ? {} : { secrets: valuesOf(scope, secret) };
}

function valuesOf(scope: Scope, references: readonly DynamicReference[]): ReferenceValues {
  return Object.fromEntries(references.map((reference) => [reference.text, scope.dynamicValue(reference)]));
}
