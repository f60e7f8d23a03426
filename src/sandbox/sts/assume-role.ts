import { createHash } from "node:crypto";
import type { Call, Input, Output } from "../cloudformation/api.ts";
import type { ApiError } from "../errors.ts";
import { validationError } from "../errors.ts";
import type { Session } from "./sessions.ts";
import { sessions } from "./sessions.ts";

/**
 * AssumeRole: credentials for any role of any account; every role exists and trusts everybody, unless a fault denies it.
 *
 * Source: STS API reference, AssumeRole (limits of names and durations, the one-hour limit of chained roles).
 */
export function assumeRole(call: Call): Output {
  const role = readRole(call.input);
  const sessionName = readSessionName(call.input);
  const durationSeconds = readDuration(call);
  const session = newSession(call, role, sessionName, durationSeconds);
  forgetLongExpired(call);
  call.world.table(sessions).put(session.accessKeyId, session);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    PackedPolicySize: 0,
  };
}

interface Role {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

const ROLE_ARN =
  /^arn:(?<partition>aws|aws-cn|aws-us-gov):iam::(?<account>[0-9]{12}):role\/(?:[\w+=,.@-]+\/)*(?<name>[\w+=,.@-]{1,64})$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const CHAINED_MAX_SECONDS = 3600;
const KEEP_EXPIRED_MS = 24 * 3600 * 1000;

function readRole(input: Input): Role {
  const arn = required(input, "RoleArn", "roleArn");
  if (arn.length < 20 || arn.length > 2048)
    throw constraint(arn, "roleArn", "Member must have length between 20 and 2048");
  const groups = ROLE_ARN.exec(arn)?.groups;
  if (groups === undefined) throw validationError(`${arn} is invalid`);
  return {
    arn,
    partition: groups["partition"] ?? "",
    account: groups["account"] ?? "",
    name: groups["name"] ?? "",
  };
}

function readSessionName(input: Input): string {
  const name = required(input, "RoleSessionName", "roleSessionName");
  if (!SESSION_NAME.test(name))
    throw constraint(name, "roleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
  return name;
}

function readDuration(call: Call): number {
  const text = call.input["DurationSeconds"];
  if (text === undefined) return CHAINED_MAX_SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200)
    throw constraint(String(seconds), "durationSeconds", "Member must have value between 900 and 43200");
  if (isSession(call) && seconds > CHAINED_MAX_SECONDS)
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  return seconds;
}

function isSession(call: Call): boolean {
  return call.caller.arn.includes(":assumed-role/");
}

function newSession(call: Call, role: Role, sessionName: string, durationSeconds: number): Session {
  const roleId = `AROA${idOf(role.arn, 17)}`;
  return {
    accessKeyId: `ASIA${idOf(call.random(), 16)}`,
    secretAccessKey: createHash("sha256").update(call.random()).digest("base64").slice(0, 40),
    sessionToken: Buffer.from(`${call.random()}${call.random()}${call.random()}`).toString("base64"),
    roleArn: role.arn,
    sessionName,
    account: role.account,
    arn: `arn:${role.partition}:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    externalId: readExternalId(call.input),
    assumedBy: call.caller.arn,
    expiresAt: call.now + durationSeconds * 1000,
  };
}

function readExternalId(input: Input): string | null {
  const id = input["ExternalId"];
  if (id === undefined) return null;
  if (typeof id !== "string" || !EXTERNAL_ID.test(id))
    throw constraint(
      typeof id === "string" ? id : "",
      "externalId",
      "Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
    );
  return id;
}

/** Upper-case letters and digits, the same for the same text. */
function idOf(text: string, length: number): string {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString(36)
    .toUpperCase()
    .slice(0, length);
}

function forgetLongExpired(call: Call): void {
  const table = call.world.table(sessions);
  const old = [...table.values()].filter((session) => session.expiresAt < call.now - KEEP_EXPIRED_MS);
  for (const session of old) table.delete(session.accessKeyId);
}

function required(input: Input, name: string, member: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function constraint(value: string, member: string, rule: string): ApiError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
