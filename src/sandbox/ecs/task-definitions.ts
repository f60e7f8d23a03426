import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction } from "../protocol/json-service.ts";
import type { TaskDefinitionRecord } from "../resources/ecs/records.ts";
import { taskDefinitions } from "../resources/ecs/records.ts";
import { shownTags } from "../resources/ecs/tags.ts";
import type { Region } from "../world.ts";
import { lowerMembers } from "./lower-names.ts";

/** DescribeTaskDefinition: by ARN, `family:revision`, or `family` for the newest active revision. */
export const describeTaskDefinition: JsonAction = ({ region, input }) => {
  const definition = findDefinition(region, textIn(input, "taskDefinition") ?? "");
  if (definition === undefined) throw new ApiError("ClientException", "Unable to describe task definition.");
  return { taskDefinition: shown(definition), tags: shownTags(region, definition.taskDefinitionArn) };
};

/** The revision that a text names. */
export function findDefinition(region: Region, name: string): TaskDefinitionRecord | undefined {
  const table = region.table(taskDefinitions);
  const [, family = "", revision] = /^(?:arn:[^/]*\/)?([^:/]+)(?::([0-9]+))?$/.exec(name) ?? [];
  const revisions = table.inGroup(family);
  if (revision !== undefined) return revisions.find((definition) => definition.revision === Number(revision));
  return revisions.findLast(({ status }) => status === "ACTIVE");
}

function shown({ properties, ...definition }: TaskDefinitionRecord): JsonObject {
  const { tags: _shownBeside, ...declared } = lowerMembers(properties);
  return {
    ...declared,
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    taskDefinitionArn: definition.taskDefinitionArn,
    registeredAt: definition.registeredAt / 1000,
  };
}
