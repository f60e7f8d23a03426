import { derivedHex, derivedSuffix, derivedUuid } from "../../identifiers.ts";
import { secrets } from "../../secretsmanager/records.ts";
import { findSecret, storeSecret } from "../../secretsmanager/store.ts";
import { scalarText } from "../../template/functions.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { ResourceContext } from "../behaviour.ts";

/**
 * The secret that RDS keeps of a database whose master password it manages; `undefined` where it does not.
 *
 * It is named `rds!db-…` or `rds!cluster-…`, is rotated every seven days, and goes with its database. (RDS user guide, "Password management".)
 */
export function manageSecret(context: ResourceContext, databaseId: string): string | undefined {
  const { region, properties, type } = context;
  if (scalarText(properties["ManageMasterUserPassword"]) !== "true") return undefined;
  const arn = arnOf(context, databaseId);
  if (findSecret(region, arn) !== undefined) return arn;
  const name = nameOf(type, databaseId);
  const username = scalarText(properties["MasterUsername"]) ?? "admin";
  const value = JSON.stringify({ username, password: derivedHex(28, arn) });
  storeSecret(region, name, value, arn);
  const made = findSecret(region, arn);
  if (made !== undefined)
    region.table(secrets).put(arn, { ...made, owner: "rds", rotation: { AutomaticallyAfterDays: 7 } });
  return arn;
}

/** RDS takes its secret along. */
export function dropManagedSecret(context: ResourceContext, databaseId: string): void {
  context.region.table(secrets).delete(arnOf(context, databaseId));
}

function arnOf({ region, type }: ResourceContext, databaseId: string): string {
  const { account, region: place } = region;
  const name = nameOf(type, databaseId);
  return `arn:${partitionOf(place)}:secretsmanager:${place}:${account}:secret:${name}-${derivedSuffix(6, name)}`;
}

function nameOf(type: string, databaseId: string): string {
  const kind = type === "AWS::RDS::DBCluster" ? "cluster" : "db";
  return `rds!${kind}-${derivedUuid(databaseId)}`;
}
