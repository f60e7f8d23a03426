import { validationError } from "../../errors.ts";
import type { Template } from "../../template/model.ts";
import { resolveParameters } from "../../template/parameters.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Call, Input } from "../api.ts";
import type { Region } from "../../world.ts";
import { flag, givenParameters, givenRollbackConfiguration, givenTags, text, textList } from "../input.ts";
import type { RollbackConfiguration, StackContent, StackRecord } from "../records.ts";
import { templates } from "../records.ts";
import { checkDynamicReferences } from "../references/check-template.ts";
import { checkCapabilities } from "./capabilities.ts";
import { checkTypeChanges, checkTypes } from "./check-types.ts";
import { readStoredParameters } from "./stored-parameters.ts";
import { givenTemplate } from "./template-source.ts";

/** A template and everything that goes with it, as a request asks for it. */
export interface Submitted {
  readonly body: string;
  readonly template: Template;
  readonly content: StackContent;
}

/** Members that change what happens and that the sandbox does not know: refused, never ignored. */
const unsupported = ["ResourceTypes", "DeploymentMode"];

/** Refuses what the sandbox cannot do. Throws ValidationError. */
export function checkSupported(input: Input): void {
  const name = unsupported.find((member) => input[member] !== undefined);
  if (name !== undefined) throw validationError(`${name} is not supported by the sandbox.`);
}

/**
 * Reads template, parameters, tags and the rest from a request that creates or updates.
 *
 * What is left out keeps the stack's value, where there is a stack. Throws ValidationError and InsufficientCapabilitiesException.
 */
export function readSubmission(
  { world, region, input }: Pick<Call, "world" | "region" | "input">,
  stack: StackRecord | undefined,
): Submitted {
  checkSupported(input);
  const body = readBody(givenTemplate(world, input), region, input, stack);
  const template = parseTemplate(body);
  checkTypes(template);
  checkDynamicReferences(region, template);
  const current = stack === undefined ? undefined : region.table(templates).get(stack.stackId);
  if (current !== undefined) checkTypeChanges(parseTemplate(current), template);
  const before = current === undefined ? undefined : stack?.content;
  const values = resolveParameters(template, givenParameters(input), before?.parameters ?? []);
  const parameters = readStoredParameters(region, template, values);
  const capabilities = textList(input, "Capabilities") ?? [];
  checkCapabilities(template, capabilities);
  const roleArn = text(input, "RoleARN") ?? stack?.content.roleArn;
  const rollbackConfiguration = readRollback(input, before);
  const content: StackContent = {
    parameters,
    tags: givenTags(input) ?? before?.tags ?? [],
    capabilities,
    notificationArns: textList(input, "NotificationARNs") ?? before?.notificationArns ?? [],
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(rollbackConfiguration === undefined ? {} : { rollbackConfiguration }),
  };
  return { body, template, content };
}

/** A configuration without triggers and without monitoring time is none: it removes what was there. */
function readRollback(input: Input, before: StackContent | undefined): RollbackConfiguration | undefined {
  const given = givenRollbackConfiguration(input);
  if (given === undefined) return before?.rollbackConfiguration;
  return given.triggers.length === 0 && given.monitoringTimeInMinutes === undefined ? undefined : given;
}

function readBody(
  given: string | undefined,
  region: Region,
  input: Input,
  stack: StackRecord | undefined,
): string {
  const isPrevious = flag(input, "UsePreviousTemplate") ?? false;
  if (given !== undefined && isPrevious)
    throw validationError(
      "You must provide either Template URL, Template Body or UsePreviousTemplate, but not more than one.",
    );
  if (isPrevious) {
    const previous = stack === undefined ? undefined : region.table(templates).get(stack.stackId);
    if (previous === undefined) throw validationError("There is no previous template to use.");
    return previous;
  }
  if (given === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  return given;
}
