import { derivedHex, derivedSuffix } from "../../identifiers.ts";
import type { JsonObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";
import { dropManagedSecret, manageSecret } from "./master-secret.ts";
import { dropDatabase, findDatabase, portOf, putDatabase } from "./records.ts";
import { protectedFromDeletion, refusedChange } from "./refusals.ts";

/** AWS::RDS::DBInstance and DBCluster: they have an address, may have a secret of RDS's own, and protect themselves from deletion. */
export const database: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const physicalId = genericPhysicalId({ ...context, account, region });
    return { kind: "begun", physicalId, attributes: present(context, physicalId) };
  },
  beginUpdate(context) {
    const { physicalId } = context.live;
    const refusal = refusedChange(context);
    if (refusal !== undefined) return handlerFailure(context, refusal, "InvalidRequest");
    return { kind: "begun", physicalId, attributes: present(context, physicalId) };
  },
  remove(context) {
    const { physicalId } = context.live;
    const refusal = protectedFromDeletion(context);
    if (refusal !== undefined) return handlerFailure(context, refusal, "InvalidRequest");
    dropDatabase(context.region, physicalId);
    dropManagedSecret(context, physicalId);
    return { kind: "done" };
  },
};

/** Writes a database down as it is now, and answers its attributes. */
function present(context: ResourceContext, id: string): JsonObject {
  const { region, properties, type } = context;
  const isCluster = type === "AWS::RDS::DBCluster";
  const cluster = findDatabase(region, scalarText(properties["DBClusterIdentifier"]) ?? "");
  const engine = scalarText(properties["Engine"]) ?? cluster?.engine ?? "postgres";
  const port = isCluster || cluster === undefined ? portOf({ ...properties, Engine: engine }) : cluster.port;
  const host = hostOf(context, id, isCluster ? "cluster-" : "");
  const name = scalarText(properties[isCluster ? "DatabaseName" : "DBName"]);
  putDatabase(region, { id, host, port, engine, name });
  const secret = manageSecret(context, id);
  if (secret === undefined) dropManagedSecret(context, id);
  return {
    "Endpoint.Address": host,
    "Endpoint.Port": String(port),
    ...(isCluster ? { "ReadEndpoint.Address": hostOf(context, id, "cluster-ro-") } : {}),
    ...identityOf(context, id, isCluster),
    ...(secret === undefined ? {} : { "MasterUserSecret.SecretArn": secret }),
  };
}

function hostOf({ region }: ResourceContext, id: string, kind: string): string {
  const owner = derivedHex(12, region.account, region.region, "rds");
  return `${id}.${kind}${owner}.${region.region}.rds.amazonaws.com`;
}

function identityOf({ region }: ResourceContext, id: string, isCluster: boolean): JsonObject {
  const prefix = `arn:${partitionOf(region.region)}:rds:${region.region}:${region.account}`;
  return isCluster
    ? { DBClusterArn: `${prefix}:cluster:${id}`, DBClusterResourceId: `cluster-${derivedSuffix(24, id)}` }
    : { DBInstanceArn: `${prefix}:db:${id}`, DbiResourceId: `db-${derivedSuffix(24, id)}` };
}
