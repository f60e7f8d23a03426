import type { TableKind } from "../../world.ts";

/** A parameter of Systems Manager, keyed by its name. */
export interface StoredParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Parameters of an account and Region, whoever stored them. */
export const ssmParameters: TableKind<StoredParameter> = { name: "ssmParameters" };
