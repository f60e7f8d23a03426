import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import { scalarText } from "./scalar-text.ts";

type JsonObject = { readonly [key: string]: Json | undefined };

/** A deployed stack, as far as values of its template can be worked out without asking. */
export interface DeployedTemplate {
  /** Without resources whose condition is false. */
  readonly template: JsonObject;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** By logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
  readonly pseudo: Readonly<Record<string, string>>;
}

/** One resource that a template declares. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** The resources of those types, in the order of the template. */
export function declaredResources(
  { template }: Pick<DeployedTemplate, "template">,
  types: readonly string[],
): readonly DeclaredResource[] {
  const resources = template["Resources"];
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).flatMap(([logicalId, resource]) => {
    if (!isJsonObject(resource)) return [];
    const { Type: type, Properties: properties = {} } = resource;
    const isWanted = typeof type === "string" && types.includes(type) && isJsonObject(properties);
    return isWanted ? [{ logicalId, type, properties }] : [];
  });
}

/**
 * What a value of a template is in the deployed stack; `undefined` when that is CloudFormation's secret. Members of
 * objects that are not known are left out; a list with an unknown element is unknown.
 */
export function valueIn(deployed: DeployedTemplate, value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return listIn(deployed, value);
  if (!isJsonObject(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only !== undefined && others.length === 0) {
    const [name, operand] = only;
    if (name === "Ref" || name.startsWith("Fn::")) return functionIn(deployed, name, operand, value);
  }
  const known = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const found = valueIn(deployed, member);
    return found === undefined ? [] : [[name, found]];
  });
  return Object.fromEntries(known);
}

/** The same as text, for what is text or a number. */
export function textIn(deployed: DeployedTemplate, value: Json | undefined): string | undefined {
  const found = valueIn(deployed, value);
  const isScalar = typeof found === "string" || typeof found === "number" || typeof found === "boolean";
  return isScalar ? String(found) : undefined;
}

/** The same as a list of texts. */
export function textsIn(deployed: DeployedTemplate, value: Json | undefined): readonly string[] | undefined {
  const found = valueIn(deployed, value);
  if (!Array.isArray(found)) return undefined;
  const texts = found.filter((each: Json) => typeof each === "string" || typeof each === "number");
  return texts.length === found.length ? texts.map(String) : undefined;
}

function listIn(deployed: DeployedTemplate, list: readonly Json[]): Json | undefined {
  const known = list.map((each) => valueIn(deployed, each)).filter((each) => each !== undefined);
  return known.length === list.length ? known : undefined;
}

function functionIn(
  deployed: DeployedTemplate,
  name: string,
  operand: Json | undefined,
  whole: JsonObject,
): Json | undefined {
  switch (name) {
    case "Ref":
      return typeof operand === "string" ? referenceIn(deployed, operand) : undefined;
    case "Fn::GetAtt":
      return attributeIn(deployed, whole);
    case "Fn::Join":
      return joinIn(deployed, operand);
    case "Fn::Sub":
      return typeof operand === "string" ? substituteIn(deployed, operand) : undefined;
    case "Fn::Split":
      return splitIn(deployed, operand);
    case "Fn::Select":
      return selectIn(deployed, operand);
    default:
      return undefined;
  }
}

function referenceIn({ parameters, physicalIds, pseudo }: DeployedTemplate, name: string) {
  if (Object.hasOwn(parameters, name)) return parameters[name];
  return Object.hasOwn(pseudo, name) ? pseudo[name] : physicalIds.get(name);
}

/** An attribute is known where an output shows it, or where it is the physical id. */
function attributeIn(
  { template, outputs, physicalIds }: DeployedTemplate,
  getAtt: JsonObject,
): string | undefined {
  const operand = getAtt["Fn::GetAtt"];
  const [logicalId, attribute] = Array.isArray(operand) ? operand : scalarText(operand ?? "").split(".");
  if (attribute === "GroupId") return physicalIds.get(scalarText(logicalId ?? ""));
  const declared = template["Outputs"];
  if (!isJsonObject(declared)) return undefined;
  const wanted = canonicalJson(getAtt);
  const shown = Object.entries(declared).find(
    ([, output]) => isJsonObject(output) && canonicalJson(output["Value"] ?? null) === wanted,
  );
  return shown === undefined ? undefined : outputs[shown[0]];
}

function joinIn(deployed: DeployedTemplate, operand: Json | undefined): string | undefined {
  if (!Array.isArray(operand)) return undefined;
  const [separator, list]: readonly (Json | undefined)[] = operand;
  const texts = textsIn(deployed, list);
  return typeof separator === "string" ? texts?.join(separator) : undefined;
}

function substituteIn(deployed: DeployedTemplate, text: string): string | undefined {
  let isKnown = true;
  const filled = text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    const value = referenceIn(deployed, name.trim());
    isKnown &&= value !== undefined;
    return value ?? "";
  });
  return isKnown ? filled : undefined;
}

function splitIn(deployed: DeployedTemplate, operand: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(operand)) return undefined;
  const [separator, source]: readonly (Json | undefined)[] = operand;
  const text = textIn(deployed, source);
  return typeof separator === "string" ? text?.split(separator) : undefined;
}

function selectIn(deployed: DeployedTemplate, operand: Json | undefined): Json | undefined {
  if (!Array.isArray(operand)) return undefined;
  const [index, list]: readonly (Json | undefined)[] = operand;
  const found = valueIn(deployed, list);
  return Array.isArray(found) ? found[Number(index)] : undefined;
}
