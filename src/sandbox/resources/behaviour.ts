import type { JsonObject } from "../json.ts";
import type { Region, World } from "../world.ts";

/** What a resource step may know: the world, the moment, and the resource as the template wants it. */
export interface ResourceContext {
  readonly world: World;
  readonly region: Region;
  /** When the step happens, epoch milliseconds: its own due time, not the time of the request that drives it. */
  readonly now: number;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  /** Resolved properties: no intrinsic function is left. */
  readonly properties: JsonObject;
  /** A suffix that is unique to this physical resource and the same whenever it is asked for: for generated names. */
  readonly suffix: string;
  /** The live resource, when there is one: on update, on delete, and from `begin` on in `create`. */
  readonly live: LiveResource | undefined;
}

/** A physical resource: what `Ref` gives, what `Fn::GetAtt` gives, and what it was made from. */
export interface LiveResource {
  readonly physicalId: string;
  readonly attributes: JsonObject;
  readonly properties: JsonObject;
}

/** What became of a step. */
export type Progress =
  | { readonly kind: "done"; readonly physicalId: string; readonly attributes: JsonObject }
  | { readonly kind: "failed"; readonly reason: string }
  /** Not yet: ask again after so many milliseconds of the sandbox's time. */
  | { readonly kind: "wait"; readonly ms: number };

/** What became of a deletion. */
export type Removal = { readonly kind: "done" } | { readonly kind: "failed"; readonly reason: string };

/**
 * What a resource type does beyond the generic behaviour. A part that is left out is generic.
 *
 * `begin` happens when the step starts (a service becomes visible and begins to start tasks); `create` and `update`
 * happen when its natural duration is over and say how it ended.
 */
export interface ResourceBehaviour {
  /** Seconds on AWS. */
  readonly seconds?: { readonly create?: number; readonly update?: number; readonly delete?: number };
  begin?(context: ResourceContext): void;
  create?(context: ResourceContext): Progress;
  update?(context: ResourceContext): Progress;
  delete?(context: ResourceContext): Removal;
}
