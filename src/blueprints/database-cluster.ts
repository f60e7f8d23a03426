import { databaseEngine } from "../model/database-engine.ts";
import { databaseName, readerLabel } from "../model/database-name.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { CLUSTER } from "./database-ids.ts";
import { parameterGroup } from "./database-parameters.ts";
import { databaseRecord } from "./database-records.ts";
import { databaseSettings, instanceSettings, isRestored } from "./database-settings.ts";
import { attribute, merge, ref, type Fragment, type Members, type Resource } from "./template.ts";

/** Aurora Serverless v2: a cluster that holds the data, and instances that hold none. */
export function databaseCluster(app: string, spec: DatabaseSpec): Fragment {
  const host = attribute(CLUSTER, "Endpoint.Address");
  return merge([
    {
      Resources: {
        ClusterParameterGroup: parameterGroup("AWS::RDS::DBClusterParameterGroup", { app, spec }),
        [CLUSTER]: cluster(app, spec),
        Writer: member(spec),
        ...readers(spec),
      },
      Outputs: {
        Host: { Value: host },
        Port: { Value: attribute(CLUSTER, "Endpoint.Port") },
        DatabaseName: { Value: databaseName(app, spec) },
      },
    },
    databaseRecord("Record", { label: app, host }),
    ...(spec.readers === 0 ? [] : [readerName(app)]),
  ]);
}

function cluster(app: string, spec: DatabaseSpec): Resource {
  return {
    Type: "AWS::RDS::DBCluster",
    Properties: {
      ...databaseSettings(spec),
      DatabaseName: isRestored(spec) ? undefined : databaseName(app, spec),
      SnapshotIdentifier: spec.snapshot,
      DBClusterParameterGroupName: ref("ClusterParameterGroup"),
      VpcSecurityGroupIds: [attribute("SecurityGroup", "GroupId")],
      ServerlessV2ScalingConfiguration: { MinCapacity: spec.capacity.min, MaxCapacity: spec.capacity.max },
    },
    DeletionPolicy: "Snapshot",
    UpdateReplacePolicy: "Snapshot",
  };
}

/** The first instance of a cluster is the one that writes, so the others wait for it. */
function readers(spec: DatabaseSpec): Fragment["Resources"] {
  const numbers = Array.from({ length: spec.readers }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.map((number) => [
      `Reader${number}`,
      { ...member(spec, { PromotionTier: 1 }), DependsOn: ["Writer"] },
    ]),
  );
}

/** Nothing is lost with an instance of a cluster, and CloudFormation cannot take a snapshot of one. */
function member(spec: DatabaseSpec, properties: Members = {}): Resource {
  const { name, isPinned } = databaseEngine(spec);
  return {
    Type: "AWS::RDS::DBInstance",
    Properties: {
      ...instanceSettings(spec),
      DBClusterIdentifier: ref(CLUSTER),
      DBInstanceClass: "db.serverless",
      Engine: name,
      AutoMinorVersionUpgrade: !isPinned,
      PreferredMaintenanceWindow: spec.maintenance,
      ...properties,
    },
    DeletionPolicy: "Delete",
    UpdateReplacePolicy: "Delete",
  };
}

function readerName(app: string): Fragment {
  const host = attribute(CLUSTER, "ReadEndpoint.Address");
  return merge([
    { Resources: {}, Outputs: { ReaderHost: { Value: host } } },
    databaseRecord("ReaderRecord", { label: readerLabel(app), host }),
  ]);
}
