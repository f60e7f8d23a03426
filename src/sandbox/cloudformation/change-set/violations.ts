import { fixedName, isNameTaken } from "../../resources/names.ts";
import { violationText, violationsOf } from "../../resources/validate.ts";
import { findResourceType } from "../../spec/resource-type.ts";
import type { Region, World } from "../../world.ts";
import type { DesiredResource } from "../desired.ts";
import { resourceKey, resources } from "../records.ts";
import type { Violation } from "./records.ts";

/** Types that early validation passes over. (User guide, validate-stack-deployments.) */
const skippedTypes = ["AWS::CertificateManager::Certificate"];

/** What early validation finds in resources that a change set would add or change: bad properties and taken names. */
export function findViolations(
  world: World,
  region: Region,
  stackId: string,
  desired: readonly DesiredResource[],
): readonly Violation[] {
  return desired.flatMap((resource) => [
    ...propertyViolations(resource),
    ...nameViolations(world, region, stackId, resource),
  ]);
}

function propertyViolations({ logicalId, type, properties }: DesiredResource): readonly Violation[] {
  if (skippedTypes.includes(type)) return [];
  return violationsOf(type, properties).map((violation) => ({
    logicalId,
    type,
    validation: "PROPERTY_VALIDATION",
    reason: violationText(violation),
    path: ["", "Resources", logicalId, "Properties", ...violation.path].join("/"),
  }));
}

function nameViolations(
  world: World,
  region: Region,
  stackId: string,
  { logicalId, type, properties }: DesiredResource,
): readonly Violation[] {
  const isNew = region.table(resources).get(resourceKey(stackId, logicalId)) === undefined;
  const named = { world, account: region.account, region: region.region, type, properties };
  if (!isNew || findResourceType(type) === undefined || !isNameTaken(named)) return [];
  return [
    {
      logicalId,
      type,
      validation: "NAME_CONFLICT_VALIDATION",
      reason: `Resource of type '${type}' with identifier '${fixedName(type, properties) ?? ""}' already exists.`,
      path: `/Resources/${logicalId}`,
    },
  ];
}
