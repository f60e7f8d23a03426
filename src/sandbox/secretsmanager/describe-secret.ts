import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { isMissingValue } from "../missing-values.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import type { Region } from "../world.ts";
import type { SecretRecord } from "./records.ts";
import { findSecret, secretArn } from "./store.ts";

/** DescribeSecret, by name or ARN: every secret exists but the missing ones; what nobody stored has no version. Throws `ResourceNotFoundException`. */
export const describeSecret: JsonAction = (call) => {
  const id = textIn(call.input, "SecretId") ?? "";
  if (id === "" || id.length > 2048)
    throw new ApiError("ValidationException", "SecretId must have 1 to 2048 characters");
  const { arn, name, versions, owner, rotation } = secretOf(call, id);
  if (isMissingValue(call.world, "secrets", [id, arn, name]))
    throw new ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  return {
    ARN: arn,
    Name: name,
    RotationEnabled: rotation !== undefined,
    ...(rotation === undefined ? {} : { RotationRules: rotationRules(rotation) }),
    ...(owner === undefined ? {} : { OwningService: owner }),
    VersionIdsToStages: stagesOf(versions),
  };
};

function secretOf({ region }: JsonCall, id: string): SecretRecord {
  const place = placeOf(region, id);
  const known = findSecret(place, id) ?? byIncompleteArn(place, id);
  if (known !== undefined) return known;
  const named = /^arn:[^:]+:secretsmanager:[^:]+:\d+:secret:(.+)$/.exec(id)?.[1];
  if (named === undefined) return { arn: secretArn(region, id), name: id, versions: [] };
  return { arn: id, name: named.replace(/-[A-Za-z0-9]{6}$/, ""), versions: [] };
}

function placeOf(region: Region, id: string): Region {
  const [start, , , ofRegion, ofAccount] = id.split(":");
  return start === "arn" && ofRegion !== undefined && ofAccount !== undefined
    ? region.elsewhere(ofAccount, ofRegion)
    : region;
}

/** The six characters at the end of a secret's ARN may be left out. (Secrets Manager API Reference, DescribeSecret.) */
function byIncompleteArn(region: Region, id: string): SecretRecord | undefined {
  const name = /^arn:.*:secret:(.+)$/.exec(id)?.[1];
  const known = name === undefined ? undefined : findSecret(region, name);
  return known?.arn.startsWith(`${id}-`) === true ? known : undefined;
}

function rotationRules({ AutomaticallyAfterDays: days, ...rules }: JsonObject): JsonObject {
  return days === undefined ? rules : { ...rules, AutomaticallyAfterDays: Number(days) };
}

function stagesOf(versions: SecretRecord["versions"]): JsonObject {
  const stages = ["AWSCURRENT", "AWSPREVIOUS"];
  return Object.fromEntries(versions.map(({ id }, index) => [id, [stages[index] ?? ""]]));
}
