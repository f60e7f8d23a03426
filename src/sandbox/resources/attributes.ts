import { derivedHex, derivedUuid } from "../identifiers.ts";
import type { Json } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { findResourceType } from "../spec/resource-type.ts";
import { scalarText } from "../template/functions.ts";
import { availabilityZones } from "../template/zones.ts";
import { arnOf } from "./arn.ts";
import { balancerZoneIds } from "./balancer-zones.ts";
import type { PhysicalResource } from "./identity.ts";
import { publicIp } from "./identity.ts";

/**
 * What `Fn::GetAtt` gives for an attribute of any type: a value of plausible shape, the same whenever it is asked for.
 *
 * A property of the same name and kind wins: an attribute that repeats a property repeats its value.
 */
export function genericAttribute(resource: PhysicalResource, attribute: string): Json {
  const type = findResourceType(resource.type);
  const isManifold = type?.attributes.get(attribute) === "list";
  const given = propertyAt(resource, attribute);
  if (given !== undefined && (isManifold ? isTexts(given) : scalarText(given) !== undefined)) return given;
  const partOfId = type?.refParts.indexOf(attribute) ?? -1;
  if (partOfId >= 0) return resource.physicalId.split("|")[partOfId] ?? resource.physicalId;
  return isManifold ? listAttribute(resource, attribute) : singleAttribute(resource, attribute);
}

function isTexts(value: Json): boolean {
  return isList(value) && value.every((element) => scalarText(element) !== undefined);
}

function singleAttribute(resource: PhysicalResource, attribute: string): Json {
  const last = attribute.split(".").at(-1) ?? attribute;
  for (const rule of rules) {
    const value = rule(resource, last, attribute);
    if (value !== undefined) return value;
  }
  return `${last.toLowerCase()}-${derivedHex(17, resource.physicalId, attribute)}`;
}

/** Two addresses, and one of anything else. A VPC shows its IPv6 block whether it has asked for one or not. */
function listAttribute(resource: PhysicalResource, attribute: string): Json {
  const last = attribute.split(".").at(-1) ?? attribute;
  if (last === "Ipv6CidrBlocks") return [ipv6Block(resource.physicalId)];
  if (/Ipv6|Infos?$/.test(last)) return [];
  if (/Ips$|IpAddresses$/.test(last))
    return ["1", "2"].map((number) => privateIp(`${resource.physicalId}${attribute}${number}`));
  return [`${last.replace(/s$/, "").toLowerCase()}-${derivedHex(17, resource.physicalId, attribute)}`];
}

function propertyAt(resource: PhysicalResource, attribute: string): Json | undefined {
  let value: Json | undefined = resource.properties;
  for (const part of attribute.split(".")) {
    if (!isObject(value)) return undefined;
    value = value[part];
  }
  return value;
}

/** A rule gives a value for the attributes that it knows. */
type Rule = (resource: PhysicalResource, last: string, attribute: string) => Json | undefined;

const rules: readonly Rule[] = [
  // A balancer's or target group's full name is the end of its ARN.
  (resource, last) =>
    last === "LoadBalancerFullName" || last === "TargetGroupFullName"
      ? /(?:loadbalancer\/)?((?:app|net|gwy|targetgroup)\/.+)$/.exec(resource.physicalId)?.[1]
      : undefined,
  (resource, last) =>
    /^(?:LoadBalancerName|TargetGroupName)$/.test(last) ? resource.physicalId.split("/").at(-2) : undefined,
  (resource, last) =>
    /^CanonicalHostedZone(?:ID|NameID)$/.test(last) ? balancerZone(resource.region) : undefined,
  (resource, last) => (last === "DNSName" ? dnsName(resource) : undefined),
  (resource, last) => (/Arn$|ARN$/.test(last) ? arnAttribute(resource, last) : undefined),
  (resource, last) => (/^P(?:ublic|rivate)DnsName$/.test(last) ? instanceHost(resource, last) : undefined),
  (resource, last) => address(resource, last),
  (resource, last) => bucketAttribute(resource, last),
  (resource, last) =>
    last === "RepositoryUri"
      ? `${resource.account}.dkr.ecr.${resource.region}.amazonaws.com/${resource.physicalId}`
      : undefined,
  (resource, last) =>
    last === "AvailabilityZone" ? (availabilityZones(resource.region)[0] ?? "") : undefined,
  (resource, last) =>
    /^(?:Default)?SecurityGroup$|^GroupId$/.test(last) ? idLike(resource, "sg-", last) : undefined,
  (resource, last) => (last === "DefaultNetworkAcl" ? idLike(resource, "acl-", last) : undefined),
  (resource, last) => (last.endsWith("Name") ? lastSegment(resource.physicalId) : undefined),
  (resource, last) => (last.endsWith("Id") ? identifier(resource, last) : undefined),
  (_, last) => (/^Is[A-Z]|Enabled$/.test(last) ? "false" : undefined),
];

function balancerZone(region: string): string {
  return balancerZoneIds[region] ?? `Z${derivedHex(13, region).toUpperCase()}`;
}

function dnsName(resource: PhysicalResource): string {
  const name = resource.physicalId.split("/").at(-2) ?? resource.physicalId;
  const number = Number.parseInt(derivedHex(8, resource.physicalId), 16);
  const internal = resource.properties["Scheme"] === "internal" ? "internal-" : "";
  return `${internal}${name}-${number}.${resource.region}.elb.amazonaws.com`;
}

/** The resource's own ARN, or that of something that belongs to it. */
function arnAttribute(resource: PhysicalResource, last: string): string {
  if (resource.physicalId.startsWith("arn:")) return resource.physicalId;
  const own = arnOf(resource, resource.type, lastSegment(resource.physicalId), resource.physicalId);
  const kind = (resource.type.split("::").at(-1) ?? "").toLowerCase();
  const isOwn = /^(?:Arn|ARN)$/.test(last) || last.toLowerCase() === `${kind}arn`;
  return isOwn ? own : `${own}/${last.replace(/Arn$|ARN$/, "").toLowerCase()}`;
}

function ipv6Block(seed: string): string {
  return `2a05:d018:${derivedHex(3, seed)}:${derivedHex(2, seed, "ipv6")}00::/56`;
}

function instanceHost(resource: PhysicalResource, last: string): string {
  const isPublic = last.startsWith("Public");
  const ip = isPublic ? publicIp(resource.physicalId) : privateIp(resource.physicalId);
  const domain = isPublic ? "compute.amazonaws.com" : "compute.internal";
  return `${isPublic ? "ec2" : "ip"}-${ip.replaceAll(".", "-")}.${resource.region}.${domain}`;
}

function privateIp(seed: string): string {
  return `10.0.0.${Number.parseInt(derivedHex(2, seed), 16)}`;
}

function address(resource: PhysicalResource, last: string): Json | undefined {
  const name = lastSegment(resource.physicalId).toLowerCase();
  const [, service = ""] = resource.type.split("::");
  const host = `${name}.${derivedHex(12, resource.physicalId)}.${resource.region}.${service.toLowerCase()}.amazonaws.com`;
  if (/^(?:Address|Endpoint|DomainEndpoint)$/.test(last)) return host;
  if (/Endpoint/.test(last)) return `https://${host}`;
  if (last.endsWith("Port")) return portOf(resource);
  if (/^Public\w*Ip$/.test(last)) return publicIp(resource.physicalId);
  if (/Ip$|IpAddress$/.test(last)) return privateIp(resource.physicalId);
  if (resource.type === "AWS::CloudFront::Distribution" && last === "DomainName")
    return `d${derivedHex(13, resource.physicalId)}.cloudfront.net`;
  return undefined;
}

function portOf({ type, properties }: PhysicalResource): string {
  if (type.startsWith("AWS::ElastiCache::")) return "6379";
  const engine = scalarText(properties["Engine"]) ?? "";
  if (/mysql|maria/.test(engine)) return "3306";
  return type.startsWith("AWS::RDS::") ? "5432" : "443";
}

function bucketAttribute(resource: PhysicalResource, last: string): string | undefined {
  if (resource.type !== "AWS::S3::Bucket") return undefined;
  const hosts: Readonly<Record<string, string>> = {
    DomainName: `${resource.physicalId}.s3.amazonaws.com`,
    DualStackDomainName: `${resource.physicalId}.s3.dualstack.${resource.region}.amazonaws.com`,
    RegionalDomainName: `${resource.physicalId}.s3.${resource.region}.amazonaws.com`,
    WebsiteURL: `http://${resource.physicalId}.s3-website-${resource.region}.amazonaws.com`,
  };
  return hosts[last];
}

function idLike(resource: PhysicalResource, prefix: string, last: string): string {
  return resource.physicalId.startsWith(prefix)
    ? resource.physicalId
    : `${prefix}${derivedHex(17, resource.physicalId, last)}`;
}

function identifier(resource: PhysicalResource, last: string): string {
  const kind = resource.type.split("::").at(-1) ?? "";
  if (last === "Id" || last === `${kind}Id`) return resource.physicalId;
  return derivedUuid(resource.physicalId, last);
}

function lastSegment(physicalId: string): string {
  return physicalId.split("/").at(-1) ?? physicalId;
}
