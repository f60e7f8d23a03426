import type { Json } from "../../json.ts";
import { isList, isObject } from "../../json.ts";
import { ecsTags, tagsByHand } from "../../resources/ecs/tags.ts";
import { zones } from "../../route53/records.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import { scalarText } from "../../template/functions.ts";
import type { ResourceRecord } from "../records.ts";
import type { Run } from "./run.ts";
import { stackOf } from "./run.ts";

type Tags = Readonly<Record<string, string>>;

/**
 * Puts the tags of a resource that was created or updated where the sandbox shows them: on hosted zones and in ECS.
 *
 * They are CloudFormation's own, those of the stack, and those of the resource, which win. (User guide, resource tags.)
 */
export function propagateTags(run: Run, record: ResourceRecord, before: ResourceRecord | undefined): void {
  const { physicalId, type } = record;
  if (physicalId === undefined) return;
  switch (type) {
    case "AWS::Route53::HostedZone":
      return tagZone(run, physicalId, tagsOf(run, record), before === undefined ? {} : tagsOf(run, before));
    case "AWS::ECS::Cluster":
      return tagInEcs(run, scalarText(record.attributes["Arn"]) ?? physicalId, tagsOf(run, record));
    case "AWS::ECS::Service":
    case "AWS::ECS::TaskDefinition":
      return tagInEcs(run, physicalId, tagsOf(run, record));
  }
}

/** What somebody else tagged stays. */
function tagZone(run: Run, zoneId: string, tags: Tags, previous: Tags): void {
  const table = run.world.account(run.region.account).table(zones);
  const zone = table.get(zoneId);
  if (zone === undefined) return;
  const foreign = Object.entries(zone.tags).filter(([key]) => previous[key] === undefined);
  table.put(zoneId, { ...zone, tags: { ...Object.fromEntries(foreign), ...tags } });
}

/** What somebody else tagged stays. */
function tagInEcs({ region }: Run, arn: string, tags: Tags): void {
  region.table(ecsTags).put(arn, { ...tagsByHand(region, arn), ...tags });
}

function tagsOf(run: Run, record: ResourceRecord): Tags {
  const property = findResourceType(record.type)?.tags?.property;
  return {
    "aws:cloudformation:stack-name": stackOf(run).name,
    "aws:cloudformation:stack-id": run.stackId,
    "aws:cloudformation:logical-id": record.logicalId,
    ...Object.fromEntries(record.stackTags.map(({ key, value }) => [key, value])),
    ...(property === undefined ? {} : ownTags(record.properties[property])),
  };
}

/** Tags of a resource are a list of keys and values, or a map. */
function ownTags(value: Json | undefined): Tags {
  if (isList(value))
    return Object.fromEntries(
      value.flatMap((tag) =>
        isObject(tag) ? [[scalarText(tag["Key"]) ?? "", scalarText(tag["Value"]) ?? ""]] : [],
      ),
    );
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, scalarText(text) ?? ""]));
}
