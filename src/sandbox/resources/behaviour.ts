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
  /** Unique to this physical resource and the same whenever it is asked for: what generated names are made from. */
  readonly seed: string;
  /** The live resource as it is now; `undefined` in `begin`. */
  readonly live: LiveResource | undefined;
}

/** The context of a step on a resource that exists. */
export type LiveContext = ResourceContext & { readonly live: LiveResource };

/** A physical resource: what `Ref` gives, what `Fn::GetAtt` gives, and what it was made from. */
export interface LiveResource {
  readonly physicalId: string;
  readonly attributes: JsonObject;
  readonly properties: JsonObject;
  /** Somebody deleted it without CloudFormation. */
  readonly isDeleted?: boolean;
}

/** How a creation or an update began. A refusal (the name is taken, say) ends the step at once. */
export type Beginning =
  | {
      readonly kind: "begun";
      readonly physicalId: string;
      readonly attributes: JsonObject;
      /** What an event of a creation tells besides that it has begun. */
      readonly note?: string;
    }
  | Failure;

/** What became of a step when its time was over. */
export type Progress =
  | { readonly kind: "done"; readonly attributes: JsonObject }
  | Failure
  /** Not yet: ask again after so many milliseconds of the sandbox's time. */
  | { readonly kind: "wait"; readonly ms: number };

/** What became of a deletion; like any step, it may have to be asked again. */
export type Removal = { readonly kind: "done" } | Failure | Extract<Progress, { kind: "wait" }>;

/** The step failed, and this is what the event says. */
export interface Failure {
  readonly kind: "failed";
  readonly reason: string;
}

/**
 * What a resource type does beyond the generic behaviour. A part that is left out is generic.
 *
 * `begin` happens when a creation starts and makes the physical resource; `settle` happens when its natural duration
 * is over and says how it ended. `beginUpdate` changes it in place; `settleUpdate` ends that. `remove` ends a deletion.
 * `read` answers the properties that the service itself knows better than the resource's record, or that it is gone.
 * In all but `begin`, `context.live` is there.
 */
export interface ResourceBehaviour {
  begin?(context: ResourceContext): Beginning;
  settle?(context: LiveContext): Progress;
  beginUpdate?(context: LiveContext): Beginning;
  settleUpdate?(context: LiveContext): Progress;
  remove?(context: LiveContext): Removal;
  read?(context: LiveContext): JsonObject | "not-found";
}
