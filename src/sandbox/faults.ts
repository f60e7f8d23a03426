import { createHash } from "node:crypto";
import type { Json } from "./json.ts";
import type { TableKind, World } from "./world.ts";

/** Faults that are waiting to happen, by id, in the order in which they were set. */
export const faults: TableKind<Fault> = { name: "faults" };

/** Something that goes wrong on purpose, and what it is narrowed to. Every given text is a pattern in which `*` stands for anything. */
export interface Fault {
  readonly id: string;
  readonly effect: FaultEffect;
  readonly match: FaultMatch;
  /** How many times it still happens. */
  readonly remaining: number | "always";
  /** It happens to about this part of what matches, from 0 to 1; to all of it without. */
  readonly share?: number;
  /** How much has matched so far; counted where there is a share. */
  readonly matched?: number;
}

/** What a fault does to the request, or to the resource, that it matches. */
export type FaultEffect =
  | { readonly kind: "throttle" }
  | { readonly kind: "deny" }
  | { readonly kind: "error"; readonly code: string; readonly message: string; readonly status: number }
  /** Nothing is done and no answer comes; the connection is closed after so many milliseconds. */
  | { readonly kind: "timeout"; readonly afterMs: number }
  /** Nothing is done; the connection is reset. */
  | { readonly kind: "reset" }
  /** The request is carried out, and the connection reset instead of answering. */
  | { readonly kind: "lost-response" }
  | { readonly kind: "fail-resource"; readonly on: readonly ResourceOperation[]; readonly reason: string };

/** What happens to a resource in a stack operation; `rollback` is any step of a rollback, `read` is drift detection's look at it. */
export type ResourceOperation = "create" | "update" | "delete" | "rollback" | "read";

/** What a fault is narrowed to; what is not said matches everything. */
export interface FaultMatch {
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  /** A stack's name. */
  readonly stack?: string;
  readonly role?: string;
  readonly logicalId?: string;
  readonly type?: string;
}

/** A request, as far as a fault can be narrowed to it. */
export interface FaultyRequest {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly stack?: string | undefined;
  readonly role?: string | undefined;
}

/** A step of one resource in a stack operation. */
export interface ResourceStep {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly operation: ResourceOperation;
}

/** What goes wrong with a request: the first fault that matches. It is used up by asking. */
export function takeRequestFault(
  world: World,
  request: FaultyRequest,
): Exclude<FaultEffect, { kind: "fail-resource" }> | undefined {
  const stack = request.stack === undefined ? undefined : stackNameOf(request.stack);
  for (const fault of world.table(faults).values()) {
    if (fault.effect.kind === "fail-resource" || !matches(fault.match, { ...request, stack })) continue;
    if (happens(world, fault)) return fault.effect;
  }
  return undefined;
}

/** Why a resource step fails, when a fault says so: the first that matches. It is used up by asking. */
export function takeResourceFault(world: World, step: ResourceStep): { readonly reason: string } | undefined {
  for (const fault of world.table(faults).values()) {
    if (fault.effect.kind !== "fail-resource" || !fault.effect.on.includes(step.operation)) continue;
    if (!matches(fault.match, { ...step, service: "cloudformation", operation: undefined })) continue;
    if (happens(world, fault)) return { reason: fault.effect.reason };
  }
  return undefined;
}

/** Whether a text fits a pattern in which `*` stands for any number of characters. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === pattern;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function matches(match: FaultMatch, subject: Readonly<Record<string, Json | undefined>>): boolean {
  return Object.entries(match).every(([name, pattern]: [string, string]) => {
    const value = subject[name];
    return typeof value === "string" && fitsPattern(pattern, value);
  });
}

/** Whether a fault that matches happens this time; if it does, it is used up by once. */
function happens(world: World, fault: Fault): boolean {
  const { share, matched = 0 } = fault;
  if (share === undefined) {
    use(world, fault);
    return true;
  }
  const counted = { ...fault, matched: matched + 1 };
  world.table(faults).put(fault.id, counted);
  if (fractionOf(`${fault.effect.kind} ${String(matched)}`) >= share) return false;
  use(world, counted);
  return true;
}

/** A number from 0 to 1 that looks like chance and is the same every time. */
function fractionOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function use(world: World, fault: Fault): void {
  if (fault.remaining === "always") return;
  const table = world.table(faults);
  if (fault.remaining <= 1) table.delete(fault.id);
  else table.put(fault.id, { ...fault, remaining: fault.remaining - 1 });
}

/** A stack is named by its name or by its ARN, `arn:…:stack/<name>/<id>`. */
function stackNameOf(nameOrArn: string): string {
  return /^arn:[^/]*:stack\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
}
