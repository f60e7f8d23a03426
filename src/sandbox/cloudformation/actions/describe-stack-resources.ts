import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { text } from "../input.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import { resources, stacks } from "../records.ts";
import { findStack } from "../stack/find-stack.ts";
import { shownResources } from "../stack/former-resources.ts";
import { renderResource } from "../stack/render-resource.ts";

const describedAtMost = 100;

/** The first hundred resources of a stack, by the stack or by the physical id of one of them. No paging, as on AWS. */
export const describeStackResources: Action = ({ region, input }) => {
  const stackName = text(input, "StackName");
  const physicalId = text(input, "PhysicalResourceId");
  const logicalId = text(input, "LogicalResourceId");
  const all = [...region.table(resources).values()];
  const stack =
    stackName === undefined
      ? stackOfResource(all, physicalId, (id) => region.table(stacks).get(id))
      : findStack(region, stackName);
  if (stack === undefined)
    throw validationError(`Stack with id ${stackName ?? physicalId ?? ""} does not exist`);
  const records = shownResources(region, stack)
    .filter((record) => logicalId === undefined || record.logicalId === logicalId)
    .slice(0, describedAtMost);
  return {
    StackResources: records.map((record) => {
      const { LastUpdatedTimestamp, ...rest } = renderResource(record);
      return { StackName: stack.name, StackId: stack.stackId, ...rest, Timestamp: LastUpdatedTimestamp };
    }),
  };
};

function stackOfResource(
  all: readonly ResourceRecord[],
  physicalId: string | undefined,
  stackById: (id: string) => StackRecord | undefined,
): StackRecord | undefined {
  if (physicalId === undefined)
    throw validationError("Either StackName or PhysicalResourceId must be specified.");
  const record = all.find((each) => each.physicalId === physicalId);
  return record === undefined ? undefined : stackById(record.stackId);
}
