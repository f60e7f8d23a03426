import { isJsonObject } from "../model/canonical.ts";
import type { TemplateApp } from "../model/generated/app.ts";
import { didYouMean } from "./closest-name.ts";
import type { Flaw } from "./flaw.ts";
import type { TemplateFile } from "./read-template.ts";
import { child, keyOrigin, type MapNode, type Tree } from "./tree.ts";

/** What is wrong between a template and the app that uses it: parameters, and what it may do. */
export function checkTemplateUse(
  spec: TemplateApp,
  fields: Tree,
  template: TemplateFile,
  place: Flaw["origin"],
): readonly Flaw[] {
  return [...checkParameters(spec, fields, template, place), ...checkCapabilities(spec, fields, template)];
}

function checkParameters(
  { parameters }: TemplateApp,
  fields: Tree,
  { tree, body }: TemplateFile,
  place: Flaw["origin"],
): readonly Flaw[] {
  const declared = isJsonObject(body["Parameters"]) ? Object.keys(body["Parameters"]) : [];
  const unknown = Object.keys(parameters)
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const otherwise = declared.length === 0 ? "it declares none" : `it declares ${declared.join(", ")}`;
      const message = `the template declares no parameter ${name}`;
      return {
        origin: keyOrigin(fields, ["parameters", name]),
        message,
        remedy: didYouMean(name, declared, otherwise),
      };
    });
  const missing = declared
    .filter(
      (name) =>
        !Object.hasOwn(parameters, name) &&
        child(child(child(tree, "Parameters"), name), "Default") === undefined,
    )
    .map((name) => ({
      origin: place,
      message: `the template's parameter ${name} has no value and no default`,
      remedy: `add parameters: { ${name}: … }`,
    }));
  return [...unknown, ...missing];
}

/**
 * Types for which CloudFormation asks for an acknowledgement, with the property that makes it the stronger one.
 * Source: CloudFormation user guide, "Acknowledging IAM resources in CloudFormation templates".
 */
const IAM_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ["AWS::IAM::AccessKey", undefined],
  ["AWS::IAM::Group", "GroupName"],
  ["AWS::IAM::InstanceProfile", "InstanceProfileName"],
  ["AWS::IAM::ManagedPolicy", "ManagedPolicyName"],
  ["AWS::IAM::Policy", undefined],
  ["AWS::IAM::Role", "RoleName"],
  ["AWS::IAM::User", "UserName"],
  ["AWS::IAM::UserToGroupAddition", undefined],
]);

type Capability = TemplateApp["capabilities"][number];

function checkCapabilities(
  { capabilities }: TemplateApp,
  fields: Tree,
  { tree }: TemplateFile,
): readonly Flaw[] {
  const needed = [...iamCapabilities(tree), ...macroCapability(tree)];
  const first = new Map(needed.toReversed().map((need) => [need.capability, need]));
  const allowed = new Set<Capability>(capabilities);
  if (allowed.has("CAPABILITY_NAMED_IAM") || first.has("CAPABILITY_NAMED_IAM"))
    first.delete("CAPABILITY_IAM");
  return [...first.values()]
    .filter(({ capability }) => !allowed.has(capability))
    .map(({ capability, because }) => ({
      origin: keyOrigin(fields, ["template"]),
      message: `the template needs ${capability}: ${because}`,
      remedy: `add capabilities: [${[...capabilities, capability].join(", ")}]`,
    }));
}

interface Need {
  readonly capability: Capability;
  readonly because: string;
}

function iamCapabilities(tree: MapNode): readonly Need[] {
  const resources = child(tree, "Resources");
  if (resources?.kind !== "map") return [];
  return [...resources.entries].flatMap(([id, { value }]): Need[] => {
    const type = child(value, "Type");
    if (type?.kind !== "scalar" || !IAM_TYPES.has(String(type.value))) return [];
    const name = IAM_TYPES.get(String(type.value));
    const isNamed = name !== undefined && child(child(value, "Properties"), name) !== undefined;
    if (isNamed)
      return [
        { capability: "CAPABILITY_NAMED_IAM", because: `${id} is an ${String(type.value)} with a name` },
      ];
    return [{ capability: "CAPABILITY_IAM", because: `${id} is an ${String(type.value)}` }];
  });
}

function macroCapability(tree: MapNode): readonly Need[] {
  const isMacro = tree.entries.has("Transform") || usesTransform(tree);
  return isMacro ? [{ capability: "CAPABILITY_AUTO_EXPAND", because: "it uses a Transform" }] : [];
}

function usesTransform(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.some(usesTransform);
  if (tree.kind === "scalar") return false;
  return (
    tree.entries.has("Fn::Transform") || [...tree.entries.values()].some(({ value }) => usesTransform(value))
  );
}
