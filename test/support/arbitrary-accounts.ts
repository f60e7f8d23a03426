import fc from "fast-check";
import type { AppSpec, DataSpec, Placement, ServiceSpec, WorkerSpec } from "../../src/model/repository.ts";
import type { Use } from "../../src/model/use.ts";
import { arbitraryJob, arbitraryService, arbitraryWorker } from "./arbitrary-placements.ts";
import { arbitraryBucket, arbitraryCache, arbitraryDatabase, arbitraryQueue } from "./arbitrary-stores.ts";
import { aTemplate, aUse } from "./placements.ts";

type ReleaseSpec = NonNullable<ServiceSpec["release"]>;

/** One of each kind that holds data, by app. */
export const arbitraryStores: fc.Arbitrary<Readonly<Record<string, DataSpec>>> = fc.record({
  catalog: arbitraryDatabase,
  sessions: arbitraryCache,
  uploads: arbitraryBucket,
  jobs: arbitraryQueue,
});

const access = fc.constantFrom("read" as const, "write" as const, "both" as const);
const used = fc.subarray(["catalog", "sessions", "uploads"]);
const release: fc.Arbitrary<ReleaseSpec> = fc.constant({
  command: ["migrate"],
  timeoutSeconds: 600,
  cpu: 256 as const,
  memory: 512,
});

/** An account of all eight kinds. References to apps that are not in it are taken out; a worker may follow the queue. */
export const arbitraryPlacements: fc.Arbitrary<readonly Placement[]> = fc
  .record({
    stores: arbitraryStores,
    web: fc.tuple(arbitraryService, used, access, fc.option(release, { nil: undefined })),
    worker: fc.tuple(arbitraryWorker, used, access, fc.option(release, { nil: undefined })),
    nightly: fc.tuple(arbitraryJob, used, access),
  })
  .map(({ stores: data, web, worker, nightly }) => {
    const usesOf = (names: readonly string[], how: Use["access"]): readonly Use[] =>
      names.flatMap((name) => {
        const spec = data[name];
        return spec === undefined ? [] : [aUse(name, spec, { access: how })];
      });
    const users = [
      ["web", { ...web[0], ...hookOf(web[3]) }, web] as const,
      ["worker", { ...followingJobs(worker[0]), ...hookOf(worker[3]) }, worker] as const,
      ["nightly", nightly[0], nightly] as const,
    ];
    return [
      ...Object.entries(data).map(([app, spec]) => placementOf(app, spec)),
      placementOf("plain", aTemplate()),
      ...users.map(([app, spec, [, names, how]]) =>
        placementOf(app, { ...spec, ...ALONE }, usesOf(["jobs", ...names], how)),
      ),
    ];
  });

/** With these a container refers to no other stack by itself. */
const ALONE = { environment: {}, command: [], entryPoint: [], permissions: [], secrets: {} };

const hookOf = (hook: ReleaseSpec | undefined) => (hook === undefined ? {} : { release: hook });

function followingJobs(spec: WorkerSpec): WorkerSpec {
  const { scale } = spec;
  if (typeof scale === "number" || scale.queue === undefined) return spec;
  return { ...spec, scale: { ...scale, queue: { ...scale.queue, app: "jobs" } } };
}

/** That app in `accounts/dev/apps.yaml`. */
export function placementOf(app: string, spec: AppSpec, uses: readonly Use[] = []): Placement {
  return {
    app,
    version: "1.0.0",
    spec,
    uses,
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: { file: "accounts/dev/apps.yaml", line: 1, column: 1 },
  };
}
