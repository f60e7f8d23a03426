import { canonicalJson, type Json } from "../../src/model/canonical.ts";
import { changeSetName } from "../../src/model/change-set-name.ts";
import type { ChangeSet, ResourceChange } from "../../src/model/change-set.ts";
import type { BoundStack, DesiredStack } from "../../src/model/desired-stack.ts";
import type { ObservedStack, Operation } from "../../src/model/observed-stack.ts";
import { ownershipTags, stackName } from "../../src/model/ownership.ts";
import type { Account } from "../../src/model/repository.ts";
import { digestOf } from "../../src/plan/digest.ts";
import { anAccount } from "./placements.ts";

/** The account of all plan and guard tests. */
export const account: Account = anAccount({
  name: "test",
  id: "111111111111",
  zone: "test.acme.example",
  roles: {},
  place: { file: "accounts/test/account.yaml", line: 1, column: 1 },
});

/** A template with one resource whose property is `content`. */
export function templateOf(content: string, extra: Readonly<Record<string, Json>> = {}): string {
  return canonicalJson({
    Resources: { Main: { Type: "AWS::SNS::Topic", Properties: { DisplayName: content } } },
    ...extra,
  });
}

/** A stack that the repository `acme` wants. */
export function desiredStack(given: Partial<DesiredStack> = {}): DesiredStack {
  const app = given.app ?? "storefront";
  return {
    account: account.name,
    app,
    name: stackName("acme", app),
    kind: "Service",
    template: templateOf("1"),
    parameters: {},
    tags: ownershipTags({ repository: "acme", account: account.name, app }),
    capabilities: [],
    dependsOn: [],
    rollbackAlarms: [],
    adopt: false,
    allow: [],
    selfHeal: false,
    ignoreDrift: [],
    place: { file: "accounts/test/apps.yaml", line: 7, column: 1 },
    ...given,
  };
}

/** The same, with every parameter known. */
export function boundStack(
  given: Partial<Omit<DesiredStack, "parameters">> & {
    readonly parameters?: Readonly<Record<string, string>>;
  } = {},
): BoundStack {
  const { parameters = {}, ...rest } = given;
  const desired = desiredStack(rest);
  return { ...desired, parameters, digest: digestOf({ ...desired, parameters }), rollbackTriggers: [] };
}

/** What the sweep shows of a stack that was deployed with exactly that. */
export function deployedStack(to: BoundStack, given: Partial<ObservedStack> = {}): ObservedStack {
  return {
    name: to.name,
    id: `arn:aws:cloudformation:eu-west-1:111111111111:stack/${to.name}/1`,
    phase: "settled",
    status: "UPDATE_COMPLETE",
    parameters: to.parameters,
    outputs: {},
    tags: to.tags,
    isProtected: false,
    isNested: false,
    lastChangeSet: changeSetName({ digest: to.digest, attempt: 1 }),
    createdAt: 1000,
    updatedAt: 2000,
    ...given,
  };
}

/** The execution of a change set as the stack's events tell of it. */
export function operationOf(token: string | undefined, given: Partial<Operation> = {}): Operation {
  return {
    ...(token === undefined ? {} : { token }),
    kind: "update",
    outcome: "succeeded",
    startedAt: 1000,
    endedAt: 2000,
    ...given,
  };
}

/** An operation that failed because of one resource. */
export function failedOperation(token: string | undefined, given: Partial<Operation> = {}): Operation {
  const cause = {
    stack: "acme-storefront",
    logicalId: "Service",
    type: "AWS::ECS::Service",
    reason: "ECS Deployment Circuit Breaker was triggered.",
    at: 1500,
  };
  return operationOf(token, { outcome: "failed", cause, ...given });
}

/** A change set for that content. */
export function changeSetOf(
  to: BoundStack,
  given: Partial<ChangeSet> & { readonly attempt?: number } = {},
): ChangeSet {
  const { attempt = 1, ...rest } = given;
  const name = changeSetName({ digest: to.digest, attempt });
  return {
    name,
    id: `arn:aws:cloudformation:eu-west-1:111111111111:changeSet/${name}/1`,
    stackId: `arn:aws:cloudformation:eu-west-1:111111111111:stack/${to.name}/1`,
    state: "ready",
    changes: [],
    isIncomplete: false,
    findings: [],
    ...rest,
  };
}

/** A change of one resource. */
export function changeOf(given: Partial<ResourceChange> = {}): ResourceChange {
  return {
    action: "modify",
    logicalId: "Main",
    type: "AWS::SNS::Topic",
    replacement: "never",
    scope: ["Properties"],
    properties: [],
    ...given,
  };
}
