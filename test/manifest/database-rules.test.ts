import { describe, expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

/** Problems of a database, without the file they are in. */
function database(fields: string, app = "web"): readonly string[] {
  return problemsWith({
    [`apps/${app}.yaml`]: `kind: Database\n${fields}\n`,
    "accounts/dev/apps.yaml": `${app}: {}\n`,
  }).map((problem) => problem.replace(/^apps\/[a-z-]+\.yaml:/, ""));
}

const POSTGRES = 'engine: postgres\nengineVersion: "16.8"';
const AURORA = 'engine: aurora-postgres\nengineVersion: "17.7"';

describe("a database without an engine", () => {
  test("is told in one sentence which ones there are", () => {
    expect(database('engineVersion: "16"')).toEqual([
      "1:1 engine is missing → add it: PostgreSQL or MySQL on an instance of its own, or Aurora Serverless v2 that speaks the one or the other",
    ]);
  });
});

describe("the version of a database", () => {
  test.each([
    [
      "postgres",
      "8",
      'engineVersion is "8", which is no version of PostgreSQL → write one such as "16" or "16.14"',
    ],
    ["mysql", "8", 'engineVersion is "8", which is no version of MySQL → write one such as "8.4" or "8.4.8"'],
    [
      "aurora-mysql",
      "8.0.36",
      'engineVersion is "8.0.36", which is no version of Aurora MySQL → write one such as "8.0" or "8.0.mysql_aurora.3.10.0"',
    ],
  ])("of %s cannot be %s", (engine, version, expected) => {
    expect(database(`engine: ${engine}\nengineVersion: "${version}"`)).toEqual([`3:16 ${expected}`]);
  });

  test.each([
    ["postgres", "16"],
    ["postgres", "17.2"],
    ["mysql", "8.4"],
    ["mysql", "8.0.42"],
    ["aurora-postgres", "17.7"],
    ["aurora-mysql", "8.0.mysql_aurora.3.10.0"],
    ["aurora-mysql", "8.4"],
  ])("of %s may be %s", (engine, version) => {
    expect(database(`engine: ${engine}\nengineVersion: "${version}"`)).toEqual([]);
  });
});

describe("a field that the engine does not have", () => {
  test.each([
    [POSTGRES, "readers: 1", "4:10 postgres has no readers: multiAz gives it a standby → leave readers out"],
    [
      POSTGRES,
      "capacity: { max: 8 }",
      "4:18 postgres has no capacity.max: instance says how large it is → leave capacity.max out",
    ],
    [
      AURORA,
      "instance: db.r7g.large",
      "4:11 aurora-postgres has no instance: capacity says how large it is → leave instance out",
    ],
    [
      AURORA,
      "multiAz: true",
      "4:10 aurora-postgres has no multiAz: readers take over when the writer fails → leave multiAz out",
    ],
    [
      AURORA,
      "maxStorageGiB: 100",
      "4:16 aurora-postgres has no maxStorageGiB: its disk grows by itself → leave maxStorageGiB out",
    ],
  ])("is refused", (engine, field, expected) => {
    expect(database(`${engine}\n${field}`)).toEqual([expected]);
  });
});

describe("the size of a database", () => {
  test.each([
    [
      AURORA,
      "capacity: { min: 8 }",
      "4:18 capacity.min is 8, more than capacity.max, which is 4 → make min at most max",
    ],
    [
      'engine: aurora-postgres\nengineVersion: "16.2"',
      "capacity: { min: 0 }",
      "4:18 capacity.min is 0, but aurora-postgres 16.2 cannot pause → make it at least 0.5, or take a version that can: 16.3, 15.7, 14.12, 13.15 or 3.08.0 on",
    ],
    [
      'engine: aurora-mysql\nengineVersion: "8.0.mysql_aurora.3.07.1"',
      "capacity: { min: 0 }",
      "4:18 capacity.min is 0, but aurora-mysql 8.0.mysql_aurora.3.07.1 cannot pause → make it at least 0.5, or take a version that can: 16.3, 15.7, 14.12, 13.15 or 3.08.0 on",
    ],
    [
      POSTGRES,
      "storageGiB: 100\nmaxStorageGiB: 105",
      "5:16 maxStorageGiB is 105, too close to storageGiB, which is 100 → make it at least 110, or leave it out",
    ],
    [
      POSTGRES,
      "alarms: { freeStorageGiB: 20 }",
      "4:27 alarms.freeStorageGiB is 20, and the disk has no more than 20 GiB: the alarm would never end → make it less than storageGiB",
    ],
  ])("that cannot be is refused", (engine, field, expected) => {
    expect(database(`${engine}\n${field}`)).toEqual([expected]);
  });

  test.each([
    [AURORA, "capacity: { min: 0, max: 16 }"],
    ['engine: aurora-postgres\nengineVersion: "16"', "capacity: { min: 0 }"],
    ['engine: aurora-mysql\nengineVersion: "8.0.mysql_aurora.3.08.0"', "capacity: { min: 0 }"],
    [POSTGRES, "storageGiB: 100\nmaxStorageGiB: 110"],
    [POSTGRES, "alarms: false"],
  ])("that can be is fine", (engine, field) => {
    expect(database(`${engine}\n${field}`)).toEqual([]);
  });
});

describe("a name that the engine keeps for itself", () => {
  test.each([
    [
      "username: admin",
      "4:11 username is admin, a name that postgres keeps for itself → take another one, such as app",
    ],
    [
      "username: pg_owner",
      "4:11 username is pg_owner, a name that postgres keeps for itself → take another one, such as app",
    ],
    [
      "database: template1",
      "4:11 the database inside would be named template1, which postgres keeps for itself → write another name: database: catalog",
    ],
  ])("is refused", (field, expected) => {
    expect(database(`${POSTGRES}\n${field}`)).toEqual([expected]);
  });

  test("is refused where it is the app's own", () => {
    expect(database('engine: mysql\nengineVersion: "8.4"', "mysql")).toEqual([
      "accounts/dev/apps.yaml:1:8 the database inside would be named mysql, which mysql keeps for itself → write another name: database: catalog",
    ]);
  });

  test("is fine for an engine that does not", () => {
    expect(database('engine: mysql\nengineVersion: "8.4"\nusername: admin')).toEqual([]);
  });
});
