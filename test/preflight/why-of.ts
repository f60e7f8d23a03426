import type { Ruling } from "../../src/model/preflight.ts";

/** Why a check failed, or its state. */
export function whyOf(ruling: Ruling): string {
  return ruling.state === "failed" ? ruling.why : ruling.state;
}
