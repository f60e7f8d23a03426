import type { JsonObject } from "../json.ts";
import type { TableKind } from "../world.ts";

/** A secret, keyed by its ARN; grouped by its name. */
export interface SecretRecord {
  readonly arn: string;
  readonly name: string;
  /** Newest first: AWSCURRENT, and AWSPREVIOUS if there is one. */
  readonly versions: readonly SecretVersion[];
  /** The service that manages it. */
  readonly owner?: string;
  /** When it is rotated, as Secrets Manager says it; absent where it is not. */
  readonly rotation?: JsonObject;
}

/** One value of a secret. */
export interface SecretVersion {
  readonly id: string;
  readonly value: string;
}

/** Secrets of an account and Region. */
export const secrets: TableKind<SecretRecord> = { name: "secrets", groupBy: (secret) => secret.name };
