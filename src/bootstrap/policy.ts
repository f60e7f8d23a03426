import type { Json } from "../model/canonical.ts";

/** One statement of an IAM policy. */
export interface Statement {
  readonly sid: string;
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly Json[];
  readonly condition?: Json;
}

/** A policy document; a statement of a condition that does not hold in the template is left out. */
export function policyDocument(statements: readonly (Statement | Conditional)[]): Json {
  return {
    Version: "2012-10-17",
    Statement: statements.map((each) =>
      "when" in each ? when(each.when, statementJson(each.statement)) : statementJson(each),
    ),
  };
}

/** A statement that is there under a condition of the template. */
export interface Conditional {
  readonly when: string;
  readonly statement: Statement;
}

/** `Fn::If`; nothing at all without the condition. */
export function when(condition: string, then: Json): Json {
  return { "Fn::If": [condition, then, { Ref: "AWS::NoValue" }] };
}

/** `Ref`. */
export function ref(name: string): Json {
  return { Ref: name };
}

/** `Fn::Sub`. */
export function sub(text: string): Json {
  return { "Fn::Sub": text };
}

function statementJson({ sid, effect = "Allow", actions, resources, condition }: Statement): Json {
  return { Sid: sid, Effect: effect, Action: actions, Resource: resources, Condition: condition };
}
