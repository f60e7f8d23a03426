import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import type { DesiredResource } from "../desired.ts";
import type { ResourceRecord, StackContent } from "../records.ts";

/** Values of NoEcho parameters: they are shown as `****`. */
export type Secrets = readonly string[];

/** The secrets in some parameters. */
export function secretsOf(...contents: readonly StackContent[]): Secrets {
  return contents.flatMap(({ parameters }) =>
    parameters.filter(({ isSecret, value }) => isSecret === true && value !== "").map(({ value }) => value),
  );
}

/** A resource as `BeforeContext` or `AfterContext` shows it, secrets masked. */
export function changeContext(resource: ResourceRecord | DesiredResource, secrets: Secrets): JsonObject {
  const { properties, metadata, creationPolicy, updatePolicy, deletionPolicy, updateReplacePolicy } =
    resource;
  const members = {
    Properties: Object.keys(properties).length === 0 ? undefined : properties,
    Metadata: metadata,
    CreationPolicy: creationPolicy,
    UpdatePolicy: updatePolicy,
    DeletionPolicy: deletionPolicy,
    UpdateReplacePolicy: updateReplacePolicy,
  };
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, mask(value, secrets)]],
    ),
  );
}

/** Replaces every secret in a value. */
export function mask(value: Json, secrets: Secrets): Json {
  if (secrets.length === 0) return value;
  if (typeof value === "string")
    return secrets.reduce((text, secret) => text.replaceAll(secret, "****"), value);
  if (isList(value)) return value.map((element) => mask(element, secrets));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mask(member, secrets)]));
  return secrets.includes(String(value)) ? "****" : value;
}
