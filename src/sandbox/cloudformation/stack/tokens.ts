import { ApiError, validationError } from "../../errors.ts";
import type { Region, TableKind } from "../../world.ts";

/** What a `ClientRequestToken` was used for, keyed by stack id and token. */
interface TokenRecord {
  readonly stackId: string;
  readonly token: string;
  /** The action and what it was asked to do, in short. */
  readonly request: string;
  readonly operationId: string;
}

const tokens: TableKind<TokenRecord> = { name: "tokens", groupBy: (record) => record.stackId };

/**
 * The operation that an earlier request with the same token started; `undefined` when the token is new or missing.
 *
 * Throws TokenAlreadyExistsException when it was used for something else, ValidationError when it is malformed.
 */
export function replayedOperation(
  region: Region,
  stackId: string,
  token: string | undefined,
  request: string,
): string | undefined {
  if (token === undefined) return undefined;
  if (!/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/.test(token))
    throw validationError(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*`,
    );
  const known = region.table(tokens).get(`${stackId}#${token}`);
  if (known === undefined) return undefined;
  if (known.request === request) return known.operationId;
  throw new ApiError("TokenAlreadyExistsException", `Token already exists: ${token}`);
}

/** Remembers what a token was used for. */
export function rememberToken(
  region: Region,
  stackId: string,
  token: string | undefined,
  request: string,
  operationId: string,
): void {
  if (token !== undefined)
    region.table(tokens).put(`${stackId}#${token}`, { stackId, token, request, operationId });
}
