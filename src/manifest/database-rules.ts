import { databaseEngine } from "../model/database-engine.ts";
import { databaseName } from "../model/database-name.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { DATABASE_TIMES } from "./database-times.ts";
import { schemaOf } from "./schemas.ts";
import { SNAPSHOT_RULES } from "./snapshot-rules.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";

type Rule = SpecRule<DatabaseSpec>;

/** What holds for the database of an app ("Creating a DB instance", "Aurora Serverless v2" and the limits of RDS). */
export function databaseRules(app: string): readonly Rule[] {
  return [
    versionIsTheEngines,
    fieldsAreTheEngines,
    capacityHasOrder,
    pausingIsKnown,
    diskCanGrow,
    alarmCanBeQuiet,
    usernameIsFree,
    (spec) => databaseNameIsFree(app, spec),
    ...SNAPSHOT_RULES,
    ...DATABASE_TIMES,
  ];
}

interface VersionShape {
  readonly pattern: RegExp;
  readonly name: string;
  readonly example: string;
}

const VERSIONS: Readonly<Record<DatabaseSpec["engine"], VersionShape>> = {
  postgres: { pattern: /^[1-9]\d(?:\.\d+)?$/, name: "PostgreSQL", example: '"16" or "16.14"' },
  mysql: { pattern: /^\d\.\d(?:\.\d+)?$/, name: "MySQL", example: '"8.4" or "8.4.8"' },
  "aurora-postgres": {
    pattern: /^[1-9]\d(?:\.\d+)?$/,
    name: "Aurora PostgreSQL",
    example: '"17" or "17.7"',
  },
  "aurora-mysql": {
    pattern: /^\d\.\d(?:\.mysql_aurora(?:\.\d+)+)?$/,
    name: "Aurora MySQL",
    example: '"8.0" or "8.0.mysql_aurora.3.10.0"',
  },
};

function versionIsTheEngines({ engine, engineVersion }: DatabaseSpec): readonly Objection[] {
  const { pattern, name, example } = VERSIONS[engine];
  if (pattern.test(engineVersion)) return [];
  const message = `engineVersion is "${engineVersion}", which is no version of ${name}`;
  return [{ path: ["engineVersion"], message, remedy: `write one such as ${example}` }];
}

/** A field that only one of the two forms of a database has. */
interface FormField {
  readonly path: readonly string[];
  readonly value: (spec: DatabaseSpec) => unknown;
  /** What does its work in the other form. */
  readonly instead: string;
}

const SIZE = "instance says how large it is";
const DISK = "its disk grows by itself";

const OF_AURORA: readonly FormField[] = [
  { path: ["readers"], value: ({ readers }) => readers, instead: "multiAz gives it a standby" },
  { path: ["capacity", "min"], value: ({ capacity }) => capacity.min, instead: SIZE },
  { path: ["capacity", "max"], value: ({ capacity }) => capacity.max, instead: SIZE },
];

const OF_INSTANCES: readonly FormField[] = [
  { path: ["instance"], value: ({ instance }) => instance, instead: "capacity says how large it is" },
  { path: ["multiAz"], value: ({ multiAz }) => multiAz, instead: "readers take over when the writer fails" },
  { path: ["storageGiB"], value: ({ storageGiB }) => storageGiB, instead: DISK },
  { path: ["maxStorageGiB"], value: ({ maxStorageGiB }) => maxStorageGiB, instead: DISK },
];

function fieldsAreTheEngines(spec: DatabaseSpec): readonly Objection[] {
  const foreign = databaseEngine(spec).isAurora ? OF_INSTANCES : OF_AURORA;
  return foreign
    .filter(({ path, value }) => value(spec) !== undefined && value(spec) !== usual(path))
    .map(({ path, instead }) => ({
      path,
      message: `${spec.engine} has no ${path.join(".")}: ${instead}`,
      remedy: `leave ${path.join(".")} out`,
    }));
}

/** What is there when nobody writes anything. */
function usual(path: FormField["path"]): unknown {
  return schemaOf("app", `/$defs/Database/properties/${path.join("/properties/")}`)["default"];
}

function capacityHasOrder({ capacity: { min, max } }: DatabaseSpec): readonly Objection[] {
  if (min <= max) return [];
  const message = `capacity.min is ${min}, more than capacity.max, which is ${max}`;
  return [{ path: ["capacity", "min"], message, remedy: "make min at most max" }];
}

/** From which minor version on Aurora PostgreSQL can pause, by major version; all later ones can. */
const FIRST_TO_PAUSE: ReadonlyMap<string, number> = new Map([
  ["13", 15],
  ["14", 12],
  ["15", 7],
  ["16", 3],
]);

function pausingIsKnown(spec: DatabaseSpec): readonly Objection[] {
  const { isAurora, isPinned } = databaseEngine(spec);
  if (!isAurora || !isPinned || spec.capacity.min > 0 || mayPause(spec)) return [];
  const message = `capacity.min is 0, but ${spec.engine} ${spec.engineVersion} cannot pause`;
  const remedy = "make it at least 0.5, or take a version that can: 16.3, 15.7, 14.12, 13.15 or 3.08.0 on";
  return [{ path: ["capacity", "min"], message, remedy }];
}

function mayPause({ engine, engineVersion }: DatabaseSpec): boolean {
  const [major = "", minor = ""] = engineVersion.split(".");
  if (engine === "aurora-postgres") {
    return Number(major) > 16 || Number(minor) >= (FIRST_TO_PAUSE.get(major) ?? Number.POSITIVE_INFINITY);
  }
  const [, release] = /mysql_aurora\.3\.(\d+)/.exec(engineVersion) ?? [];
  return release === undefined || Number(release) >= 8;
}

/** RDS takes no limit that is closer to the disk than a tenth of it. */
function diskCanGrow(spec: DatabaseSpec): readonly Objection[] {
  const { storageGiB, maxStorageGiB } = spec;
  const least = Math.ceil((storageGiB * 11) / 10);
  if (databaseEngine(spec).isAurora || maxStorageGiB === undefined || maxStorageGiB >= least) return [];
  const message = `maxStorageGiB is ${maxStorageGiB}, too close to storageGiB, which is ${storageGiB}`;
  return [{ path: ["maxStorageGiB"], message, remedy: `make it at least ${least}, or leave it out` }];
}

function alarmCanBeQuiet(spec: DatabaseSpec): readonly Objection[] {
  const { alarms, storageGiB } = spec;
  if (databaseEngine(spec).isAurora || alarms === false || alarms.freeStorageGiB < storageGiB) return [];
  const message = `alarms.freeStorageGiB is ${alarms.freeStorageGiB}, and the disk has no more than ${storageGiB} GiB: the alarm would never end`;
  return [{ path: ["alarms", "freeStorageGiB"], message, remedy: "make it less than storageGiB" }];
}

const POSTGRES_USERS = ["admin", "all", "public", "user"];
const USERS_OF_RDS = ["rdsadmin", "rdsproxyadmin", "rdsrepladmin", "rds_superuser"];

function usernameIsFree({ username, engine }: DatabaseSpec): readonly Objection[] {
  const taken = engine.endsWith("postgres") ? [...USERS_OF_RDS, ...POSTGRES_USERS] : USERS_OF_RDS;
  if (!taken.includes(username) && !(engine.endsWith("postgres") && username.startsWith("pg_"))) return [];
  const message = `username is ${username}, a name that ${engine} keeps for itself`;
  return [{ path: ["username"], message, remedy: "take another one, such as app" }];
}

const POSTGRES_DATABASES = ["db", "rdsadmin", "template0", "template1"];
const MYSQL_DATABASES = ["information_schema", "innodb", "mysql", "performance_schema", "sys", "tmp"];

function databaseNameIsFree(app: string, spec: DatabaseSpec): readonly Objection[] {
  const name = databaseName(app, spec);
  const taken = spec.engine.endsWith("postgres") ? POSTGRES_DATABASES : MYSQL_DATABASES;
  if (!taken.includes(name)) return [];
  const message = `the database inside would be named ${name}, which ${spec.engine} keeps for itself`;
  return [{ path: ["database"], message, remedy: "write another name: database: catalog" }];
}
