import { databaseEngine } from "../model/database-engine.ts";
import type { DatabaseSpec } from "../model/repository.ts";

/** Logical id of an instance that holds the data itself. */
export const INSTANCE = "Database";

/** Of an Aurora cluster. CloudFormation gives no resource another type, so that an instance can only go and a cluster come. */
export const CLUSTER = "Cluster";

/** Of whichever holds the data. */
export function holderId(spec: DatabaseSpec): string {
  return databaseEngine(spec).isAurora ? CLUSTER : INSTANCE;
}
