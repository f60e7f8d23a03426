import type { Ruling } from "../model/preflight.ts";

/** It is as it should be. */
export const GOOD: Ruling = { state: "good" };
