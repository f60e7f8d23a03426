import { derivedHex, derivedSuffix, derivedUuid } from "../identifiers.ts";
import type { JsonObject } from "../json.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { scalarText } from "../template/functions.ts";
import { arnOf } from "./arn.ts";
import { idPrefixes, lowerCaseNames, nameLimits, parentArns } from "./naming.ts";

/** A resource that is being given its identity. */
export interface Newborn {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly properties: JsonObject;
  /** Different for every physical resource there ever was. */
  readonly seed: string;
}

/** A resource that exists, with all that its generic attributes are made of. */
export interface PhysicalResource {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: JsonObject;
}

/** The physical id (what `Ref` gives) of a new resource of any type: shaped by what the specification says it is made of. */
export function genericPhysicalId(newborn: Newborn): string {
  const parts = findResourceType(newborn.type)?.refParts ?? [];
  if (parts.length === 0) return generatedName(newborn);
  const inParent = idInParent(newborn);
  if (inParent !== undefined) return inParent;
  return parts.map((part) => identityPart(newborn, part)).join("|");
}

/** The name CloudFormation makes up: stack, logical id and a random end, within the type's limit. */
export function generatedName(newborn: Newborn): string {
  const limit = nameLimits[newborn.type] ?? 64;
  const fifo = isFifoQueue(newborn) ? ".fifo" : "";
  const suffix = `${derivedSuffix(limit <= 32 ? 8 : 12, newborn.seed)}${fifo}`;
  const room = limit - suffix.length - 2;
  const stack = newborn.stackName.slice(0, Math.max(1, room - Math.min(newborn.logicalId.length, room >> 1)));
  const name = `${stack}-${newborn.logicalId.slice(0, room - stack.length)}-${suffix}`;
  return lowerCaseNames.includes(newborn.type) ? name.toLowerCase() : name;
}

function isFifoQueue({ type, properties }: Newborn): boolean {
  return type === "AWS::SQS::Queue" && scalarText(properties["FifoQueue"]) === "true";
}

/** The ARN of a part of something begins with the whole's: a listener's with its balancer's. */
function idInParent({ type, properties, seed }: Newborn): string | undefined {
  const rule = parentArns[type];
  const parent = rule === undefined ? undefined : scalarText(properties[rule.property]);
  if (rule === undefined || parent === undefined) return undefined;
  return `${parent.replace(rule.from, rule.to)}${rule.separator}${rule.separator === ":" ? derivedUuid(seed) : derivedHex(16, seed)}`;
}

function identityPart(newborn: Newborn, part: string): string {
  const given = scalarText(newborn.properties[part]);
  if (given !== undefined) return given;
  if (/Arn$|ARN$/.test(part)) return arnOf(newborn, newborn.type, nameOf(newborn), newborn.seed);
  if (part === "QueueUrl")
    return `https://sqs.${newborn.region}.amazonaws.com/${newborn.account}/${nameOf(newborn)}`;
  if (/(?:Name|Identifier)$/.test(part)) return nameOf(newborn);
  if (part.endsWith("Ip")) return publicIp(newborn.seed);
  return generatedId(newborn, part);
}

function nameOf(newborn: Newborn): string {
  const property = namingProperty(newborn.type);
  const given = property === undefined ? undefined : scalarText(newborn.properties[property]);
  return given ?? generatedName(newborn);
}

/** The property by which a person may fix the physical name; `undefined` where there is none. */
export function namingProperty(type: string): string | undefined {
  const properties = findResourceType(type)?.properties;
  const own = type.split("::").at(-1) ?? "";
  return [
    `${own}Name`,
    `${own.replace(/^DB/, "")}Name`,
    "Name",
    `${own}Identifier`,
    "GroupName",
    "BucketName",
  ].find((name) => properties?.get(name)?.causesReplacement === "yes");
}

function generatedId(newborn: Newborn, part: string): string {
  const prefix = idPrefixes[newborn.type];
  if (prefix !== undefined) return `${prefix}${derivedHex(17, newborn.seed)}`;
  if (newborn.type.startsWith("AWS::Route53::")) return `Z${derivedSuffix(20, newborn.seed)}`;
  if (newborn.type === "AWS::CloudFront::Distribution") return `E${derivedSuffix(13, newborn.seed)}`;
  if (newborn.type === "AWS::EC2::EIP") return `eipalloc-${derivedHex(17, newborn.seed)}`;
  if (part === "Id" && !newborn.type.startsWith("AWS::EC2::")) return generatedName(newborn);
  return part.endsWith("Id") ? derivedUuid(newborn.seed) : derivedHex(17, newborn.seed);
}

/** An address of the documentation ranges: it leads nowhere. */
export function publicIp(seed: string): string {
  return `203.0.113.${Number.parseInt(derivedHex(2, seed), 16)}`;
}
