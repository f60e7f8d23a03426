import { isJsonObject, type Json } from "../model/canonical.ts";
import { parseChangeSetName } from "../model/change-set-name.ts";
import type { Cloud } from "../model/cloud.ts";
import type { StackResource } from "../model/cloud-drift.ts";
import { MASKED, type ObservedStack } from "../model/observed-stack.ts";
import { READ_TEMPLATES_OF, type StackContent } from "../drift/attachments.ts";
import type { DeployedTemplate } from "../drift/template-values.ts";
import { compareSweep } from "../plan/compare.ts";
import { withoutAbsentResources } from "../plan/conditions.ts";
import { parameterDefaults, parseTemplate } from "../plan/deployed-template.ts";
import type { Scene, SurveyWork } from "./drift-scene.ts";

/** What is in a stack, what its template says, and what our earlier passes left on it. */
export interface ReadContent extends StackContent {
  /** Names of change sets of ours that were not executed; of our own stacks only. */
  readonly leftovers: readonly string[];
  /** Values that the stack was given in confidence. */
  readonly secrets: readonly string[];
}

type JsonObject = { readonly [key: string]: Json | undefined };

/**
 * Reads what a survey needs to know of one stack, whoever it belongs to: at most three calls.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function readContent(
  stack: ObservedStack,
  { work, scene }: { readonly work: SurveyWork; readonly scene: Scene },
): Promise<ReadContent> {
  const { cloud } = work;
  const resources = await cloud.stackResources(stack.id);
  const isOurs = scene.subjects.some((subject) => subject.stack.id === stack.id) && !stack.isNested;
  const leftovers = isOurs ? await leftoversOn(stack, cloud) : [];
  const found = { stack: stack.name, resources, leftovers };
  const known = knownTemplate(stack, scene) ?? (await deployedTemplate(stack, resources, cloud));
  if (known === undefined) return { ...found, secrets: [] };
  const deployed = valuesOf(stack, known, { work, resources });
  return { ...found, deployed, secrets: secretsOf(known) };
}

async function leftoversOn({ id, lastChangeSet }: ObservedStack, cloud: Cloud): Promise<readonly string[]> {
  const names = await cloud.changeSetNames(id);
  return names.filter((name) => name !== lastChangeSet && parseChangeSetName(name) !== undefined);
}

/** A template and the values that it was given. */
interface Filled {
  readonly template: JsonObject;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What the repository says is what is deployed, where the sweep tells so. */
function knownTemplate(stack: ObservedStack, { bound }: Scene): Filled | undefined {
  const wanted = bound.get(stack.name);
  if (wanted === undefined || compareSweep(wanted, stack) !== "same") return undefined;
  const template = parseTemplate(wanted.template);
  return template === undefined ? undefined : { template, parameters: wanted.parameters };
}

/** One that is not JSON is not understood: then values in it are not known. */
async function deployedTemplate(
  stack: ObservedStack,
  resources: readonly StackResource[],
  cloud: Cloud,
): Promise<Filled | undefined> {
  if (!resources.some(({ type }) => READ_TEMPLATES_OF.has(type))) return undefined;
  const template = parseTemplate(await cloud.template(stack.id));
  return template === undefined ? undefined : { template, parameters: stack.parameters };
}

function valuesOf(
  stack: ObservedStack,
  { template, parameters }: Filled,
  { work, resources }: { readonly work: SurveyWork; readonly resources: readonly StackResource[] },
): DeployedTemplate {
  const given = { ...parameterDefaults(template), ...parameters };
  const declarations = declarationsOf(template);
  const known = Object.entries(given).filter(
    ([name, value]) => value !== MASKED && !isLookedUp(declarations[name]),
  );
  return {
    template: withoutAbsentResources(template, given),
    parameters: Object.fromEntries(known),
    outputs: stack.outputs,
    physicalIds: new Map(
      resources.flatMap(({ logicalId, physicalId }) =>
        physicalId === undefined ? [] : [[logicalId, physicalId]],
      ),
    ),
    pseudo: pseudoParameters(stack, work),
  };
}

function pseudoParameters({ name, id }: ObservedStack, { account }: SurveyWork) {
  return {
    "AWS::AccountId": account.id,
    "AWS::Region": account.region,
    "AWS::StackName": name,
    "AWS::StackId": id,
  };
}

function declarationsOf(template: JsonObject): JsonObject {
  const declarations = template["Parameters"];
  return isJsonObject(declarations) ? declarations : {};
}

/** The value of such a parameter is the name of what CloudFormation looks up. */
function isLookedUp(declaration: Json | undefined): boolean {
  const type = isJsonObject(declaration) ? declaration["Type"] : undefined;
  return typeof type === "string" && type.startsWith("AWS::SSM::Parameter::Value");
}

/** Shorter ones would hide what happens to look like them. */
const SHORTEST_SECRET = 4;

function secretsOf({ template, parameters }: Filled): readonly string[] {
  return Object.entries(declarationsOf(template)).flatMap(([name, declaration]) => {
    const noEcho = isJsonObject(declaration) ? declaration["NoEcho"] : undefined;
    const isHidden = noEcho === true || noEcho === "true";
    const value = parameters[name] ?? "";
    return isHidden && value !== MASKED && value.length >= SHORTEST_SECRET ? [value] : [];
  });
}
