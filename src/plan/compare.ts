import type { BoundStack } from "../model/desired-stack.ts";
import { MASKED, type ObservedStack } from "../model/observed-stack.ts";
import { parseChangeSetName } from "../model/change-set-name.ts";
import { comparableTemplate, parameterDefaults, parseTemplate } from "./deployed-template.ts";

/** Whether a deployed stack is what the repository says. `unsure`: the sweep alone does not tell. */
export type Sameness = "same" | "different" | "unsure";

/**
 * Compares by the sweep alone. The name of the change set that was executed last tells which content a settled stack
 * has; parameters and tags have to be equal besides, since others can change them.
 */
export function compareSweep(to: BoundStack, from: ObservedStack): Sameness {
  const last = from.lastChangeSet === undefined ? undefined : parseChangeSetName(from.lastChangeSet);
  if (from.phase !== "settled" || last === undefined) return "unsure";
  return last.digest === to.digest && hasSameInputs(to, from) ? "same" : "different";
}

/**
 * Compares with the deployed template: the last word. A template that is not JSON was written by somebody else, and
 * differs.
 */
export function compareTemplate(to: BoundStack, from: ObservedStack, body: string | undefined): Sameness {
  const deployed = parseTemplate(body);
  const wanted = parseTemplate(to.template);
  if (deployed === undefined || wanted === undefined) return "different";
  const isSame = comparableTemplate(deployed) === comparableTemplate(wanted) && hasSameInputs(to, from);
  return isSame ? "same" : "different";
}

/** Whether parameters, tags and executor are as wanted. */
export function hasSameInputs(to: BoundStack, from: ObservedStack): boolean {
  return (
    differingParameters(to, from).length === 0 &&
    differingTags(to, from).length === 0 &&
    hasSameExecutor(to, from)
  );
}

/** What differs, for people: parameters, tags and executor by name, or else the template. */
export function describeDifference(to: BoundStack, from: ObservedStack): string {
  const parts = [
    ...named("parameter", differingParameters(to, from)),
    ...named("tag", differingTags(to, from)),
    ...(hasSameExecutor(to, from) ? [] : ["the executor role"]),
  ];
  return `differs in ${parts.length === 0 ? "the template" : parts.join(", ")}`;
}

function differingParameters(to: BoundStack, from: ObservedStack): readonly string[] {
  const given = Object.keys(to.parameters).filter(
    (name) => !isSameValue(to.parameters[name], from.parameters[name]),
  );
  const others = Object.keys(from.parameters).filter((name) => to.parameters[name] === undefined);
  if (others.length === 0) return given;
  const defaults = parameterDefaults(parseTemplate(to.template) ?? {});
  return [...given, ...others.filter((name) => !isSameValue(defaults[name], from.parameters[name]))];
}

function isSameValue(wanted: string | undefined, deployed: string | undefined): boolean {
  return wanted === deployed || (wanted !== undefined && deployed === MASKED);
}

/** Tags that AWS itself puts on stacks begin with `aws:` and are nobody's to set. */
function differingTags(to: BoundStack, from: ObservedStack): readonly string[] {
  const keys = new Set([...Object.keys(to.tags), ...Object.keys(from.tags)]);
  return [...keys].filter((key) => !key.startsWith("aws:") && to.tags[key] !== from.tags[key]);
}

/** A stack keeps its executor for good: wanting none is wanting the one it has. */
function hasSameExecutor(to: BoundStack, from: ObservedStack): boolean {
  return to.executor === undefined || to.executor === from.executor;
}

const MOST_NAMES = 3;

function named(noun: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return [`${noun}${names.length === 1 ? "" : "s"} ${shown}${rest}`];
}
