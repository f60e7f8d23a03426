import { factsOfUse } from "../model/use.ts";
import type { DataSpec } from "../model/repository.ts";
import type { Flaw } from "./flaw.ts";
import type { Origin } from "./source-file.ts";
import { child, keyOrigin, type Tree } from "./tree.ts";
import type { WrittenUse } from "./written-uses.ts";

/** An environment variable that an app gets by what it uses. */
export interface UseVariable {
  readonly name: string;
  /** What it holds: `HOST`. */
  readonly fact: string;
  /** Of which app. */
  readonly of: string;
  /** Where its name was chosen, or else where the use was written. */
  readonly origin: Origin;
}

/** All variables that one use gives. */
export function variablesOf(use: WrittenUse, spec: DataSpec): readonly UseVariable[] {
  return factsOfUse(spec).map(({ fact }) => {
    const { name, origin } = use.names.get(fact) ?? { name: `${use.prefix}_${fact}`, origin: use.origin };
    return { name, fact, of: use.app, origin };
  });
}

/** Variables that would have two values: both are told at the place that a person most likely changes. */
export function checkVariables(variables: readonly UseVariable[], fields: Tree): readonly Flaw[] {
  const first = new Map<string, UseVariable>();
  return variables.flatMap((variable) => {
    const other = first.get(variable.name);
    if (other !== undefined) return [heldTwice(variable, other)];
    first.set(variable.name, variable);
    return SAID_IN.flatMap((field) => saidToo(variable, field, fields));
  });
}

const SAID_IN = ["environment", "secrets"] as const;

function heldTwice({ name, fact, of, origin }: UseVariable, other: UseVariable): Flaw {
  const message = `${name} would hold both ${other.fact} of ${other.of} and ${fact} of ${of}`;
  return { origin, message, remedy: `give one of them another name: names: { ${fact}: … }` };
}

function saidToo(
  { name, fact, of }: UseVariable,
  field: (typeof SAID_IN)[number],
  fields: Tree,
): readonly Flaw[] {
  if (child(child(fields, field), name) === undefined) return [];
  const message = `${name} stands in ${field}, and the use of ${of} gives it too`;
  const remedy = `take it out of ${field}, or give the other one another name: names: { ${fact}: … }`;
  return [{ origin: keyOrigin(fields, [field, name]), message, remedy }];
}
