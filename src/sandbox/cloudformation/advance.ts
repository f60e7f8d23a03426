import type { World } from "../world.ts";

/** Performs every step that is due, in time order, each stamped with its own due time. */
export function advance(_world: World, _now: number): void {}
