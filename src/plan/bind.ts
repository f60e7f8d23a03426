import type { Binding, DesiredStack, ParameterBinding, UnknownImage } from "../model/desired-stack.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { OutputReference, Text } from "../model/text.ts";
import { bindRelease } from "./bind-release.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { digestOf } from "./digest.ts";
import { bindImage, type ImageAnswers } from "./images.ts";
import { chooseListenerPriorities, type ListenerPriorities } from "./listener-priorities.ts";

/** The deployed stacks of an account, by app name: also those that the repository does not want any more. */
export type ObservedByApp = ReadonlyMap<string, ObservedStack>;

/** Most alarms that CloudFormation watches during an update. */
const MAX_ROLLBACK_TRIGGERS = 5;

/**
 * Gives every parameter of every stack its value: outputs of other stacks as they are now, free listener priorities, and
 * images by digest, as far as registries were asked. The result is in dependency order.
 */
export function bindAll(
  desired: readonly DesiredStack[],
  observedByApp: ObservedByApp,
  answers: ImageAnswers = new Map(),
): readonly Binding[] {
  const ordered = inDependencyOrder(desired);
  const priorities = chooseListenerPriorities(ordered, observedByApp);
  return ordered.map((stack) => bind(stack, { observedByApp, priorities, answers }));
}

/** What parameters are bound with. */
interface Known {
  readonly observedByApp: ObservedByApp;
  readonly priorities: ListenerPriorities;
  readonly answers: ImageAnswers;
}

function bind(desired: DesiredStack, known: Known): Binding {
  const { observedByApp } = known;
  const parameters: Record<string, string> = {};
  const missing: OutputReference[] = [];
  const images: UnknownImage[] = [];
  for (const [name, binding] of Object.entries(desired.parameters)) {
    const bound = bindParameter(name, binding, { desired, ...known });
    if (typeof bound === "string") parameters[name] = bound;
    else if ("image" in bound) images.push(bound);
    else missing.push(...bound);
  }
  if (missing.length > 0 || images.length > 0)
    return { kind: "unbound", desired, missing: distinct(missing), images };
  const rollbackTriggers = alarmsOf(desired, observedByApp.get(desired.app));
  const digest = digestOf({ ...desired, parameters });
  const { release } = desired;
  const bound = release === undefined ? {} : { releaseTask: bindRelease(release, observedByApp) };
  return { kind: "bound", stack: { ...desired, parameters, digest, rollbackTriggers, ...bound } };
}

function bindParameter(
  name: string,
  binding: ParameterBinding,
  { desired, observedByApp, priorities, answers }: Known & { readonly desired: DesiredStack },
): string | readonly OutputReference[] | UnknownImage {
  switch (binding.kind) {
    case "literal":
      return binding.value;
    case "priority":
      return String(priorities.priorityOf(desired.app, name));
    case "text":
      return bindText(binding.text, observedByApp);
    case "image":
      return bindImage(name, binding, { desired, observed: observedByApp.get(desired.app), answers });
  }
}

function bindText(text: Text, observedByApp: ObservedByApp): string | readonly OutputReference[] {
  const missing: OutputReference[] = [];
  const parts = text.map((part) => {
    if (typeof part === "string") return part;
    const value = observedByApp.get(part.stack)?.outputs[part.output];
    if (value === undefined) missing.push(part);
    return value ?? "";
  });
  return missing.length > 0 ? missing : parts.join("");
}

function distinct(references: readonly OutputReference[]): readonly OutputReference[] {
  return [...new Map(references.map((each) => [`${each.stack}.${each.output}`, each])).values()];
}

/** Alarms that exist already: one that does not would fail the operation. */
function alarmsOf(desired: DesiredStack, observed: ObservedStack | undefined): readonly string[] {
  return desired.rollbackAlarms
    .map((output) => observed?.outputs[output])
    .filter((arn) => arn !== undefined)
    .slice(0, MAX_ROLLBACK_TRIGGERS);
}
