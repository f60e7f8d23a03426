import type { Caller } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";
import type { CredentialScope } from "../protocol/credential-scope.ts";
import type { World } from "../world.ts";
import { sessions } from "./sessions.ts";

/** The account of credentials that name none, such as `AWS_ACCESS_KEY_ID=test`. */
export const DEFAULT_ACCOUNT = "000000000000";

/**
 * Works out who calls.
 *
 * Credentials from AssumeRole are the role's session; an access key id of 12 digits is a user of that account; any other is a user of
 * `DEFAULT_ACCOUNT`. Throws `ExpiredToken` when the session has ended by the sandbox's clock, and `InvalidClientTokenId` for temporary
 * credentials that the sandbox did not issue.
 */
export function identifyCaller(world: World, scope: CredentialScope, now: number): Caller {
  if (scope.accessKeyId.startsWith("ASIA")) return sessionCaller(world, scope, now);
  const account = /^[0-9]{12}$/.test(scope.accessKeyId) ? scope.accessKeyId : DEFAULT_ACCOUNT;
  return {
    account,
    region: scope.region,
    arn: `arn:aws:iam::${account}:user/sandbox`,
    userId: `AIDASANDBOX${account}`,
  };
}

function sessionCaller(world: World, scope: CredentialScope, now: number): Caller {
  const session = world.table(sessions).get(scope.accessKeyId);
  if (session === undefined || session.sessionToken !== scope.sessionToken)
    throw new ApiError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  if (session.expiresAt <= now)
    throw new ApiError("ExpiredToken", "The security token included in the request is expired", 403);
  return { account: session.account, region: scope.region, arn: session.arn, userId: session.userId };
}
