import { scalarText } from "../../template/functions.ts";
import type { JsonObject } from "../../json.ts";
import type { Region, TableKind } from "../../world.ts";

/** Where a database instance or cluster is reached, keyed by its id. */
export interface DatabaseRecord {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly engine: string;
  readonly name: string | undefined;
}

const databases: TableKind<DatabaseRecord> = { name: "databases" };

/** A database instance or cluster by its id. */
export function findDatabase(region: Region, id: string): DatabaseRecord | undefined {
  return region.table(databases).get(id);
}

/** Keeps a database as it is now. */
export function putDatabase(region: Region, database: DatabaseRecord): void {
  region.table(databases).put(database.id, database);
}

/** Forgets a database. */
export function dropDatabase(region: Region, id: string): void {
  region.table(databases).delete(id);
}

/** The port that is asked for, or the engine's own. (RDS user guide.) */
export function portOf(properties: JsonObject): number {
  const engine = scalarText(properties["Engine"]) ?? "";
  const known = PORTS.find(([pattern]) => pattern.test(engine))?.[1] ?? 5432;
  return Number(scalarText(properties["Port"]) ?? known);
}

const PORTS: readonly (readonly [engine: RegExp, port: number])[] = [
  [/mysql|mariadb/, 3306],
  [/oracle/, 1521],
  [/sqlserver/, 1433],
  [/db2/, 50_000],
];
