import type { JsonObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { LiveContext } from "../behaviour.ts";

/** Why RDS refuses to delete a database; `undefined` when it does not. */
export function protectedFromDeletion({ type, live }: LiveContext): string | undefined {
  if (!isTrue(live.properties, "DeletionProtection")) return undefined;
  const kind = type === "AWS::RDS::DBCluster" ? "Cluster" : "DB Instance";
  return `Cannot delete protected ${kind}, please disable deletion protection and try again. (Service: Rds, Status Code: 400)`;
}

/** Why RDS refuses to change a database like that: storage never shrinks, and a major version is asked for on purpose. (The words are not verified.) */
export function refusedChange({ properties, live }: LiveContext): string | undefined {
  const storage = numberIn(properties, "AllocatedStorage");
  const before = numberIn(live.properties, "AllocatedStorage");
  if (storage < before)
    return `Invalid storage size: Requested storage size (${String(storage)}) cannot be less than the current storage size (${String(before)}). (Service: Rds, Status Code: 400)`;
  if (!isMajorUpgrade(live.properties, properties) || isTrue(properties, "AllowMajorVersionUpgrade"))
    return undefined;
  return "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version. (Service: Rds, Status Code: 400)";
}

/** PostgreSQL's major version is one number from 10 on, the others' is two. */
function isMajorUpgrade(before: JsonObject, after: JsonObject): boolean {
  const parts = /postgres/.test(scalarText(after["Engine"]) ?? "") ? 1 : 2;
  const [from, to] = [before, after].map((of) =>
    (scalarText(of["EngineVersion"]) ?? "").split(".").slice(0, parts).join("."),
  );
  return from !== "" && to !== "" && from !== to;
}

function isTrue(properties: JsonObject, name: string): boolean {
  return scalarText(properties[name]) === "true";
}

function numberIn(properties: JsonObject, name: string): number {
  return Number(scalarText(properties[name]) ?? 0);
}
