import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { ControlError } from "./control-error.ts";

/** An object with no members but the allowed ones. Throws ControlError; `where` says what it is. */
export function objectWith(value: Json, allowed: readonly string[], where: string): JsonObject {
  if (!isObject(value)) throw new ControlError(`${where} must be an object`);
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown === undefined) return value;
  throw new ControlError(`${where} has no ${JSON.stringify(unknown)}; it may have ${allowed.join(", ")}`);
}

/** A member that is text, when it is there. Throws ControlError. */
export function textField(object: JsonObject, name: string, where: string): string | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "" && value.length <= MAX_TEXT) return value;
  throw new ControlError(`${where}: ${name} must be text of 1 to ${String(MAX_TEXT)} characters`);
}

/** A member that is text and has to be there. Throws ControlError. */
export function requiredField(object: JsonObject, name: string, where: string): string {
  const value = textField(object, name, where);
  if (value === undefined) throw new ControlError(`${where} must have ${JSON.stringify(name)}`);
  return value;
}

/** A member that is a number within bounds, when it is there. Throws ControlError. */
export function numberField(
  object: JsonObject,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  where: string,
): number | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= min && value <= max) return value;
  throw new ControlError(`${where}: ${name} must be a number from ${String(min)} to ${String(max)}`);
}

/** A member that is true or false, when it is there. Throws ControlError. */
export function booleanField(object: JsonObject, name: string, where: string): boolean | undefined {
  const value = object[name];
  if (value === undefined || typeof value === "boolean") return value;
  throw new ControlError(`${where}: ${name} must be true or false`);
}

/** A member that is a list of texts, when it is there. Throws ControlError. */
export function textsField(object: JsonObject, name: string, where: string): readonly string[] | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (isList(value) && value.length <= MAX_ITEMS && value.every((item) => typeof item === "string"))
    return value;
  throw new ControlError(`${where}: ${name} must be a list of at most ${String(MAX_ITEMS)} texts`);
}

const MAX_TEXT = 2048;
const MAX_ITEMS = 1000;
