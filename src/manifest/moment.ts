import type { Flaw } from "./flaw.ts";
import { fieldName, shown } from "./field-name.ts";
import { nearest, type Tree, type TreePath } from "./tree.ts";

/**
 * The time that a date or a time with its zone means, as the schema allows them; milliseconds since the epoch. A date is
 * its beginning in UTC. Absent for a day or an hour that no calendar has.
 */
export function momentOf(text: string): number | undefined {
  const day = text.slice(0, 10);
  const start = Date.parse(`${day}T00:00Z`);
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

/** What is wrong with a moment at a path, when something is. */
export function checkMoment(text: string | undefined, tree: Tree, path: TreePath): readonly Flaw[] {
  if (text === undefined || momentOf(text) !== undefined) return [];
  const message = `${fieldName(path, "the time")} is ${shown(text)}, which no calendar has`;
  return [{ origin: nearest(tree, path).origin, message, remedy: "correct the day or the hour" }];
}
