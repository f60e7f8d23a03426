import { validationError } from "../../errors.ts";
import { canonicalJson } from "../../json.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { Template } from "../../template/model.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Region, World } from "../../world.ts";
import type { Action, Input, Output, OutputValue } from "../api.ts";
import { text } from "../input.ts";
import { templates } from "../records.ts";
import { neededCapability } from "../stack/capabilities.ts";
import { requireStack } from "../stack/find-stack.ts";
import { givenTemplate } from "../stack/template-source.ts";

/** What a template declares: of a text, or of a stack. */
export const getTemplateSummary: Action = ({ world, region, input }) => {
  const template = parseTemplate(readBody(world, region, input));
  const types = [...new Set([...template.resources.values()].map(({ type }) => type))];
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
    DeclaredTransforms: [],
    ResourceIdentifierSummaries: types.map((type) => identifiers(template, type)),
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

function identifiers(template: Template, type: string): OutputValue {
  return {
    ResourceType: type,
    LogicalResourceIds: [...template.resources.values()]
      .filter((resource) => resource.type === type)
      .map(({ logicalId }) => logicalId),
    ResourceIdentifiers: findResourceType(type)?.refParts ?? [],
  };
}

function readBody(world: World, region: Region, input: Input): string {
  const given = givenTemplate(world, input);
  if (given !== undefined) return given;
  const name = text(input, "StackName");
  if (name === undefined)
    throw validationError("Either Template URL, Template Body or Stack Name must be specified.");
  const stored = region.table(templates).get(requireStack(region, name).stackId);
  if (stored === undefined) throw validationError(`Template for ${name} does not exist`);
  return stored;
}
