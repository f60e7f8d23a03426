import type { DesiredStack } from "../model/desired-stack.ts";
import type { Account, Placement } from "../model/repository.ts";
import { placeBucket } from "./bucket.ts";
import { placeCache } from "./cache.ts";
import { placeDatabase } from "./database.ts";
import { placeJob } from "./job.ts";
import { placeNetwork } from "./network.ts";
import { placeTemplate } from "./plain-template.ts";
import { placeRelease } from "./release.ts";
import { placeQueue } from "./queue.ts";
import { placeService } from "./service.ts";
import type { Site } from "./site.ts";
import { placeWorker } from "./worker.ts";
import { placeZone } from "./zone.ts";

/** The stacks that an account should have: `zone`, `network`, then those of every placement. Pure. */
export function place(repository: string, account: Account): readonly DesiredStack[] {
  const { adopt, allow, place: said } = account;
  const base = { repository, account, adopt, allow, place: said };
  return [
    placeZone({ ...base, app: "zone" }),
    placeNetwork({ ...base, app: "network" }),
    ...account.placements.flatMap((placement) => {
      const site = { repository, account, ...siteOf(placement) };
      return [...placeRelease(site, placement.spec), placeApp(site, placement.spec)];
    }),
  ];
}

function siteOf(placement: Placement): Omit<Site, "repository" | "account"> {
  const { app, version, uses, adopt, allow, selfHeal, ignoreDrift, place } = placement;
  return {
    app,
    uses,
    ...(version === undefined ? {} : { version }),
    adopt,
    allow,
    ...(selfHeal === undefined ? {} : { selfHeal }),
    ignoreDrift,
    place,
  };
}

function placeApp(site: Site, spec: Placement["spec"]): DesiredStack {
  switch (spec.kind) {
    case "Service":
      return placeService(site, spec);
    case "Worker":
      return placeWorker(site, spec);
    case "Job":
      return placeJob(site, spec);
    case "Database":
      return placeDatabase(site, spec);
    case "Cache":
      return placeCache(site, spec);
    case "Bucket":
      return placeBucket(site, spec);
    case "Queue":
      return placeQueue(site, spec);
    case "Template":
      return placeTemplate(site, spec);
  }
}
