import { isObject } from "../../json.ts";
import type { JsonObject } from "../../json.ts";
import { findSecret, storeSecret } from "../../secretsmanager/store.ts";
import { scalarText } from "../../template/functions.ts";
import type { Beginning, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import type { DatabaseRecord } from "../rds/records.ts";
import { findDatabase } from "../rds/records.ts";

/**
 * AWS::SecretsManager::SecretTargetAttachment: writes where a database is into its secret, beside user and password. Ref is the secret's ARN.
 *
 * (Template reference: engine, host, port, dbname and the database's identifier.)
 */
export const secretTargetAttachment: ResourceBehaviour = {
  begin: attach,
  beginUpdate: attach,
};

/** A secret that nobody stored exists like any other, and there is nothing to be written into it. */
function attach(context: ResourceContext): Beginning {
  const { region, properties } = context;
  const id = scalarText(properties["SecretId"]) ?? "";
  const secret = findSecret(region, id);
  const database = findDatabase(region, scalarText(properties["TargetId"]) ?? "");
  if (secret !== undefined && database !== undefined) {
    const place = placeOf(database, scalarText(properties["TargetType"]) ?? "");
    const value = { ...contentOf(secret.versions[0]?.value ?? ""), ...place };
    storeSecret(region, secret.name, JSON.stringify(value), secret.arn);
  }
  const physicalId = secret?.arn ?? id;
  return { kind: "begun", physicalId, attributes: { Id: physicalId } };
}

function contentOf(value: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function placeOf({ id, host, port, engine, name }: DatabaseRecord, type: string): JsonObject {
  return {
    engine: engine.replace(/^aurora-postgresql$/, "postgres").replace(/^aurora-mysql$/, "mysql"),
    host,
    port,
    ...(name === undefined ? {} : { dbname: name }),
    [type === "AWS::RDS::DBCluster" ? "dbClusterIdentifier" : "dbInstanceIdentifier"]: id,
  };
}
