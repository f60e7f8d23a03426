import type { Facts } from "../../src/guard/facts.ts";
import type { DeleteStep, UpdateStep } from "../../src/model/plan.ts";
import { account, boundStack, changeSetOf, deployedStack, templateOf } from "./stacks.ts";

/** Facts under which nothing is refused. */
export function factsOf(given: Partial<Omit<Facts, "deletions">> = {}): Omit<Facts, "deletions"> {
  return {
    repository: "acme",
    account,
    identity: { account: account.id, arn: `arn:aws:sts::${account.id}:assumed-role/deployer/mooring` },
    ownedStacks: 12,
    isEmpty: false,
    hasReadProblems: false,
    unsettledBefore: [],
    now: Date.UTC(2026, 5, 15, 12),
    pauses: [],
    closed: undefined,
    ...given,
  };
}

/** An update that is ready to be executed. */
export function updateStep(given: Partial<UpdateStep> = {}): UpdateStep {
  const to = given.to ?? boundStack({ template: templateOf("new") });
  return {
    kind: "update",
    app: to.app,
    stack: to.name,
    place: to.place,
    reason: "differs in the template",
    from: deployedStack(boundStack({ app: to.app })),
    to,
    write: { kind: "execute-change-set", changeSet: changeSetOf(to) },
    changes: [],
    ...given,
  };
}

/** The deletion of an app that the repository no longer mentions. */
export function deleteStep(app: string, given: Partial<DeleteStep> = {}): DeleteStep {
  const from = given.from ?? deployedStack(boundStack({ app }));
  return {
    kind: "delete",
    app,
    stack: from.name,
    reason: "the repository no longer mentions it",
    from,
    write: { kind: "delete-stack", stackId: from.id, token: "mooring-delete-0-1" },
    stateful: [],
    ...given,
  };
}
