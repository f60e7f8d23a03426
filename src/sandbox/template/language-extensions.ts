import { validationError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { evaluateValue } from "./evaluate.ts";
import type { Template } from "./model.ts";
import { readParameter } from "./parameter-declaration.ts";
import type { ParameterValue } from "./parameters.ts";
import { typedParameters } from "./parameters.ts";
import type { Scope } from "./scope.ts";
import { createScope } from "./scope.ts";
import { writeOutLoops } from "./loops.ts";

/** What a template is processed with. */
export interface Surroundings {
  readonly parameters: readonly ParameterValue[];
  readonly account: string;
  readonly region: string;
}

/** A template after its transform. */
export interface Processed {
  readonly source: JsonObject;
  /** False when something hung on values that nobody has given yet; it is left out. */
  readonly isComplete: boolean;
}

/**
 * Carries out the part of `AWS::LanguageExtensions` that has to come before the template is read: loops, and functions in
 * `DeletionPolicy` and `UpdateReplacePolicy`. The functions it adds are evaluated with all the others.
 *
 * Without surroundings only defaults are known: enough to tell what a template declares. Throws ValidationError.
 */
export function processLanguage(source: JsonObject, surroundings: Surroundings | undefined): Processed {
  let isComplete = true;
  const leaveOut = (): void => {
    isComplete = false;
  };
  const scope = readingScope(source, surroundings);
  const lookup = (name: string): Json | undefined => scope.parameters.get(name);
  const writeOut = (section: string): JsonObject => {
    const value = source[section];
    return value === undefined ? {} : { [section]: writeOutLoops(value, lookup, leaveOut) };
  };
  const { Transform: _, ...rest } = source;
  const written = {
    ...rest,
    ...writeOut("Conditions"),
    ...writeOut("Resources"),
    ...writeOut("Outputs"),
  };
  const conditions = isObject(written["Conditions"]) ? written["Conditions"] : {};
  const full = withConditions(scope, conditions);
  return { source: withPolicies(written, full, surroundings === undefined, leaveOut), isComplete };
}

/** What the reading of a template may refer to: parameters, pseudo parameters, mappings; no resource is there yet. */
function readingScope(source: JsonObject, surroundings: Surroundings | undefined): Scope {
  const declared = isObject(source["Parameters"]) ? source["Parameters"] : {};
  const parameters = new Map(
    Object.entries(declared).map(([name, value]) => [name, readParameter(name, value)] as const),
  );
  const template: Template = {
    version: undefined,
    description: undefined,
    metadata: undefined,
    transforms: [],
    parameters,
    mappings: isObject(source["Mappings"]) ? source["Mappings"] : {},
    conditions: {},
    resources: new Map(),
    outputs: new Map(),
    order: [],
    dependencies: new Map(),
  };
  const defaults = [...parameters.values()].flatMap(({ name, defaultValue }) =>
    defaultValue === undefined ? [] : [{ key: name, value: defaultValue }],
  );
  const { account = "", region = "" } = surroundings ?? {};
  return createScope({
    template,
    identity: { account, region, stackId: "", stackName: "", notificationArns: [] },
    parameters: typedParameters(template, surroundings?.parameters ?? defaults),
    resource: () => undefined,
    dynamicValue: notBefore,
    importValue: notBefore,
    stackOutput: notBefore,
  });
}

function withConditions(scope: Scope, conditions: JsonObject): Scope {
  return createScope({ ...scope, template: { ...scope.template, conditions } });
}

function notBefore(): never {
  throw validationError("Template error: the transform cannot use what lies outside of the template.");
}

/** Every resource with its policies evaluated; one that hangs on an unknown value is left out where that may be. */
function withPolicies(
  source: JsonObject,
  scope: Scope,
  mayLeaveOut: boolean,
  leaveOut: () => void,
): JsonObject {
  const resources = source["Resources"];
  if (!isObject(resources)) return source;
  const evaluated = Object.entries(resources).map(([logicalId, resource]) => {
    if (!isObject(resource)) return [logicalId, resource] as const;
    const members = Object.entries(resource).flatMap(
      ([name, value]): readonly (readonly [string, Json])[] => {
        const isPolicy = name === "DeletionPolicy" || name === "UpdateReplacePolicy";
        if (!isPolicy || !isObject(value)) return [[name, value]];
        if (mayLeaveOut) {
          leaveOut();
          return [];
        }
        return [[name, evaluateValue(value, scope)]];
      },
    );
    return [logicalId, Object.fromEntries(members)] as const;
  });
  return { ...source, Resources: Object.fromEntries(evaluated) };
}
