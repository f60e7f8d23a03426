/** The tags by which Mooring knows its stacks. Constant for a stack's whole life: stack tags spread to every resource. */
export interface Ownership {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  /** Folder name of the account. */
  readonly account: string;
  /** App name, or `zone` or `network`. */
  readonly app: string;
}

const REPOSITORY = "mooring:repository";
const ACCOUNT = "mooring:account";
const APP = "mooring:app";

/** The tags that mark a stack as ours. */
export function ownershipTags(owner: Ownership): Readonly<Record<string, string>> {
  return { [REPOSITORY]: owner.repository, [ACCOUNT]: owner.account, [APP]: owner.app };
}

/** Reads the owner from a stack's tags; `undefined` when any of the three is missing. */
export function readOwnership(tags: Readonly<Record<string, string>>): Ownership | undefined {
  const { [REPOSITORY]: repository, [ACCOUNT]: account, [APP]: app } = tags;
  if (repository === undefined || account === undefined || app === undefined) return undefined;
  return { repository, account, app };
}

/** The CloudFormation stack name of an app: `<repository>-<app>`. */
export function stackName(repository: string, app: string): string {
  return `${repository}-${app}`;
}

/** The account's bucket for templates, unless account.yaml names another: names of buckets are shared by everybody. */
export function ownArtifactBucket({ id, region }: { readonly id: string; readonly region: string }): string {
  return `mooring-artifacts-${id}-${region}`;
}

/** How the descriptions of our stacks and change sets begin; what follows is a space, a colon or nothing. */
export function descriptionSubject(repository: string, app: string): string {
  return `${repository}/${app}`;
}

/** Whether a description is of that app: the only mark of a stack whose change set was never executed. */
export function isDescribedAs(description: string | undefined, repository: string, app: string): boolean {
  const subject = descriptionSubject(repository, app);
  return description?.startsWith(subject) === true && /^(?:[ :\n]|$)/.test(description.slice(subject.length));
}
