import { validationError } from "../../errors.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Action } from "../api.ts";
import { givenTemplate } from "../stack/template-source.ts";
import { capabilitiesOf } from "./get-template-summary.ts";

/** Checks the form of a template, not the properties of its resources. */
export const validateTemplate: Action = ({ world, input }) => {
  const body = givenTemplate(world, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const template = parseTemplate(body);
  return {
    Parameters: [...template.parameters.values()].map((parameter) => ({
      ParameterKey: parameter.name,
      DefaultValue: parameter.defaultValue,
      NoEcho: parameter.isNoEcho,
      Description: parameter.description,
    })),
    ...capabilitiesOf(template),
    DeclaredTransforms: template.transforms,
  };
};
