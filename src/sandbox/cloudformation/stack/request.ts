import { validationError } from "../../errors.ts";
import type { Template } from "../../template/model.ts";
import { resolveParameters } from "../../template/parameters.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Call, Input } from "../api.ts";
import type { Region } from "../../world.ts";
import {
  flag,
  givenNotificationArns,
  givenParameters,
  givenRollbackConfiguration,
  givenTags,
  textList,
} from "../input.ts";
import { templateOf } from "../operation/run.ts";
import type { RollbackConfiguration, StackContent, StackRecord } from "../records.ts";
import { templates } from "../records.ts";
import { checkDynamicReferences } from "../references/check-template.ts";
import { checkCapabilities, checkExpansion } from "./capabilities.ts";
import { checkTypeChanges, checkTypes } from "./check-types.ts";
import { givenRole } from "./service-role.ts";
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
  const declared = parseTemplate(body);
  checkTypes(declared);
  const hasRun = stack !== undefined && region.table(templates).get(stack.stackId) !== undefined;
  const before = hasRun ? stack.content : undefined;
  const values = resolveParameters(declared, givenParameters(input), before?.parameters ?? []);
  const parameters = readStoredParameters(region, declared, values);
  const template = parseTemplate(body, { account: region.account, region: region.region, parameters });
  if (declared !== template) checkTypes(template);
  checkDynamicReferences(region, template);
  if (hasRun) checkTypeChanges(templateOf(region, stack.stackId, stack.content), template);
  const capabilities = textList(input, "Capabilities") ?? [];
  checkCapabilities(template, capabilities);
  checkExpansion(template, input, capabilities);
  const roleArn = givenRole(input) ?? stack?.content.roleArn;
  const rollbackConfiguration = readRollback(input, before);
  const content: StackContent = {
    parameters,
    tags: givenTags(input) ?? before?.tags ?? [],
    capabilities,
    notificationArns: givenNotificationArns(input) ?? before?.notificationArns ?? [],
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
