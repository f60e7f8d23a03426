import { test } from "@jest/globals";

/** A part of the contract that a second opinion does not share: what it does, what AWS does, and where AWS says so. */
export interface Difference {
  readonly moto: string;
  readonly aws: string;
  /** The page of AWS's documentation that judges between the two. */
  readonly judge: string;
}

/** Parts of the contract that moto may not know. The sandbox and AWS have none of these. */
export const MOTO_TOLERANCES = {
  "name-clashes": {
    moto: "a second change set of a name, and a CREATE of a stack that exists, are taken",
    aws: "a name is unique among a stack's change sets, and CREATE makes a new stack: AlreadyExistsException, ValidationError",
    judge: "API Reference, CreateChangeSet: ChangeSetName, ChangeSetType, Errors",
  },
  "broken-template": {
    moto: "a template that cannot be parsed is answered with 500 and a page of HTML",
    aws: "ValidationError with status 400",
    judge: "API Reference, Common Error Types: ValidationError",
  },
  "missing-change-set": {
    moto: "deleting or executing a change set that is gone is answered with 500 and a page of HTML",
    aws: "executing it is ChangeSetNotFound with status 404, deleting it a success",
    judge: "API Reference, ExecuteChangeSet: Errors; DeleteChangeSet",
  },
  "shell-template": {
    moto: "a stack that was never executed has the template {}",
    aws: "a stack in REVIEW_IN_PROGRESS has no template and no resources yet; the template is the change set's",
    judge: "API Reference, GetTemplate: ChangeSetName; CreateChangeSet: ChangeSetType",
  },
  "tags-on-update": {
    moto: "an executed change set leaves the stack's tags as they were",
    aws: "the tags of the change set become those of the stack and of its resources",
    judge: "API Reference, CreateChangeSet: Tags",
  },
  "change-details": {
    moto: "Changes carry no Replacement, PolicyAction or Details, and may be empty for a real change",
    aws: "a Modify says whether it replaces, what becomes of the old resource, and which properties change",
    judge: "API Reference, ResourceChange: Replacement, PolicyAction, Details",
  },
  "resource-events": {
    moto: "there are no events of resources",
    aws: "every resource has events of its own in the stack's history",
    judge: "API Reference, DescribeStackEvents; StackEvent: LogicalResourceId",
  },
  "operation-tokens": {
    moto: "events carry no ClientRequestToken",
    aws: "all events of an operation carry the token of the request that started it",
    judge: "API Reference, StackEvent: ClientRequestToken",
  },
  "update-time": {
    moto: "LastUpdatedTime is not given",
    aws: "it is there once a stack has been updated",
    judge: "API Reference, Stack: LastUpdatedTime",
  },
  "last-change-set": {
    moto: "ChangeSetId is not given for a stack",
    aws: "it is the change set that made or last updated the stack",
    judge: "API Reference, Stack: ChangeSetId",
  },
  outputs: {
    moto: "a stack made by a change set has no outputs",
    aws: "outputs are those of the template, however it was deployed",
    judge: "API Reference, Stack: Outputs; User Guide, Outputs",
  },
  rollback: {
    moto: "nothing rolls back: ExecuteChangeSet itself answers 400 or 500 when a resource fails",
    aws: "ExecuteChangeSet only starts the operation; a failed resource rolls the stack back",
    judge:
      "API Reference, ExecuteChangeSet; User Guide, Choose how to handle failures when provisioning resources",
  },
  capabilities: {
    moto: "templates with IAM resources are taken without a capability",
    aws: "InsufficientCapabilities",
    judge: "API Reference, CreateChangeSet: Capabilities, Errors",
  },
  "drift-detection": {
    moto: "DetectStackDrift is answered with 500 and a page of HTML",
    aws: "DetectStackDrift starts a detection, whose results DescribeStackResourceDrifts tells",
    judge: "API Reference, DetectStackDrift, DescribeStackResourceDrifts",
  },
  "scaling-policies": {
    moto: "ListStackResources shows a scaling policy of a stack without a logical id",
    aws: "a policy of a stack is shown by DescribeScalingPolicies",
    judge:
      "API Reference, ListStackResources; Application Auto Scaling API Reference, DescribeScalingPolicies",
  },
  "deleted-resources": {
    moto: "the resources of a deleted stack are shown as if they were there",
    aws: "they are DELETE_COMPLETE, for 90 days",
    judge: "API Reference, ListStackResources",
  },
  "escaped-names": {
    moto: "a wildcard comes back as *",
    aws: "it comes back as \\052",
    judge: "Route 53 Developer Guide, DNS domain name format",
  },
} as const satisfies Readonly<Record<string, Difference>>;

/** Name of a part of the contract that may be tolerated. */
export type Tolerance = keyof typeof MOTO_TOLERANCES;

/** What is tolerated where, with the reasons. */
export type Tolerances = Readonly<Partial<Record<Tolerance, Difference>>>;

/** Gives `test` for what a host knows, and a loud `test.skip` for what is tolerated there. */
export function runnerFor(tolerances: Tolerances) {
  return (tolerance: Tolerance) => {
    const reason = tolerances[tolerance]?.moto;
    const runner = reason === undefined ? test : test.skip;
    const note = reason === undefined ? "" : ` (not here: ${reason})`;
    return (title: string, run: () => Promise<void>) => {
      runner(`${title}${note}`, run);
    };
  };
}
