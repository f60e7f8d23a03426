import type { DatabaseSpec } from "./repository.ts";

/** Name of the database that is made inside of a `Database`; without one of its own, the app's, which may hold hyphens. */
export function databaseName(app: string, { database }: Pick<DatabaseSpec, "database">): string {
  return database ?? app.replaceAll("-", "_");
}

/** Label in the account's zone under which the readers of a database are found. */
export function readerLabel(app: string): string {
  return `${app}-reader`;
}
