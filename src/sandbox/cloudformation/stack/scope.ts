import { validationError } from "../../errors.ts";
import type { Template } from "../../template/model.ts";
import { typedParameters } from "../../template/parameters.ts";
import type { ResolvedResource, Scope } from "../../template/scope.ts";
import { createScope } from "../../template/scope.ts";
import type { Region } from "../../world.ts";
import { readStackOutput } from "./read-output.ts";
import type { StackContent, StackRecord } from "../records.ts";
import { exportsTable } from "../records.ts";
import { readReference } from "../references/read-values.ts";

/** What a stack's template is evaluated against: its parameters, its name and place, its resources, other stacks' exports. */
export function stackScope(
  region: Region,
  stack: Pick<StackRecord, "stackId" | "name">,
  content: StackContent,
  template: Template,
  resource: (logicalId: string) => ResolvedResource | undefined,
): Scope {
  return createScope({
    template,
    identity: {
      account: region.account,
      region: region.region,
      stackId: stack.stackId,
      stackName: stack.name,
      notificationArns: content.notificationArns,
    },
    parameters: typedParameters(template, content.parameters),
    resource,
    stackOutput: (question) => readStackOutput(region, question),
    dynamicValue: (reference) => readReference(region, reference),
    importValue(name) {
      const exported = region.table(exportsTable).get(name);
      if (exported === undefined) throw validationError(`No export named ${name} found.`);
      return exported.value;
    },
  });
}
