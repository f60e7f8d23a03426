import type { DesiredStack } from "../model/desired-stack.ts";
import type { Check, Subject } from "../model/preflight.ts";
import { releaseNameOf } from "../model/release.ts";
import type { Account, AppSpec, Placement } from "../model/repository.ts";
import { MAX_TEMPLATE_BYTES, mostBytes } from "../model/template-limits.ts";
import { balancerSubjects } from "./balancer-subjects.ts";
import { containerSubjects } from "./container-subjects.ts";
import { fieldPlace } from "./field-place.ts";
import { groundSubjects } from "./ground-subjects.ts";
import type { Scene } from "./scene.ts";

/**
 * Everything about the world that a stack needs, and that CloudFormation would only find out half-way. What cannot be
 * asked yet (the network is not there) is left out: the stack waits for that anyway.
 */
export function checksOf(desired: DesiredStack, scene: Scene): readonly Check[] {
  const { app, place } = desired;
  const placement = placementOf(desired, scene.account);
  return subjectsOf(desired, scene, placement?.spec).map((subject) => ({
    app,
    place: (placement === undefined ? undefined : fieldPlace(subject, placement)) ?? place,
    subject,
  }));
}

function subjectsOf(desired: DesiredStack, scene: Scene, spec: AppSpec | undefined): readonly Subject[] {
  const { account } = scene;
  return [
    ...images(desired),
    ...groundSubjects(desired.kind, scene),
    ...(spec === undefined ? [] : containerSubjects(spec, account)),
    ...balancerSubjects(desired, scene, spec),
    ...bucket(desired),
    ...room(scene),
  ];
}

/** The task of a release reads what its app reads. */
function placementOf({ app, kind }: DesiredStack, { placements }: Account): Placement | undefined {
  const name = (each: string): string => (kind === "Release" ? releaseNameOf(each) : each);
  return placements.find((placement) => name(placement.app) === app);
}

function images({ parameters }: DesiredStack): readonly Subject[] {
  return Object.values(parameters).flatMap((image) =>
    image.kind === "image" ? [{ kind: "image", image } satisfies Subject] : [],
  );
}

function bucket(desired: DesiredStack): readonly Subject[] {
  const { artifacts } = desired;
  return artifacts !== undefined && mostBytes(desired) > MAX_TEMPLATE_BYTES
    ? [{ kind: "bucket", name: artifacts.bucket, owner: artifacts.owner }]
    : [];
}

function room({ deployed }: Scene): readonly Subject[] {
  return deployed === undefined ? [{ kind: "quota", of: { what: "stacks" }, adds: 1 }] : [];
}
