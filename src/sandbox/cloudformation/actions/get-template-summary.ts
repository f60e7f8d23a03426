import { validationError } from "../../errors.ts";
import { canonicalJson } from "../../json.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { Template } from "../../template/model.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Region, World } from "../../world.ts";
import type { Action, Input, Output, OutputValue } from "../api.ts";
import { flag, structure, text } from "../input.ts";
import { templates } from "../records.ts";
import { neededCapability } from "../stack/capabilities.ts";
import { requireStack } from "../stack/find-stack.ts";
import { givenTemplate } from "../stack/template-source.ts";

/** What a template declares: of a text, or of a stack. */
export const getTemplateSummary: Action = ({ world, region, input }) => {
  const template = parseTemplate(readBody(world, region, input));
  const types = [...new Set([...template.resources.values()].map(({ type }) => type))];
  const unrecognized = unrecognizedTypes(types, input);
  return {
    Parameters: [...template.parameters.values()].map((parameter) => ({
      ParameterKey: parameter.name,
      DefaultValue: parameter.defaultValue,
      ParameterType: parameter.type,
      NoEcho: parameter.isNoEcho,
      Description: parameter.description,
      ParameterConstraints: { AllowedValues: parameter.allowedValues },
    })),
    ...capabilitiesOf(template),
    ResourceTypes: types,
    Version: template.version,
    Metadata: template.metadata === undefined ? undefined : canonicalJson(template.metadata),
    DeclaredTransforms: template.transforms,
    ResourceIdentifierSummaries: types.map((type) => identifiers(template, type)),
    Warnings: unrecognized.length === 0 ? undefined : { UnrecognizedResourceTypes: unrecognized },
  };
};

/** Description and capabilities of a template, as two actions answer them. */
export function capabilitiesOf(template: Template): Output {
  const needed = neededCapability(template);
  return {
    Description: template.description,
    Capabilities: needed === undefined ? [] : [needed.capability],
    CapabilitiesReason:
      needed === undefined
        ? undefined
        : `The following resource(s) require capabilities: [${needed.types.join(", ")}]`,
  };
}

/** Types that AWS does not publish: a warning where the request says so, an error otherwise. */
function unrecognizedTypes(types: readonly string[], input: Input): readonly string[] {
  const config = structure(input, "TemplateSummaryConfig") ?? {};
  const areWarnings = flag(config, "TreatUnrecognizedResourceTypesAsWarnings") ?? false;
  const unknown = types.filter((type) => !isMadeUp(type) && findResourceType(type) === undefined);
  if (unknown.length === 0 || areWarnings) return unknown;
  throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(", ")}]`);
}

/** Custom resources and modules are of no published type. */
function isMadeUp(type: string): boolean {
  return type.startsWith("Custom::") || type.endsWith("::MODULE");
}

function identifiers(template: Template, type: string): OutputValue {
  return {
    ResourceType: type,
    LogicalResourceIds: [...template.resources.values()]
      .filter((resource) => resource.type === type)
      .map(({ logicalId }) => logicalId),
    ResourceIdentifiers: findResourceType(type)?.primaryIdentifier ?? [],
  };
}

function readBody(world: World, region: Region, input: Input): string {
  const given = givenTemplate(world, input);
  if (given !== undefined) return given;
  if (text(input, "StackSetName") !== undefined)
    throw validationError("StackSetName is not supported by the sandbox.");
  const name = text(input, "StackName");
  if (name === undefined)
    throw validationError("Either Template URL, Template Body or Stack Name must be specified.");
  const stored = region.table(templates).get(requireStack(region, name).stackId);
  if (stored === undefined) throw validationError(`Template for ${name} does not exist`);
  return stored;
}
