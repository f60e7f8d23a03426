import { validationError } from "../errors.ts";
import type { GivenParameter } from "../template/parameters.ts";
import type { Input, InputValue } from "./api.ts";
import type { RollbackConfiguration, Tag } from "./records.ts";

/** A text member; `undefined` when it was not sent. Throws ValidationError when it is no text. */
export function text(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || typeof value === "string") return value;
  throw validationError(
    `1 validation error detected: Value at '${memberName(name)}' failed to satisfy constraint: Member must be a string`,
  );
}

/** A text member that has to be there. Throws ValidationError. */
export function requiredText(input: Input, name: string): string {
  const value = text(input, name);
  if (value !== undefined && value !== "") return value;
  throw validationError(
    `1 validation error detected: Value null at '${memberName(name)}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A truth value; `undefined` when it was not sent. Throws ValidationError for anything but true and false. */
export function flag(input: Input, name: string): boolean | undefined {
  const value = text(input, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value === "true" || value === "false") return value === "true";
  throw validationError(`${name} must be true or false, and was '${value}'`);
}

/** A whole number; `undefined` when it was not sent. Throws ValidationError. */
export function integer(input: Input, name: string): number | undefined {
  const value = text(input, name);
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw validationError(`${name} must be a whole number, and was '${value}'`);
}

/** One of some values; `undefined` when it was not sent. Throws ValidationError in CloudFormation's words. */
export function choice<T extends string>(input: Input, name: string, values: readonly T[]): T | undefined {
  const value = text(input, name);
  if (value === undefined) return undefined;
  const chosen = values.find((each) => each === value);
  if (chosen !== undefined) return chosen;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${memberName(name)}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(", ")}]`,
  );
}

/** A list of texts; `undefined` when it was not sent, which differs from empty. */
export function textList(input: Input, name: string): readonly string[] | undefined {
  return list(input, name)?.map((value) => {
    if (typeof value === "string") return value;
    throw validationError(`${name} must be a list of strings`);
  });
}

/** A structure; `undefined` when it was not sent. Throws ValidationError when it is none. */
export function structure(input: Input, name: string): Input | undefined {
  const value = input[name];
  if (value === undefined || isStructure(value)) return value;
  throw validationError(`${name} must be a structure`);
}

/** `Parameters` of a request. */
export function givenParameters(input: Input): readonly GivenParameter[] {
  return structures(input, "Parameters").map((parameter) => ({
    key: requiredText(parameter, "ParameterKey"),
    value: text(parameter, "ParameterValue"),
    usePrevious: flag(parameter, "UsePreviousValue") ?? false,
  }));
}

/** `Tags` of a request; `undefined` when they were not sent. Throws ValidationError for more than 50, or reserved ones. */
export function givenTags(input: Input): readonly Tag[] | undefined {
  if (input["Tags"] === undefined) return undefined;
  const tags = structures(input, "Tags").map((tag) => ({
    key: requiredText(tag, "Key"),
    value: requiredText(tag, "Value"),
  }));
  if (tags.length > 50) throw validationError("Stack tags: at most 50 tags are allowed");
  for (const { key, value } of tags) {
    checkLength("tags.member.key", key.length, 128);
    checkLength("tags.member.value", value.length, 256);
  }
  const reserved = tags.find(({ key }) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined)
    throw validationError(`${reserved.key} is a reserved tag key: keys must not begin with aws:`);
  return tags;
}

/** `NotificationARNs` of a request, at most five; `undefined` when they were not sent. */
export function givenNotificationArns(input: Input): readonly string[] | undefined {
  const arns = textList(input, "NotificationARNs");
  checkLength("notificationARNs", arns?.length ?? 0, 5);
  return arns;
}

/** `RollbackConfiguration` of a request; `undefined` when it was not sent. */
export function givenRollbackConfiguration(input: Input): RollbackConfiguration | undefined {
  const value = structure(input, "RollbackConfiguration");
  if (value === undefined) return undefined;
  const minutes = integer(value, "MonitoringTimeInMinutes");
  if (minutes !== undefined && minutes > 180)
    throw validationError(
      `1 validation error detected: Value '${minutes}' at 'rollbackConfiguration.monitoringTimeInMinutes' failed to satisfy constraint: Member must have value less than or equal to 180`,
    );
  const triggers = structures(value, "RollbackTriggers");
  checkLength("rollbackConfiguration.rollbackTriggers", triggers.length, 5);
  return {
    ...(minutes === undefined ? {} : { monitoringTimeInMinutes: minutes }),
    triggers: triggers.map((trigger) => ({
      arn: requiredText(trigger, "Arn"),
      type: choice(trigger, "Type", alarmTypes) ?? requiredText(trigger, "Type"),
    })),
  };
}

/** Alarms that a rollback trigger can be. */
const alarmTypes = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];

/** Throws ValidationError for a list, or a text, that is longer than its limit. */
export function checkLength(member: string, length: number, limit: number): void {
  if (length > limit)
    throw validationError(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    );
}

/** A list of structures; empty when it was not sent. Throws ValidationError. */
export function structures(input: Input, name: string): readonly Input[] {
  return (list(input, name) ?? []).map((value) => {
    if (isStructure(value)) return value;
    throw validationError(`${name} must be a list of structures`);
  });
}

function list(input: Input, name: string): readonly InputValue[] | undefined {
  const value = input[name];
  if (value === undefined || isList(value)) return value;
  throw validationError(`${name} must be a list`);
}

function isList(value: InputValue): value is readonly InputValue[] {
  return Array.isArray(value);
}

function isStructure(value: InputValue): value is Input {
  return typeof value === "object" && !isList(value);
}

function memberName(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
