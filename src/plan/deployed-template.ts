import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import type { ResourceChange } from "../model/change-set.ts";
import { isClusterMember } from "../model/stateful-types.ts";

type Policy = NonNullable<ResourceChange["policy"]>;
type JsonObject = { readonly [key: string]: Json | undefined };

/** A template as an object; `undefined` for anything that is not one in JSON: we write nothing else. */
export function parseTemplate(body: string | undefined): JsonObject | undefined {
  if (body === undefined) return undefined;
  try {
    const parsed: Json = JSON.parse(body);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A template without the parts that CloudFormation does not act on, in a form that can be compared. */
export function comparableTemplate(template: JsonObject): string {
  const { Description: _description, Metadata: _metadata, ...content } = template;
  return canonicalJson(content);
}

/** What each parameter has when nobody gives it a value. */
export function parameterDefaults(template: JsonObject): Readonly<Record<string, string>> {
  const parameters = template["Parameters"];
  if (!isJsonObject(parameters)) return {};
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, declaration]) => {
      const value = isJsonObject(declaration) ? declaration["Default"] : undefined;
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [[name, String(value)]]
        : [];
    }),
  );
}

/** Apps that a deployed stack took values from when it was deployed; `apply` wrote them into its `Metadata`. */
export function deployedDependencies(template: JsonObject): readonly string[] {
  const metadata = template["Metadata"];
  const mooring = isJsonObject(metadata) ? metadata["Mooring"] : undefined;
  const dependsOn = isJsonObject(mooring) ? mooring["dependsOn"] : undefined;
  return Array.isArray(dependsOn) ? dependsOn.filter((app) => typeof app === "string") : [];
}

/** The resources of a template, each as the change that brings it. */
export function additionsOf(template: JsonObject): readonly ResourceChange[] {
  return resourcesOf(template).map(({ logicalId, type, declaration }) => ({
    ...UNCHANGED,
    action: "add",
    logicalId,
    type,
    ...dataIn(type, declaration),
  }));
}

/** The resources of a template, each as the change that its stack's deletion is. */
export function removalsOf(template: JsonObject): readonly ResourceChange[] {
  return resourcesOf(template).map(({ logicalId, type, declaration }) => ({
    ...UNCHANGED,
    action: "remove",
    logicalId,
    type,
    policy: policyAtDeletion(type, declaration),
    ...dataIn(type, declaration),
    ...protectionOf(declaration),
  }));
}

/** Databases, clusters and tables name it alike. Source: resource specification, `DeletionProtection…`. */
function protectionOf(declaration: JsonObject): Pick<ResourceChange, "isProtected"> {
  const properties = declaration["Properties"];
  if (!isJsonObject(properties)) return {};
  const asked = [properties["DeletionProtection"], properties["DeletionProtectionEnabled"]];
  return asked.some((value) => value === true || value === "true") ? { isProtected: true } : {};
}

/** Whether a resource of a type that holds data has none. */
export function dataIn(type: string, declaration: JsonObject): Pick<ResourceChange, "holdsNoData"> {
  const properties = declaration["Properties"];
  return isJsonObject(properties) && isClusterMember(type, properties) ? { holdsNoData: true } : {};
}

const UNCHANGED = { replacement: "never", scope: [], properties: [] } as const;

interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly declaration: JsonObject;
}

function resourcesOf(template: JsonObject): readonly DeclaredResource[] {
  const resources = template["Resources"];
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).flatMap(([logicalId, declaration]) => {
    const type = isJsonObject(declaration) ? declaration["Type"] : undefined;
    return isJsonObject(declaration) && typeof type === "string" ? [{ logicalId, type, declaration }] : [];
  });
}

/** `DeletionPolicy` with its defaults (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html). */
function policyAtDeletion(type: string, declaration: JsonObject): Policy {
  const written = declaration["DeletionPolicy"];
  return written === undefined && isSnapshotByDefault(type, declaration) ? "snapshot" : readPolicy(written);
}

/** Reads a `DeletionPolicy` or `UpdateReplacePolicy`; one that is not written deletes. */
export function readPolicy(written: Json | undefined): Policy {
  if (written === undefined) return "delete";
  return typeof written === "string" ? (POLICIES.get(written) ?? "unknown") : "unknown";
}

const POLICIES: ReadonlyMap<string, Policy> = new Map([
  ["Delete", "delete"],
  ["Retain", "retain"],
  ["RetainExceptOnCreate", "retain"],
  ["Snapshot", "snapshot"],
]);

function isSnapshotByDefault(type: string, declaration: JsonObject): boolean {
  if (type === "AWS::RDS::DBCluster") return true;
  const properties = declaration["Properties"];
  return (
    type === "AWS::RDS::DBInstance" &&
    !(isJsonObject(properties) && properties["DBClusterIdentifier"] !== undefined)
  );
}
