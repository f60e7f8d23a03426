import type { PropertyChange, ResourceChange } from "../model/change-set.ts";

/** The properties because of which a resource is replaced, or may be: ` for Engine and DBName`; empty when none is known. */
export function replacingProperties(change: ResourceChange): string {
  const names = change.properties.filter((property) => isReplacing(change.type, property)).map(nameOf);
  const distinct = [...new Set(names)];
  if (distinct.length === 0) return "";
  const shown = distinct.slice(0, MOST_NAMED);
  const rest = distinct.length > MOST_NAMED ? [`${distinct.length - MOST_NAMED} more`] : [];
  return ` for ${[...shown, ...rest].join(" and ")}`;
}

const MOST_NAMED = 3;

function isReplacing(type: string, property: PropertyChange): boolean {
  if (property.causesReplacement === "never") return false;
  return property.causesReplacement === "always" || IN_PLACE[type]?.has(nameOf(property)) !== true;
}

function nameOf({ path }: PropertyChange): string {
  return path.split("/", 1)[0] ?? path;
}

/**
 * Properties of which CloudFormation says that they might replace, and which RDS changes in place, at worst with a restart.
 * Source: RDS user guide, "Settings for DB instances"; template reference, "Update requires: Some interruptions".
 */
const IN_PLACE: Readonly<Record<string, ReadonlySet<string>>> = {
  "AWS::RDS::DBInstance": new Set([
    "AutoMinorVersionUpgrade",
    "BackupRetentionPeriod",
    "DBParameterGroupName",
    "MultiAZ",
    "PreferredMaintenanceWindow",
    "StorageType",
  ]),
};
