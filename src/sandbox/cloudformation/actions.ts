import type { Action } from "./api.ts";

/** Every operation that is served, by its name on the wire. */
export const actions: Readonly<Record<string, Action>> = {};
