import { isList } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { ResourceBehaviour } from "../behaviour.ts";
import { generatedName } from "../identity.ts";
import { taskDefinitions } from "./records.ts";
import { tagsByHand } from "./tags.ts";

/** AWS::ECS::TaskDefinition: every change registers a new revision; the old one is deregistered when the stack lets go of it. */
export const taskDefinition: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const family =
      scalarText(context.properties["Family"]) ??
      generatedName({ ...context, account, region }).replaceAll("-", "");
    const table = context.region.table(taskDefinitions);
    const revision = 1 + Math.max(0, ...table.inGroup(family).map((definition) => definition.revision));
    const taskDefinitionArn = `arn:${partitionOf(region)}:ecs:${region}:${account}:task-definition/${family}:${revision}`;
    table.put(taskDefinitionArn, {
      taskDefinitionArn,
      family,
      revision,
      status: "ACTIVE",
      registeredAt: context.now,
      properties: context.properties,
    });
    return {
      kind: "begun",
      physicalId: taskDefinitionArn,
      attributes: { TaskDefinitionArn: taskDefinitionArn },
    };
  },
  remove(context) {
    const table = context.region.table(taskDefinitions);
    const definition = table.get(context.live.physicalId);
    if (definition !== undefined)
      table.put(definition.taskDefinitionArn, { ...definition, status: "INACTIVE" });
    return { kind: "done" };
  },
  read({ region, live }) {
    const added = Object.entries(tagsByHand(region, live.physicalId));
    if (added.length === 0) return {};
    const { Tags: declared } = live.properties;
    return {
      Tags: [...(isList(declared) ? declared : []), ...added.map(([Key, Value]) => ({ Key, Value }))],
    };
  },
};
