import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { ResourceDeclaration } from "./model.ts";
import { referencesIn } from "./references.ts";

/** Resources in dependency order, and what each depends on. */
export interface ResourceOrder {
  readonly order: readonly string[];
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Orders resources so that each comes after what it depends on. Throws ValidationError for a circle. */
export function orderResources(resources: ReadonlyMap<string, ResourceDeclaration>): ResourceOrder {
  const dependencies = new Map(
    [...resources.values()].map((resource) => [resource.logicalId, dependenciesOf(resource, resources)]),
  );
  const order: string[] = [];
  const waiting = new Map([...dependencies].map(([id, needs]) => [id, new Set(needs)]));
  const dependents = invert(dependencies);
  const ready = [...waiting].filter(([, needs]) => needs.size === 0).map(([id]) => id);
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    order.push(next);
    waiting.delete(next);
    for (const dependent of dependents.get(next) ?? []) {
      const needs = waiting.get(dependent);
      needs?.delete(next);
      if (needs?.size === 0) ready.push(dependent);
    }
  }
  if (waiting.size > 0)
    throw validationError(`Circular dependency between resources: [${inCircle(waiting).join(", ")}]`);
  return { order, dependencies };
}

/** The parts of a resource that are evaluated when it is deployed. */
export function evaluatedParts(resource: ResourceDeclaration): Json {
  return [
    resource.properties,
    resource.metadata ?? null,
    resource.creationPolicy ?? null,
    resource.updatePolicy ?? null,
  ];
}

function dependenciesOf(
  resource: ResourceDeclaration,
  resources: ReadonlyMap<string, ResourceDeclaration>,
): readonly string[] {
  const named = referencesIn(evaluatedParts(resource)).flatMap((reference) =>
    reference.kind === "ref" ? [reference.name] : reference.kind === "attribute" ? [reference.resource] : [],
  );
  return [...new Set([...resource.dependsOn, ...named])].filter((name) => resources.has(name));
}

function invert(
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const [id, needs] of dependencies)
    for (const need of needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [id]);
      else known.push(id);
    }
  return dependents;
}

/** Takes away what merely depends on the circle; what remains is in one. */
function inCircle(waiting: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  let members = [...waiting.keys()];
  for (;;) {
    const needed = new Set(members.flatMap((id) => [...(waiting.get(id) ?? [])]));
    const kept = members.filter((id) => needed.has(id));
    if (kept.length === members.length) return kept.toSorted();
    members = kept;
  }
}
