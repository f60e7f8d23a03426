import type { Resource } from "@aws-cdk/service-spec-types";
import { specDatabase } from "./database.ts";
import type { PropertySpecs } from "./shape.ts";
import { propertySpecs } from "./shape.ts";

/** What AWS's specification says about one resource type. */
export interface ResourceType {
  readonly name: string;
  readonly properties: PropertySpecs;
  /** What `Fn::GetAtt` accepts, nested names with dots, and whether it gives a list. */
  readonly attributes: ReadonlyMap<string, "single" | "list">;
  /** Which properties or attributes `Ref` is made of, in order. */
  readonly refParts: readonly string[];
  /** `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`, where it is published. */
  readonly arnTemplate: string | undefined;
  /** The properties or attributes that tell one resource of the type from all others. */
  readonly primaryIdentifier: readonly string[];
  readonly isStateful: boolean;
  /** The property that holds the resource's tags; `undefined` where it cannot be tagged. */
  readonly tags: { readonly property: string; readonly isMap: boolean } | undefined;
  /** Property paths below the first level whose change replaces the resource. */
  readonly replacingPaths: readonly (readonly string[])[];
}

const known = new Map<string, ResourceType | undefined>();

/** Looks a type up in the specification; `undefined` for a type that AWS does not publish. */
export function findResourceType(name: string): ResourceType | undefined {
  if (known.has(name)) return known.get(name);
  const [resource] = specDatabase().lookup("resource", "cloudFormationType", "equals", name);
  const found = resource === undefined ? undefined : resourceType(resource);
  known.set(name, found);
  return found;
}

function resourceType(resource: Resource): ResourceType {
  const tags = resource.tagInformation;
  return {
    name: resource.cloudFormationType,
    properties: propertySpecs(resource.properties),
    attributes: new Map(
      Object.entries(resource.attributes).map(([name, { type }]) => [
        name,
        type.type === "array" ? "list" : "single",
      ]),
    ),
    refParts: resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? [],
    arnTemplate: resource.arnTemplate,
    primaryIdentifier: resource.primaryIdentifier ?? [],
    isStateful: resource.isStateful === true,
    tags: tags === undefined ? undefined : { property: tags.tagPropertyName, isMap: tags.variant === "map" },
    replacingPaths: resource.additionalReplacementProperties ?? [],
  };
}
