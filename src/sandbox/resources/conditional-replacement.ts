import type { Json } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import type { PropertyChange } from "./difference.ts";

/** Whether a change from one value to another replaces the resource. */
type Condition = (before: Json | undefined, after: Json | undefined) => boolean;

const always: Condition = () => true;

/** A replica that names another source is made anew; one that no longer names any is promoted. */
const toAnother: Condition = (_, after) => after !== undefined;

/** Editions of one engine, such as `oracle-se2` and `oracle-ee`, are upgraded in place. */
const toAnotherEngine: Condition = (before, after) => familyOf(before) !== familyOf(after);

function familyOf(engine: Json | undefined): string {
  return (scalarText(engine) ?? "").replace(/^(oracle|sqlserver|custom-oracle|custom-sqlserver)-.*$/, "$1");
}

/** What the template reference says of properties whose update may replace, by type and property. */
const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
  "AWS::EC2::VPC": { InstanceTenancy: (_, after) => after === "dedicated" },
  "AWS::RDS::DBCluster": { Engine: always, MasterUsername: always },
  "AWS::RDS::DBInstance": {
    DBClusterSnapshotIdentifier: always,
    DBSnapshotIdentifier: always,
    Engine: toAnotherEngine,
    RestoreTime: toAnother,
    SourceDBInstanceAutomatedBackupsArn: toAnother,
    SourceDbiResourceId: toAnother,
    SourceDBClusterIdentifier: toAnother,
    SourceDBInstanceIdentifier: toAnother,
  },
};

/** Whether a change makes a new physical resource when it is executed. A property that replaces conditionally is updated in place where no condition is known. */
export function isReplacedBy(
  type: string,
  { name, before, after, requiresRecreation }: PropertyChange,
): boolean {
  if (requiresRecreation !== "Conditionally") return requiresRecreation === "Always";
  return conditions[type]?.[name]?.(before, after) ?? false;
}
