import { validationError } from "../../errors.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { Template } from "../../template/model.ts";
import { resolveParameters } from "../../template/parameters.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Region, World } from "../../world.ts";
import type { StackContent, Tag } from "../records.ts";
import { checkCapabilities } from "../stack/capabilities.ts";
import { checkTypes } from "../stack/check-types.ts";
import { checkDynamicReferences } from "../references/check-template.ts";
import { readStoredParameters } from "../stack/stored-parameters.ts";
import { readTemplateUrl } from "../stack/template-source.ts";

/** A nested stack as its parent wants it. */
export interface NestedSubmission {
  readonly body: string;
  readonly template: Template;
  readonly content: StackContent;
}

/**
 * Reads what a parent's template wants of a nested stack, from the resource's evaluated properties.
 *
 * A change set has pinned the template, perhaps. It takes over the parent's capabilities, role and tags; its own tags come on top. Throws ValidationError and
 * InsufficientCapabilitiesException.
 */
export function readNested(
  { world, region }: { readonly world: World; readonly region: Region },
  parent: Pick<StackContent, "capabilities" | "tags" | "roleArn">,
  properties: JsonObject,
  pinnedBody?: string,
): NestedSubmission {
  const body = pinnedBody ?? readTemplateUrl(world, scalarText(properties["TemplateURL"]) ?? "");
  const given = Object.entries(isObject(properties["Parameters"]) ? properties["Parameters"] : {});
  const values = resolveParameters(
    parseTemplate(body),
    given.map(([key, value]) => ({ key, value: parameterText(key, value), usePrevious: false })),
    [],
  );
  const parameters = readStoredParameters(region, parseTemplate(body), values);
  const template = parseTemplate(body, { account: region.account, region: region.region, parameters });
  checkTypes(template);
  checkDynamicReferences(region, template);
  checkCapabilities(template, parent.capabilities);
  return {
    body,
    template,
    content: {
      parameters,
      tags: mergeTags(parent.tags, ownTags(properties["Tags"])),
      capabilities: parent.capabilities,
      notificationArns: texts(properties["NotificationARNs"]),
      ...(parent.roleArn === undefined ? {} : { roleArn: parent.roleArn }),
    },
  };
}

/** Lists become comma-delimited texts. (Template reference, AWS::CloudFormation::Stack.) */
function parameterText(key: string, value: Json): string {
  const text = isList(value) ? texts(value).join(",") : scalarText(value);
  if (text === undefined) throw validationError(`Value of property Parameters.${key} must be of type String`);
  return text;
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.flatMap((element) => scalarText(element) ?? []) : [];
}

function ownTags(value: Json | undefined): readonly Tag[] {
  if (!isList(value)) return [];
  return value.flatMap((tag) => {
    const [key, text] = isObject(tag) ? [scalarText(tag["Key"]), scalarText(tag["Value"])] : [];
    return key === undefined || text === undefined ? [] : [{ key, value: text }];
  });
}

function mergeTags(inherited: readonly Tag[], own: readonly Tag[]): readonly Tag[] {
  const merged = new Map([...inherited, ...own].map(({ key, value }) => [key, value]));
  return [...merged].map(([key, value]) => ({ key, value }));
}
