import { databaseEngine } from "../model/database-engine.ts";
import { databaseName } from "../model/database-name.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { databaseRecord } from "./database-records.ts";
import { databaseSettings, instanceSettings, isRestored } from "./database-settings.ts";
import { attribute, ref, type Fragment, type Resource } from "./template.ts";

/** PostgreSQL or MySQL on an instance of its own. A snapshot is taken of one that goes. */
export function databaseInstance(app: string, spec: DatabaseSpec): Fragment {
  const host = attribute("Database", "Endpoint.Address");
  const record = databaseRecord("Record", { label: app, host });
  return {
    Resources: {
      ParameterGroup: parameterGroup(app, spec),
      Database: instance(app, spec),
      ...record.Resources,
    },
    Outputs: {
      Host: { Value: host },
      Port: { Value: attribute("Database", "Endpoint.Port") },
      DatabaseName: { Value: databaseName(app, spec) },
      ...record.Outputs,
    },
  };
}

/** Its own from the beginning: RDS restarts a database that changes from one group to another. */
function parameterGroup(app: string, spec: DatabaseSpec): Resource {
  return {
    Type: "AWS::RDS::DBParameterGroup",
    Properties: {
      Description: `Database ${app}`,
      Family: databaseEngine(spec).family,
      Parameters: spec.parameters,
    },
  };
}

function instance(app: string, spec: DatabaseSpec): Resource {
  return {
    Type: "AWS::RDS::DBInstance",
    Properties: {
      ...databaseSettings(spec),
      ...instanceSettings(spec),
      AllowMajorVersionUpgrade: true,
      DBInstanceClass: spec.instance,
      DBName: isRestored(spec) ? undefined : databaseName(app, spec),
      DBSnapshotIdentifier: spec.snapshot,
      DBParameterGroupName: ref("ParameterGroup"),
      VPCSecurityGroups: [attribute("SecurityGroup", "GroupId")],
      StorageType: "gp3",
      AllocatedStorage: String(spec.storageGiB),
      MaxAllocatedStorage: spec.maxStorageGiB,
      MultiAZ: spec.multiAz,
    },
    DeletionPolicy: "Snapshot",
    UpdateReplacePolicy: "Snapshot",
  };
}
