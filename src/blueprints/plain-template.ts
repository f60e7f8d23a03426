import { canonicalJson } from "../model/canonical.ts";
import type { DesiredStack, ParameterBinding } from "../model/desired-stack.ts";
import type { TemplateSpec } from "../model/repository.ts";
import { parseText, type Text } from "../model/text.ts";
import { stackAt, type Site } from "./site.ts";
import { literal } from "./template.ts";

/** Plain CloudFormation from the repository, as it is but for its description. */
export function placeTemplate(site: Site, spec: TemplateSpec): DesiredStack {
  const { Description: about, ...body } = spec.body;
  return stackAt(site, "Template", {
    template: canonicalJson(body),
    parameters: Object.fromEntries(
      Object.entries(spec.parameters).map(([name, value]) => [name, bind(value)]),
    ),
    ...(typeof about === "string" ? { about } : {}),
    capabilities: spec.capabilities.toSorted(),
  });
}

function bind(value: TemplateSpec["parameters"][string]): ParameterBinding {
  const text = readValue(value);
  const [only, ...others] = text;
  return others.length === 0 && typeof only === "string" ? literal(only) : { kind: "text", text };
}

/** A list becomes what CloudFormation calls a comma-delimited list. */
function readValue(value: TemplateSpec["parameters"][string]): Text {
  if (typeof value !== "object") return parseText(String(value));
  return joinLiterals(value.flatMap((item, index) => [...(index === 0 ? [] : [","]), ...parseText(item)]));
}

/** Neighbouring literals are joined; an empty list is an empty text. */
function joinLiterals(text: Text): Text {
  const joined: Text[number][] = [];
  for (const part of text) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined.length === 0 ? [""] : joined;
}
