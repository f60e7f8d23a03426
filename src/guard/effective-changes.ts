import type { PropertyChange, ResourceChange } from "../model/change-set.ts";

/**
 * The changes of a change set that brings drift back, without those that only follow from others.
 *
 * CloudFormation lists every resource that takes a value from a changed one, and a replacement that such a value might
 * cause. A resource that is only set back keeps its id, and its attributes are again what the others have: nothing
 * follows. One that is made anew, or replaced, has new ones.
 */
export function effectiveChanges(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const byId = new Map(changes.map((change) => [change.logicalId, change]));
  return changes
    .filter(({ action }) => action !== "sync")
    .map((change) => withoutFollowing(change, byId, new Set()))
    .filter((change) => change !== undefined);
}

type ChangesById = ReadonlyMap<string, ResourceChange>;

/** `undefined` when nothing is left of it. `above` are resources on the way: a circle, which no template has, would end there. */
function withoutFollowing(
  change: ResourceChange,
  byId: ChangesById,
  above: ReadonlySet<string>,
): ResourceChange | undefined {
  if (change.action !== "modify" || !MAY_FOLLOW.has(change.replacement) || above.has(change.logicalId))
    return change;
  const within = new Set([...above, change.logicalId]);
  const own = change.properties.filter((property) => !isIdle(property, byId, within));
  if (own.length === change.properties.length) return change;
  if (own.length === 0) return undefined;
  const replacement = REPLACEMENTS.find((each) =>
    own.some(({ causesReplacement }) => causesReplacement === each),
  );
  return { ...change, properties: own, replacement: replacement ?? "never" };
}

/** What is replaced for sure is replaced, whatever its properties are said to follow. */
const MAY_FOLLOW: ReadonlySet<ResourceChange["replacement"]> = new Set(["never", "conditional"]);

const REPLACEMENTS = ["always", "conditional"] as const;

function isIdle({ follows, drift }: PropertyChange, byId: ChangesById, above: ReadonlySet<string>): boolean {
  const cause = follows === undefined || drift !== undefined ? undefined : byId.get(follows);
  if (cause === undefined || cause.action !== "modify") return cause?.action === "sync";
  const left = withoutFollowing(cause, byId, above);
  return left === undefined || left.replacement === "never";
}
