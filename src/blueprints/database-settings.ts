import { databaseEngine } from "../model/database-engine.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { masterUser } from "./database-secret.ts";
import { ref, type Members } from "./template.ts";

/** Properties that an instance and a cluster have under the same names. */
export function databaseSettings(spec: DatabaseSpec): Members {
  const { name, isPinned, logs } = databaseEngine(spec);
  return {
    Engine: name,
    EngineVersion: spec.engineVersion,
    AutoMinorVersionUpgrade: !isPinned,
    DBSubnetGroupName: ref("SubnetGroup"),
    ...masterUser(spec),
    StorageEncrypted: isRestored(spec) ? undefined : true,
    BackupRetentionPeriod: spec.backup.retentionDays,
    PreferredBackupWindow: spec.backup.window,
    PreferredMaintenanceWindow: spec.maintenance,
    CopyTagsToSnapshot: true,
    DeletionProtection: spec.deletionProtection,
    EnableCloudwatchLogsExports: logs,
  };
}

/** What comes out of a snapshot has the snapshot's database, user and encryption: CloudFormation wants none of them said again. */
export function isRestored({ snapshot }: DatabaseSpec): boolean {
  return snapshot !== undefined;
}

/** Properties of every instance, an Aurora cluster's too. */
export function instanceSettings(spec: DatabaseSpec): Members {
  const { enabled, retentionDays } = spec.performanceInsights;
  const isRecorded = enabled && !isTooSmallForInsights(spec);
  return {
    PubliclyAccessible: false,
    EnablePerformanceInsights: isRecorded,
    PerformanceInsightsRetentionPeriod: isRecorded ? retentionDays : undefined,
  };
}

/** RDS refuses such a database, and the smallest one is what most begin with ("Amazon RDS DB engine, Region, and instance class support for Performance Insights"). */
function isTooSmallForInsights({ engine, instance }: DatabaseSpec): boolean {
  return engine === "mysql" && /^db\.t[0-9]+[a-z]*\.(?:micro|small)$/.test(instance);
}
