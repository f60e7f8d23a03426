import { derivedHex, derivedSuffix, derivedUuid } from "../identifiers.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import { arnServices, arnShapes } from "./naming.ts";

/** Where a resource lives. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** The ARN of a resource: by our table of shapes, by the specification's template, or service, type and name. */
export function arnOf(place: Place, type: string, name: string, seed: string): string {
  const partition = partitionOf(place.region);
  const shape = arnShapes[type];
  if (shape !== undefined) return `arn:${partition}:${fillShape(shape, place, name, seed)}`;
  const template = findResourceType(type)?.arnTemplate;
  if (template !== undefined) return fillTemplate(template, place, partition, name);
  const [, service = "", kind = ""] = type.split("::");
  return `arn:${partition}:${arnServices[service] ?? service.toLowerCase()}:${place.region}:${place.account}:${kind.toLowerCase()}/${name}`;
}

function fillShape(shape: string, place: Place, name: string, seed: string): string {
  return shape
    .replace("REGION", place.region)
    .replace("ACCOUNT", place.account)
    .replace("UUID", derivedUuid(seed))
    .replace("SECRET", derivedSuffix(6, seed))
    .replace("HASH", derivedHex(16, seed))
    .replaceAll("NAME", name);
}

function fillTemplate(template: string, place: Place, partition: string, name: string): string {
  const known: Readonly<Record<string, string>> = {
    Partition: partition,
    Region: place.region,
    Account: place.account,
  };
  return template.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? name);
}
