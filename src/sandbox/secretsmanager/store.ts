import { validationError } from "../errors.ts";
import { derivedHex, derivedSuffix, derivedUuid } from "../identifiers.ts";
import { isObject } from "../json.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import type { Region } from "../world.ts";
import type { SecretRecord } from "./records.ts";
import { secrets } from "./records.ts";

const stages = ["AWSCURRENT", "AWSPREVIOUS"];

/** What is asked of a secret. */
export interface SecretQuestion {
  readonly secretId: string;
  readonly jsonKey: string | undefined;
  readonly stage: string | undefined;
  readonly versionId: string | undefined;
}

/** A secret by its name or its ARN; `undefined` when there is none. */
export function findSecret(region: Region, nameOrArn: string): SecretRecord | undefined {
  const table = region.table(secrets);
  return nameOrArn.startsWith("arn:") ? table.get(nameOrArn) : table.inGroup(nameOrArn)[0];
}

/** Stores the value of a secret, which is made if there is none; the value before becomes AWSPREVIOUS. */
export function storeSecret(region: Region, name: string, value: string, arn?: string): SecretRecord {
  const known = arn === undefined ? findSecret(region, name) : findSecret(region, arn);
  const [current] = known?.versions ?? [];
  const versionArn = known?.arn ?? arn ?? secretArn(region, name);
  const id = derivedUuid(versionArn, current?.id ?? "", derivedHex(16, value));
  const record: SecretRecord = {
    ...known,
    arn: versionArn,
    name,
    versions: [{ id, value }, ...(current === undefined ? [] : [current])],
  };
  region.table(secrets).put(record.arn, record);
  return record;
}

/**
 * The value of a secret, or of one member of it, as CloudFormation reads it for a dynamic reference. An ARN leads to its own
 * account and Region. Throws ValidationError in the words of Secrets Manager.
 */
export function readSecret(region: Region, question: SecretQuestion): string {
  const { secretId, jsonKey, stage, versionId } = question;
  const [, , , ofRegion, ofAccount] = secretId.split(":");
  const place =
    ofRegion === undefined || ofAccount === undefined ? region : region.elsewhere(ofAccount, ofRegion);
  const secret = findSecret(place, secretId);
  if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.");
  const version =
    versionId === undefined
      ? secret.versions[stages.indexOf(stage ?? "AWSCURRENT")]
      : secret.versions.find(({ id }) => id === versionId);
  if (version === undefined)
    throw notFound(
      versionId === undefined
        ? `Secrets Manager can't find the specified secret value for staging label: ${stage ?? "AWSCURRENT"}`
        : `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`,
    );
  return jsonKey === undefined ? version.value : memberOf(version.value, jsonKey);
}

/** The ARN that a secret of that name gets. */
export function secretArn({ account, region }: Region, name: string): string {
  const end = derivedSuffix(6, account, region, name);
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}-${end}`;
}

function notFound(message: string): Error {
  return validationError(
    `${message} (Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException)`,
  );
}

function memberOf(secret: string, key: string): string {
  const parsed = parseObject(secret);
  const member = Object.hasOwn(parsed, key) ? parsed[key] : undefined;
  if (member === undefined || member === null)
    throw validationError("Could not find a value associated with JSONKey in SecretString");
  return typeof member === "string" ? member : JSON.stringify(member);
}

function parseObject(secret: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(secret);
  } catch {
    throw validationError("Could not parse SecretString JSON");
  }
  if (isObject(parsed)) return parsed;
  throw validationError("Could not parse SecretString JSON");
}
