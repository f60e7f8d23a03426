import fc from "fast-check";
import type { BucketSpec, CacheSpec, DatabaseSpec, DataSpec, QueueSpec } from "../../src/model/repository.ts";
import { aBucket, aCache, aDatabase, aQueue } from "./placements.ts";

const percent = fc.integer({ min: 1, max: 100 });
const days = fc.integer({ min: 1, max: 14 });
const noAlarms = fc.constant(false as const);

const engine = fc.constantFrom(
  { engine: "postgres" as const, engineVersion: "16.8" },
  { engine: "postgres" as const, engineVersion: "17" },
  { engine: "mysql" as const, engineVersion: "8.4" },
  { engine: "aurora-postgres" as const, engineVersion: "16.4" },
  { engine: "aurora-mysql" as const, engineVersion: "8.0.mysql_aurora.3.08.0" },
);

/** A database as loading leaves it. */
export const arbitraryDatabase: fc.Arbitrary<DatabaseSpec> = fc
  .tuple(
    engine,
    fc.record(
      {
        readers: fc.nat(3),
        storageGiB: fc.integer({ min: 20, max: 100 }),
        maxStorageGiB: fc.integer({ min: 200, max: 300 }),
        database: fc.constantFrom("catalog", "shop_1"),
        username: fc.constantFrom("app", "owner"),
        multiAz: fc.boolean(),
        snapshot: fc.constant("before-split"),
        backup: fc.constantFrom({ retentionDays: 7 }, { retentionDays: 1, window: "02:00-03:00" }),
        maintenance: fc.constant("sun:03:00-sun:04:00"),
        rotateDays: fc.integer({ min: 1, max: 1000 }),
        deletionProtection: fc.boolean(),
        parameters: fc.constantFrom({}, { max_connections: "200" }),
        performanceInsights: fc.record({ enabled: fc.boolean(), retentionDays: fc.constant(31 as const) }),
        alarms: fc.oneof(
          noAlarms,
          fc.record(
            { cpuPercent: percent, freeStorageGiB: fc.integer({ min: 1, max: 10 }), connections: percent },
            { requiredKeys: ["cpuPercent", "freeStorageGiB"] },
          ),
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([version, fields]) => aDatabase({ ...version, ...fields }));

/** A cache as loading leaves it. */
export const arbitraryCache: fc.Arbitrary<CacheSpec> = fc
  .record(
    {
      engineVersion: fc.constantFrom("7" as const, "8" as const),
      maxStorageGiB: fc.integer({ min: 1, max: 5000 }),
      snapshotDays: fc.nat(35),
      snapshotTime: fc.constant("03:00"),
      alarms: fc.oneof(noAlarms, fc.record({ storagePercent: percent, throttled: fc.boolean() })),
    },
    { requiredKeys: [] },
  )
  .map((fields) => aCache(fields));

/** A bucket as loading leaves it. */
export const arbitraryBucket: fc.Arbitrary<BucketSpec> = fc
  .record(
    {
      bucket: fc.constant("acme-uploads"),
      versioned: fc.boolean(),
      lifecycle: fc.record(
        {
          expireDays: fc.integer({ min: 100, max: 200 }),
          infrequentAccessDays: fc.integer({ min: 30, max: 90 }),
          expireOldVersionsDays: days,
          abortUploadsDays: days,
        },
        { requiredKeys: ["expireOldVersionsDays", "abortUploadsDays"] },
      ),
      cors: fc.array(
        fc.record({
          origins: fc.constant(["https://shop.acme.example"]),
          methods: fc.constant(["GET" as const, "PUT" as const]),
          headers: fc.constant(["*"]),
          maxAgeSeconds: fc.nat(86_400),
        }),
        { maxLength: 2 },
      ),
      events: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((fields) => aBucket(fields));

/** A queue as loading leaves it. */
export const arbitraryQueue: fc.Arbitrary<QueueSpec> = fc
  .record(
    {
      fifo: fc.boolean(),
      deduplicate: fc.boolean(),
      retentionDays: days,
      deadLetters: fc.record({ afterTries: percent, retentionDays: days }),
      alarms: fc.oneof(
        noAlarms,
        fc.record(
          { deadLetters: fc.boolean(), oldestSeconds: fc.integer({ min: 60, max: 3600 }) },
          { requiredKeys: ["deadLetters"] },
        ),
      ),
    },
    { requiredKeys: [] },
  )
  .map((fields) => aQueue(fields));

/** What holds data, of any kind. */
export const arbitraryStore: fc.Arbitrary<DataSpec> = fc.oneof(
  arbitraryDatabase,
  arbitraryCache,
  arbitraryBucket,
  arbitraryQueue,
);
