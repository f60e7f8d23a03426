import type { TableKind } from "../../world.ts";

/** Types of a stored parameter. */
export const parameterTypes = ["String", "StringList", "SecureString"] as const;

/** A parameter of Systems Manager, keyed by its name. */
export interface StoredParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** The values before this one, oldest first: version 1 is the first of them. */
  readonly history?: readonly string[];
}

/** Parameters of an account and Region, whoever stored them. */
export const ssmParameters: TableKind<StoredParameter> = { name: "ssmParameters" };
