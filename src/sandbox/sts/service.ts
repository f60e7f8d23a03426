import type { Action } from "../cloudformation/api.ts";
import type { QueryShapes } from "../protocol/query-input.ts";
import { queryService } from "../protocol/query-service.ts";
import { assumeRole } from "./assume-role.ts";

/** STS on the wire. */
export const sts = queryService({
  name: "sts",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  version: "2011-06-15",
  shapes: {
    PolicyArns: "structures",
    ProvidedContexts: "structures",
    Tags: "structures",
    TransitiveTagKeys: "texts",
  } satisfies QueryShapes,
  actions: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity } satisfies Record<string, Action>,
});

function getCallerIdentity({ caller }: Parameters<Action>[0]): ReturnType<Action> {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}
