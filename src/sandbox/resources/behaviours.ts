import type { ResourceBehaviour } from "./behaviour.ts";

/** What some types do beyond the generic behaviour. */
const behaviours: Readonly<Record<string, ResourceBehaviour>> = {};

/** The behaviour of a type; generic in every part where it says nothing. */
export function behaviourOf(type: string): ResourceBehaviour {
  return behaviours[type] ?? {};
}
