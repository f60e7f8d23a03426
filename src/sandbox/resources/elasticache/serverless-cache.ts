import { derivedHex } from "../../identifiers.ts";
import type { JsonObject } from "../../json.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";

/** AWS::ElastiCache::ServerlessCache: its name is in its address; readers have a port of their own. */
export const serverlessCache: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const name = genericPhysicalId({ ...context, account, region });
    if (!/^(?!.*--)[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/i.test(name))
      return handlerFailure(
        context,
        "The parameter ServerlessCacheName is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens. (Service: ElastiCache, Status Code: 400)",
        "InvalidRequest",
      );
    return { kind: "begun", physicalId: name, attributes: attributesOf(context, name) };
  },
};

function attributesOf({ region }: ResourceContext, name: string): JsonObject {
  const { account, region: place } = region;
  const owner = derivedHex(6, account, place, "elasticache");
  const host = `${name.toLowerCase()}-${owner}.serverless.${shortRegion(place)}.cache.amazonaws.com`;
  return {
    ARN: `arn:${partitionOf(place)}:elasticache:${place}:${account}:serverlesscache:${name}`,
    "Endpoint.Address": host,
    "Endpoint.Port": "6379",
    "ReaderEndpoint.Address": host,
    "ReaderEndpoint.Port": "6380",
    Status: "available",
  };
}

/** `eu-west-1` is `euw1`, `ap-southeast-2` is `apse2`. */
function shortRegion(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  const letters = direction.replace(/^(north|south)?(east|west|central)?$/, (_, one = "", other = "") =>
    [one, other].map((word: string) => word.slice(0, 1)).join(""),
  );
  return `${area}${letters}${number}`;
}
