import type { TableKind } from "../../world.ts";

/** A parameter of Systems Manager, keyed by its name. */
export interface StoredParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Parameters that stacks of an account and Region have made. */
export const ssmParameters: TableKind<StoredParameter> = { name: "ssmParameters" };
