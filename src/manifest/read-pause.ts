import type { Pause, PauseScope } from "../model/pause.ts";
import type { Read } from "./flaw.ts";
import { checkMoment, momentOf } from "./moment.ts";
import { placeOf } from "./source-file.ts";
import { child, keyOrigin, textOf, type Tree } from "./tree.ts";

/** The pause that a map's `paused` says, once the contract has nothing against it; no value where nothing is paused. */
export function readPause(tree: Tree, covers: PauseScope): Read<Pause> {
  const paused = child(tree, "paused");
  if (paused === undefined || (paused.kind === "scalar" && paused.value === false)) return { flaws: [] };
  const reason = textOf(child(paused, "reason"));
  const written = textOf(child(paused, "until"));
  const flaws = checkMoment(written, tree, ["paused", "until"]);
  if (flaws.length > 0) return { flaws };
  const until = written === undefined ? undefined : momentOf(written);
  const pause = {
    covers,
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
    place: placeOf(keyOrigin(tree, ["paused"])),
  };
  return { value: pause, flaws: [] };
}
