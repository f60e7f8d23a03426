import type { DesiredStack } from "../model/desired-stack.ts";
import type { WorkerSpec } from "../model/repository.ts";
import { alarms, arnOutput } from "./alarm.ts";
import { ecsService } from "./ecs-service.ts";
import { hookOf } from "./release.ts";
import { renderTemplate } from "./render-template.ts";
import { scaling } from "./scaling.ts";
import { workerAlarms } from "./service-alarms.ts";
import { stackAt, type Site } from "./site.ts";
import { task } from "./task-definition.ts";
import { securityGroup } from "./task-network.ts";
import { merge } from "./template.ts";
import { openingsOfUses } from "./uses.ts";

/** Containers that nothing reaches: they fetch their work themselves. */
export function placeWorker(site: Site, spec: WorkerSpec): DesiredStack {
  const openings = openingsOfUses(site);
  const watched = workerAlarms(site.app, spec);
  const template = merge([
    task(site, spec),
    securityGroup(site.app),
    openings,
    ecsService(spec, { needs: Object.keys(openings.Resources) }),
    scaling(spec, []),
    alarms(watched),
  ]);
  return stackAt(site, "Worker", {
    ...renderTemplate(template),
    capabilities: ["CAPABILITY_IAM"],
    ...hookOf(site.app, spec),
    rollbackAlarms: spec.alarms !== false && spec.alarms.rollback ? watched.map(arnOutput) : [],
  });
}
