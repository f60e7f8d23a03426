import { imageReference } from "../model/image-reference.ts";
import type { DesiredStack, ParameterBinding } from "../model/desired-stack.ts";
import { harmlessJson } from "../report/untrusted.ts";

/** One file of a rendering. */
export interface RenderedFile {
  /** Below the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Template and parameters of every stack as files: `<account>/<app>.template.json` and `.parameters.json`. */
export function renderedFiles(stacks: readonly DesiredStack[]): readonly RenderedFile[] {
  return stacks.flatMap((stack) => {
    const base = `${stack.account}/${stack.app}`;
    return [
      { path: `${base}.template.json`, text: pretty(templateOf(stack)) },
      { path: `${base}.parameters.json`, text: pretty(parametersOf(stack)) },
    ];
  });
}

/** All of them as one JSON object by `<account>/<app>`. */
export function renderedJson(stacks: readonly DesiredStack[]): string {
  const entries = stacks.map((stack) => [
    `${stack.account}/${stack.app}`,
    { template: templateOf(stack), parameters: parametersOf(stack) },
  ]);
  return pretty(Object.fromEntries(entries));
}

function pretty(value: unknown): string {
  return `${harmlessJson(value)}\n`;
}

/** Without version and commit, which a deployment adds to the description: they are no change to CloudFormation. */
function templateOf(stack: DesiredStack): unknown {
  const template: unknown = JSON.parse(stack.template);
  const isObject = typeof template === "object" && template !== null;
  return isObject && stack.about !== undefined ? { Description: stack.about, ...template } : template;
}

/** In the form that `aws cloudformation create-stack --parameters file://…` takes. */
function parametersOf(stack: DesiredStack): readonly object[] {
  return Object.entries(stack.parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, binding]) => ({ ParameterKey: name, ParameterValue: valueOf(binding) }));
}

function valueOf(binding: ParameterBinding): string {
  switch (binding.kind) {
    case "literal":
      return binding.value;
    case "text":
      return binding.text
        .map((part) => (typeof part === "string" ? part : `\${${part.stack}.${part.output}}`))
        .join("");
    case "image":
      return `\${digest of ${imageReference(binding.image, binding.tag.tag)}}`;
    case "priority":
      return `\${free ${binding.match} priority on the ${binding.listener} listener for ${binding.key}}`;
  }
}
