/** Parts of the contract that a second opinion may not know, each with why. The sandbox and AWS have none of these. */
export const MOTO_TOLERANCES = {
  "name-clashes": "a second change set of a name, and a CREATE of a stack that exists, are taken",
  "broken-template": "a template that cannot be parsed is answered with 500 and a page of HTML",
  "missing-change-set":
    "deleting or executing a change set that is gone is answered with 500 and a page of HTML",
  "shell-template": "a stack that was never executed has the template {}",
  "tags-on-update": "an executed change set leaves the stack's tags as they were",
  "change-details":
    "Changes carry no Replacement, PolicyAction or Details, and may be empty for a real change",
  "resource-events": "there are no events of resources",
  "operation-tokens": "events carry no ClientRequestToken",
  "update-time": "LastUpdatedTime is not given",
  "last-change-set": "ChangeSetId is not given for a stack",
  outputs: "a stack made by a change set has no outputs",
  rollback: "nothing rolls back: ExecuteChangeSet itself answers 400 or 500 when a resource fails",
  capabilities: "templates with IAM resources are taken without a capability",
} as const satisfies Readonly<Record<string, string>>;

/** Name of a part of the contract that may be tolerated. */
export type Tolerance = keyof typeof MOTO_TOLERANCES;

/** What is tolerated where, with the reasons. */
export type Tolerances = Readonly<Partial<Record<Tolerance, string>>>;
