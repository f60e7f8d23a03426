import type { Fault, FaultEffect, FaultMatch, ResourceOperation } from "../faults.ts";
import type { Json, JsonObject } from "../json.ts";
import { ControlError } from "./control-error.ts";
import { numberField, objectWith, textField, textsField } from "./fields.ts";

/**
 * Reads one fault as a person writes it: flat, with the effect's name, what it is narrowed to, and its count.
 *
 * A member that could never have an effect is refused, not ignored. Throws ControlError; `where` says which fault it is.
 */
export function readFault(value: Json, id: string, where: string): Fault {
  const anyObject = objectWith(value, ALL_FIELDS, where);
  const kind = EFFECTS.find((known) => known === anyObject["effect"]);
  if (kind === undefined) throw new ControlError(`${where}: effect must be one of ${EFFECTS.join(", ")}`);
  const matchers = kind === "fail-resource" ? RESOURCE_MATCHERS : REQUEST_MATCHERS;
  const fault = objectWith(
    anyObject,
    ["effect", "count", "share", ...matchers, ...DETAILS[kind]],
    `${where} (${kind})`,
  );
  const share = numberField(fault, "share", { min: 0, max: 1 }, where);
  return {
    id,
    ...(share === undefined ? {} : { share }),
    effect: readEffect(kind, fault, where),
    match: readMatch(fault, matchers, where),
    remaining: readCount(fault, where),
  };
}

const EFFECTS = ["throttle", "deny", "error", "timeout", "reset", "lost-response", "fail-resource"] as const;
const ON: readonly ResourceOperation[] = ["create", "update", "delete", "rollback", "read"];
const REQUEST_MATCHERS = ["service", "operation", "account", "region", "stack", "role"] as const;
const RESOURCE_MATCHERS = ["account", "region", "stack", "logicalId", "type"] as const;
const DETAILS: Readonly<Record<FaultEffect["kind"], readonly string[]>> = {
  throttle: [],
  deny: [],
  error: ["code", "message", "status"],
  timeout: ["seconds"],
  reset: [],
  "lost-response": [],
  "fail-resource": ["on", "reason"],
};
const ALL_FIELDS = [
  "effect",
  "count",
  "share",
  ...REQUEST_MATCHERS,
  ...RESOURCE_MATCHERS,
  ...Object.values(DETAILS).flat(),
];

function readEffect(kind: FaultEffect["kind"], fault: JsonObject, where: string): FaultEffect {
  switch (kind) {
    case "throttle":
    case "deny":
    case "reset":
    case "lost-response":
      return { kind };
    case "timeout":
      return { kind, afterMs: 1000 * (numberField(fault, "seconds", { min: 0, max: 60 }, where) ?? 5) };
    case "error":
      return {
        kind,
        code: textField(fault, "code", where) ?? "InternalFailure",
        message:
          textField(fault, "message", where) ??
          "The request processing has failed because of an unknown error.",
        status: Math.trunc(numberField(fault, "status", { min: 400, max: 599 }, where) ?? 500),
      };
    case "fail-resource":
      return {
        kind,
        on: readOperations(fault, where),
        reason:
          textField(fault, "reason", where) ?? 'Resource handler returned message: "fault of the sandbox"',
      };
  }
}

function readOperations(fault: JsonObject, where: string): readonly ResourceOperation[] {
  const named = textsField(fault, "on", where) ?? ["create", "update"];
  return named.map((name) => {
    const known = ON.find((operation) => operation === name);
    if (known === undefined) throw new ControlError(`${where}: on must be a list of ${ON.join(", ")}`);
    return known;
  });
}

function readMatch(fault: JsonObject, matchers: readonly (keyof FaultMatch)[], where: string): FaultMatch {
  const texts = matchers.map((name) => [name, textField(fault, name, where)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

function readCount(fault: JsonObject, where: string): number | "always" {
  const count = fault["count"] ?? 1;
  if (count === "always") return count;
  if (typeof count === "number" && Number.isInteger(count) && count >= 1) return count;
  throw new ControlError(`${where}: count must be a whole number from 1, or "always"`);
}
