import { changeLiveResource, deleteLiveResource } from "../cloudformation/drift/by-hand.ts";
import type { Lookout, PhysicalRecord } from "../cloudformation/drift/detect-resource.ts";
import { lookoutContext } from "../cloudformation/drift/detect-resource.ts";
import { liveProperties } from "../cloudformation/drift/live.ts";
import { scalableTarget } from "../cloudformation/drift/managed.ts";
import type { NoiseKind } from "../cloudformation/drift/noise.ts";
import { withAnotherTag, withDefaults, withOtherOrder } from "../cloudformation/drift/noise.ts";
import { nestedType } from "../cloudformation/nested/records.ts";
import { operations } from "../cloudformation/operation/records.ts";
import { isPhysical } from "../cloudformation/operation/work.ts";
import type { ResourceRecord } from "../cloudformation/records.ts";
import { resourceKey, resources, stacks } from "../cloudformation/records.ts";
import { findStack } from "../cloudformation/stack/find-stack.ts";
import { actualProperties } from "../resources/live-resource.ts";
import type { JsonObject } from "../json.ts";
import { advance } from "../cloudformation/advance.ts";
import type { Region, World } from "../world.ts";
import { ControlError } from "./control-error.ts";
import type { Drifting, Edit } from "./drift-input.ts";
import { editedProperties, readDrifting } from "./drift-input.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/drift`: the live resources that are known not to be as they were deployed. */
export const listDrift: ControlRoute = ({ world }) =>
  [...world.regions()].flatMap((region) =>
    [...region.table(resources).values()].flatMap((record) => shown(region, record)),
  );

/** `POST /_sandbox/drift`: changes or deletes a live resource, as a person in the console would. Answers what is live then. */
export const makeDrift: ControlRoute = ({ world, clock }, body) => {
  const drifting = readDrifting(body);
  const at = clock.now();
  advance(world, at);
  const { lookout, record } = findLive(world, drifting, at);
  const { act } = drifting;
  const refusal =
    act.kind === "delete"
      ? deleteLiveResource(lookout, record)
      : changeLiveResource(lookout, record, edited(lookout, record, act.edits));
  if (refusal !== undefined) throw new ControlError(`drift: ${record.type} refuses it: ${refusal}`);
  return shown(lookout.region, lookout.region.table(resources).get(keyOf(record)) ?? record)[0] ?? {};
};

function findLive(
  world: World,
  { account, region: regionName, stack: name, logicalId }: Drifting,
  at: number,
): { readonly lookout: Lookout; readonly record: PhysicalRecord } {
  const region = world.region(account, regionName);
  const stack = findStack(region, name);
  if (stack === undefined)
    throw new ControlError(`drift: there is no stack ${name} in ${account} ${regionName}`, 404);
  if (region.table(operations).get(stack.stackId) !== undefined)
    throw new ControlError(`drift: ${name} is ${stack.status}; wait until its operation is over`);
  const record = region.table(resources).get(resourceKey(stack.stackId, logicalId));
  if (!isPhysical(record)) throw new ControlError(`drift: ${name} has no resource ${logicalId}`, 404);
  if (record.type === nestedType)
    throw new ControlError(`drift: ${logicalId} is a stack; name one of its own resources`);
  const lookout = { world, region, stack, at };
  if (record.live?.kind === "deleted") throw new ControlError(`drift: ${logicalId} is deleted already`);
  return { lookout, record };
}

function edited(lookout: Lookout, record: PhysicalRecord, edits: readonly Edit[]): JsonObject {
  const actual = actualProperties(lookoutContext(lookout, record, liveProperties(record)));
  if (actual === undefined) throw new ControlError(`drift: ${record.logicalId} is deleted already`);
  return edits.reduce(
    (properties, edit) =>
      edit.kind === "noise"
        ? noisy(lookout, record, properties, edit.noise)
        : editedProperties(properties, edit),
    actual,
  );
}

function noisy(
  { region }: Lookout,
  record: PhysicalRecord,
  properties: JsonObject,
  noise: NoiseKind,
): JsonObject {
  switch (noise) {
    case "defaults":
      return withDefaults(record.type, properties);
    case "order":
      return withOtherOrder(properties);
    case "tags": {
      const tagged = withAnotherTag(record.type, properties);
      if (tagged === undefined) throw new ControlError(`drift: ${record.type} cannot be tagged`);
      return tagged;
    }
    case "autoscaling": {
      const target = scalableTarget(region, record);
      const count = target?.["MaxCapacity"];
      if (record.type !== "AWS::ECS::Service" || count === undefined)
        throw new ControlError(`drift: ${record.logicalId} is not an ECS service with a scalable target`);
      return { ...properties, DesiredCount: Number(count) };
    }
  }
}

function shown(place: Region, record: ResourceRecord): readonly JsonObject[] {
  const { live, stackId, logicalId, type, physicalId } = record;
  if (live === undefined) return [];
  const { account, region } = place;
  const stack = place.table(stacks).get(stackId)?.name ?? stackId;
  const where = { account, region, stack, logicalId, type, physicalId: physicalId ?? "" };
  return live.kind === "deleted"
    ? [{ ...where, state: "deleted" }]
    : [{ ...where, state: "changed", properties: live.properties, removed: live.removed }];
}

function keyOf({ stackId, logicalId }: ResourceRecord): string {
  return resourceKey(stackId, logicalId);
}
