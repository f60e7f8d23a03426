import type { Json } from "../json.ts";
import { evaluateCondition } from "./conditions.ts";
import type { DynamicReference } from "./dynamic-reference.ts";
import type { Template } from "./model.ts";
import type { StackIdentity } from "./pseudo-parameters.ts";

/** What a value is evaluated against. */
export interface Scope {
  readonly template: Template;
  readonly identity: StackIdentity;
  /** Parameter values by name: text, or lists for list types. */
  readonly parameters: ReadonlyMap<string, Json>;
  /** Whether a condition of the template holds. */
  isTrue(condition: string): boolean;
  /** A resource as `Ref` and `Fn::GetAtt` see it; `undefined` when there is none (its condition is false). */
  resource(logicalId: string): ResolvedResource | undefined;
  /** What a dynamic reference stands for now. Throws ValidationError when nobody holds it. */
  dynamicValue(reference: DynamicReference): string;
  /** The value of an output of any stack, in this or another place. Throws ValidationError when there is none. */
  stackOutput(question: StackOutputQuestion): string;
  /** The value of another stack's export. Throws ValidationError when nobody exports it. */
  importValue(name: string): Json;
}

/** Which output `Fn::GetStackOutput` asks for. The place is the stack's own unless said; the role's account is the other stack's. */
export interface StackOutputQuestion {
  readonly stackName: string;
  readonly outputName: string;
  readonly region: string | undefined;
  readonly roleArn: string | undefined;
}

/** What can be known of a resource. */
export interface ResolvedResource {
  readonly ref: Json;
  /** Throws ValidationError for an attribute that the type does not have. */
  attribute(name: string): Json;
}

/** Makes a scope; conditions are evaluated once, when first asked for. */
export function createScope(parts: Omit<Scope, "isTrue">): Scope {
  const decided = new Map<string, boolean>();
  const scope: Scope = {
    ...parts,
    isTrue(condition) {
      const known = decided.get(condition);
      if (known !== undefined) return known;
      const holds = evaluateCondition(condition, scope);
      decided.set(condition, holds);
      return holds;
    },
  };
  return scope;
}

/** The logical ids that the template wants, in dependency order: those without a condition or with a true one. */
export function wantedResources(scope: Scope): readonly string[] {
  return scope.template.order.filter((id) => {
    const condition = scope.template.resources.get(id)?.condition;
    return condition === undefined || scope.isTrue(condition);
  });
}
