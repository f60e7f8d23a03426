import type { Region, World } from "../world.ts";

/** One request as the query protocol delivers it: scalars are text, lists are arrays, structures nest. */
export interface Input {
  readonly [name: string]: InputValue;
}

/** A member of a request. An empty list (`Tags=`) arrives as `[]`; an omitted one does not arrive. */
export type InputValue = string | readonly InputValue[] | Input;

/**
 * An answer; members that are `undefined` are left out. Dates are written as ISO 8601, lists as `<member>`s.
 *
 * A frozen structure is fixed at every depth: how long it is, and how it is written, may be remembered.
 */
export interface Output {
  readonly [name: string]: OutputValue;
}

/** A member of an answer. */
export type OutputValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly OutputValue[]
  | { readonly [name: string]: OutputValue };

/** Who calls, as the signature's credentials say. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly userId: string;
}

/** One call of an action: who asks for what, when, in which world. */
export interface Call {
  readonly world: World;
  readonly region: Region;
  readonly caller: Caller;
  readonly input: Input;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly requestId: string;
  /** A fresh UUID. */
  readonly random: () => string;
}

/** One operation of CloudFormation's API. Throws ApiError. */
export type Action = (call: Call) => Output;
