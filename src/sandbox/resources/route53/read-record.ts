import { validationError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import type { RecordInput, Routing } from "../../route53/records.ts";
import { scalarText } from "../../template/functions.ts";

const unsupported = ["GeoLocation", "GeoProximityLocation", "CidrRoutingConfig"];

/** A record set as Route 53 wants it, from the properties of a resource. Throws ValidationError for routing that the sandbox does not know. */
export function readRecord(properties: JsonObject): RecordInput {
  const unknown = unsupported.find((name) => properties[name] !== undefined);
  if (unknown !== undefined) throw validationError(`${unknown} is not supported by the sandbox.`);
  const ttl = scalarText(properties["TTL"]);
  const values = properties["ResourceRecords"];
  const setIdentifier = scalarText(properties["SetIdentifier"]);
  const routing = readRouting(properties);
  return {
    name: scalarText(properties["Name"]) ?? "",
    type: scalarText(properties["Type"]) ?? "",
    ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
    ...(isList(values) ? { values: values.flatMap((value) => scalarText(value) ?? []) } : {}),
    ...readAlias(properties),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
    ...(Object.keys(routing).length === 0 ? {} : { routing }),
  };
}

function readAlias(properties: JsonObject): Pick<RecordInput, "alias"> {
  const target = properties["AliasTarget"];
  if (!isObject(target)) return {};
  return {
    alias: {
      hostedZoneId: scalarText(target["HostedZoneId"]) ?? "",
      dnsName: scalarText(target["DNSName"]) ?? "",
      evaluateTargetHealth: isTrue(target["EvaluateTargetHealth"]),
    },
  };
}

function readRouting(properties: JsonObject): Routing {
  const weight = scalarText(properties["Weight"]);
  const region = scalarText(properties["Region"]);
  const failover = scalarText(properties["Failover"]);
  const healthCheckId = scalarText(properties["HealthCheckId"]);
  return {
    ...(weight === undefined ? {} : { weight: Number(weight) }),
    ...(region === undefined ? {} : { region }),
    ...(failover === undefined ? {} : { failover }),
    ...(properties["MultiValueAnswer"] === undefined
      ? {}
      : { multiValueAnswer: isTrue(properties["MultiValueAnswer"]) }),
    ...(healthCheckId === undefined ? {} : { healthCheckId }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
