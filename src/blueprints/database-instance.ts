import { databaseName } from "../model/database-name.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { INSTANCE } from "./database-ids.ts";
import { parameterGroup } from "./database-parameters.ts";
import { databaseRecord } from "./database-records.ts";
import { databaseSettings, instanceSettings, isRestored } from "./database-settings.ts";
import { attribute, ref, type Fragment, type Resource } from "./template.ts";

/** PostgreSQL or MySQL on an instance of its own. A snapshot is taken of one that goes. */
export function databaseInstance(app: string, spec: DatabaseSpec): Fragment {
  const host = attribute(INSTANCE, "Endpoint.Address");
  const record = databaseRecord("Record", { label: app, host });
  return {
    Resources: {
      ParameterGroup: parameterGroup("AWS::RDS::DBParameterGroup", { app, spec }),
      [INSTANCE]: instance(app, spec),
      ...record.Resources,
    },
    Outputs: {
      Host: { Value: host },
      Port: { Value: attribute(INSTANCE, "Endpoint.Port") },
      DatabaseName: { Value: databaseName(app, spec) },
      ...record.Outputs,
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
