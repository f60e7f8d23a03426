import { validationError } from "../../errors.ts";
import { checkBodySize, parseTemplate } from "../../template/parse.ts";
import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { capabilitiesOf } from "./get-template-summary.ts";

/** Checks the form of a template, not the properties of its resources. */
export const validateTemplate: Action = ({ input }) => {
  const body = text(input, "TemplateBody");
  if (body === undefined)
    throw validationError(
      text(input, "TemplateURL") === undefined
        ? "Either Template URL or Template Body must be specified."
        : "TemplateURL is not supported by the sandbox.",
    );
  checkBodySize(body);
  const template = parseTemplate(body);
  return {
    Parameters: [...template.parameters.values()].map((parameter) => ({
      ParameterKey: parameter.name,
      DefaultValue: parameter.defaultValue,
      NoEcho: parameter.isNoEcho,
      Description: parameter.description,
    })),
    ...capabilitiesOf(template),
    DeclaredTransforms: [],
  };
};
