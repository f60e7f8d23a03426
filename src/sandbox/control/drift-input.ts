import { pointerParts, withValueAt } from "../cloudformation/drift/pointer.ts";
import type { NoiseKind } from "../cloudformation/drift/noise.ts";
import { noiseKinds } from "../cloudformation/drift/noise.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, textField, textsField } from "./fields.ts";

/** What somebody does to a live resource. */
export interface Drifting {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly act: { readonly kind: "delete" } | { readonly kind: "change"; readonly edits: readonly Edit[] };
}

/** One thing that changes in a live resource. */
export type Edit =
  | { readonly kind: "set"; readonly pointer: string; readonly value: Json }
  | { readonly kind: "unset"; readonly pointer: string }
  | { readonly kind: "noise"; readonly noise: NoiseKind };

/** Reads what somebody does to a live resource. Throws ControlError. */
export function readDrifting(body: Json): Drifting {
  const object = objectWith(body, [...PLACE, "set", "unset", "noise", "delete"], WHERE);
  const [account, region, stack, logicalId] = PLACE.map((name) => requiredField(object, name));
  const edits = [...readSet(object), ...readUnset(object), ...readNoise(object)];
  const isDeletion = object["delete"] === true;
  if (object["delete"] !== undefined && typeof object["delete"] !== "boolean")
    throw new ControlError(`${WHERE}: delete must be true or false`);
  if (isDeletion === edits.length > 0)
    throw new ControlError(`${WHERE} must have either "delete": true, or some of "set", "unset" and "noise"`);
  return {
    account: account ?? "",
    region: region ?? "",
    stack: stack ?? "",
    logicalId: logicalId ?? "",
    act: isDeletion ? { kind: "delete" } : { kind: "change", edits },
  };
}

/** The properties after one value was set, or taken away. Throws ControlError for a place that cannot be there. */
export function editedProperties(
  properties: JsonObject,
  edit: Exclude<Edit, { readonly kind: "noise" }>,
): JsonObject {
  const parts = pointerParts(edit.pointer);
  const changed =
    parts === undefined
      ? undefined
      : withValueAt(properties, parts, edit.kind === "set" ? edit.value : undefined);
  if (changed !== undefined) return changed;
  throw new ControlError(`${WHERE}: the live resource has no place ${JSON.stringify(edit.pointer)}`);
}

const WHERE = "drift";
const PLACE = ["account", "region", "stack", "logicalId"] as const;
const MAX_EDITS = 100;

function requiredField(object: JsonObject, name: string): string {
  const value = textField(object, name, WHERE);
  if (value === undefined) throw new ControlError(`${WHERE} must have ${name}`);
  return value;
}

function readSet(object: JsonObject): readonly Edit[] {
  const set = object["set"] ?? {};
  if (!isObject(set) || Object.keys(set).length > MAX_EDITS)
    throw new ControlError(
      `${WHERE}: set must be an object of at most ${String(MAX_EDITS)} values by their JSON pointers, such as { "/DisplayName": "x" }`,
    );
  return Object.entries(set).map(([pointer, value]) => ({ kind: "set", pointer, value }));
}

function readUnset(object: JsonObject): readonly Edit[] {
  return (textsField(object, "unset", WHERE) ?? []).map((pointer) => ({ kind: "unset", pointer }));
}

function readNoise(object: JsonObject): readonly Edit[] {
  return (textsField(object, "noise", WHERE) ?? []).map((name) => {
    const noise = noiseKinds.find((kind) => kind === name);
    if (noise === undefined)
      throw new ControlError(`${WHERE}: noise must be a list of ${noiseKinds.join(", ")}`);
    return { kind: "noise", noise };
  });
}
