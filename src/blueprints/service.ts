import type { DesiredStack } from "../model/desired-stack.ts";
import type { ServiceSpec } from "../model/repository.ts";
import { alarms, arnOutput, type Alarm } from "./alarm.ts";
import { dnsRecords } from "./dns-records.ts";
import { ecsService, type Frontage } from "./ecs-service.ts";
import { exposuresOf, type Exposure } from "./exposure.ts";
import { hostnames } from "./hostnames.ts";
import { listenerRules } from "./listener-rule.ts";
import { loadShift, loadStrategy, loadTarget, ruleThatMoves } from "./load-shift.ts";
import { hookOf } from "./release.ts";
import { renderTemplate } from "./render-template.ts";
import { scaling } from "./scaling.ts";
import { serviceAlarms } from "./service-alarms.ts";
import { stackAt, type Site } from "./site.ts";
import { targetGroup } from "./target-group.ts";
import { task } from "./task-definition.ts";
import { securityGroup } from "./task-network.ts";
import { merge, ref, sub, type Fragment } from "./template.ts";
import { openingsOfUses } from "./uses.ts";

/** Containers behind the public load balancer, the internal one, both or none. */
export function placeService(site: Site, spec: ServiceSpec): DesiredStack {
  const exposures = exposuresOf(site.app, spec);
  const routing = merge(
    exposures.map((exposure) => listenerRules({ app: site.app, exposure, paths: spec.paths })),
  );
  const openings = openingsOfUses(site);
  const isShifted = exposures.some(({ alternateGroup }) => alternateGroup !== undefined);
  const watched = serviceAlarms(site.app, spec, exposures).map((alarm) => (isShifted ? named(alarm) : alarm));
  const reverting = spec.alarms !== false && spec.alarms.rollback ? watched : [];
  const template = merge([
    task(site, spec),
    securityGroup(site.app, { port: spec.port, from: exposures.map(({ balancer }) => balancer) }),
    entrance(site, spec, exposures),
    hostnames(site.account, spec),
    routing,
    loadShift(site, spec, exposures),
    openings,
    ecsService(spec, {
      frontage: frontage(site.app, spec, {
        exposures,
        rules: Object.keys(routing.Resources),
        strategy: loadStrategy(
          spec,
          reverting.flatMap(({ name }) => name ?? []),
        ),
      }),
      needs: Object.keys(openings.Resources),
    }),
    scaling(spec, exposures),
    alarms(watched),
  ]);
  return stackAt(site, "Service", {
    ...renderTemplate(template),
    capabilities: ["CAPABILITY_IAM"],
    ...hookOf(site.app, spec),
    rollbackAlarms: isShifted ? [] : reverting.map(arnOutput),
  });
}

/** ECS itself looks at the alarms of a service whose load it moves, and has to know their names beforehand. */
function named(alarm: Alarm): Alarm {
  return { ...alarm, name: sub(`\${AWS::StackName}-${alarm.id}`) };
}

function entrance(site: Site, spec: ServiceSpec, exposures: readonly Exposure[]): Fragment {
  const groups = exposures.map((exposure) => [exposure.targetGroup, targetGroup(spec)] as const);
  const hasRecords = exposures.some(({ ownNames }) => ownNames.length > 0);
  const records = hasRecords ? { Records: dnsRecords(site.account, exposures) } : {};
  return { Resources: { ...Object.fromEntries(groups), ...records } };
}

interface Front extends Pick<Frontage, "rules" | "strategy"> {
  readonly exposures: readonly Exposure[];
}

function frontage(
  app: string,
  spec: ServiceSpec,
  { exposures, rules, strategy }: Front,
): Frontage | undefined {
  if (exposures.length === 0) return undefined;
  const targets = exposures.map((exposure) => ({
    ContainerName: app,
    ContainerPort: spec.port,
    TargetGroupArn: ref(exposure.targetGroup),
    ...loadTarget(exposure),
  }));
  const named = exposures.flatMap(ruleThatMoves);
  const before = rules.filter((id) => !named.includes(id));
  return { targets, graceSeconds: spec.healthCheck.graceSeconds, rules: before, strategy };
}
