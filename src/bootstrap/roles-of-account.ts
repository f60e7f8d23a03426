import type { Account, Repository } from "../model/repository.ts";
import type { RoleParameters } from "./account-roles.ts";

/** What a person decides about the roles besides what the repository says. */
export interface RoleWishes {
  /** ARN of the role that the agent runs with. */
  readonly trust?: string;
  readonly externalId?: string;
  /** ARN of the permissions boundary that every role of an app carries. */
  readonly boundary?: string;
}

/** The roles of one AWS account as the repository names them, and everything that cannot be made that way. */
export interface RolesOfAccount {
  readonly parameters: RoleParameters;
  /** Roles know no Region; their stack lies in this one, also when the AWS account has folders for several. */
  readonly region: string;
  /** Sentences; with any of them the roles would not do what the repository expects. */
  readonly misfits: readonly string[];
}

/** Works out the parameters of the roles' template for an account. */
export function rolesOfAccount(repository: Repository, account: Account, wishes: RoleWishes): RolesOfAccount {
  const folders = repository.accounts.filter(({ id }) => id === account.id);
  const deployer = readRoleArn(account.roles.deployer);
  const executor = readRoleArn(account.roles.executor);
  const externalId = account.roles.externalId ?? wishes.externalId;
  return {
    region: (folders[0] ?? account).region,
    parameters: {
      Repository: repository.name,
      AppRoles: rolesOfApps(repository.name),
      ...(wishes.trust === undefined ? {} : { AgentRoleArn: wishes.trust }),
      ExternalId: externalId ?? "",
      ...(deployer === undefined ? {} : { RolePath: deployer.path, DeployerName: deployer.name }),
      ...(executor === undefined ? {} : { ExecutorName: executor.name }),
      RolesBoundaryArn: wishes.boundary ?? "",
    },
    misfits: [
      ...misfitsOf("deployer", account),
      ...misfitsOf("executor", account),
      ...betweenRoles(deployer, executor),
      ...strangeArns(wishes),
      ...otherExternalId(account, wishes),
      ...betweenFolders(folders),
    ],
  };
}

/** CloudFormation shortens what would be longer than 64 characters, the stack's name first. */
const CERTAIN_START = 20;

function rolesOfApps(repository: string): string {
  return repository.length < CERTAIN_START ? `${repository}-*` : `${repository.slice(0, CERTAIN_START)}*`;
}

interface RoleArn {
  readonly account: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

function readRoleArn(arn: string | undefined): RoleArn | undefined {
  const [, account, path, name] =
    /^arn:aws[a-z-]*:iam::(\d{12}):role(\/(?:.+\/)?)([^/]+)$/.exec(arn ?? "") ?? [];
  if (account === undefined || path === undefined || name === undefined) return undefined;
  return { account, path, name };
}

function misfitsOf(which: "deployer" | "executor", { name, id, roles }: Account): readonly string[] {
  const said = roles[which];
  const where = `accounts/${name}/account.yaml`;
  if (said === undefined) {
    return [`${where} names no roles.${which}: add ${which}: arn:aws:iam::${id}:role/mooring-${which}`];
  }
  const role = readRoleArn(said);
  if (role?.account === id) return [];
  return [
    `roles.${which} of ${name} is ${said}, which is not in the AWS account ${id}: correct one of the two`,
  ];
}

function betweenRoles(deployer: RoleArn | undefined, executor: RoleArn | undefined): readonly string[] {
  if (deployer === undefined || executor === undefined) return [];
  if (deployer.name === executor.name) {
    return [`roles.deployer and roles.executor are one and the same role: give them two names`];
  }
  if (deployer.path === executor.path) return [];
  return [
    `roles.deployer has the path ${deployer.path} and roles.executor ${executor.path}: give both the same`,
  ];
}

function strangeArns({ trust, boundary }: RoleWishes): readonly string[] {
  const isPrincipal = trust === undefined || /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/\S+$/.test(trust);
  const isPolicy =
    boundary === undefined || /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/\S+$/.test(boundary);
  return [
    ...(isPrincipal
      ? []
      : [`--trust is not the ARN of an IAM role: arn:aws:iam::111122223333:role/mooring-agent is one`]),
    ...(isPolicy
      ? []
      : [`--boundary is not the ARN of an IAM policy: arn:aws:iam::111122223333:policy/apps is one`]),
  ];
}

function otherExternalId({ name, roles }: Account, { externalId }: RoleWishes): readonly string[] {
  if (externalId === undefined || externalId === roles.externalId) return [];
  const remedy = `write roles.externalId into accounts/${name}/account.yaml, because Mooring sends what stands there`;
  return roles.externalId === undefined
    ? [`the repository names no external id for ${name}: ${remedy}`]
    : [`--external-id is not the one that the repository names for ${name}: ${remedy}`];
}

function betweenFolders(folders: readonly Account[]): readonly string[] {
  const [first, ...others] = folders;
  if (first === undefined) return [];
  return others
    .filter((other) => JSON.stringify(rolesIn(other)) !== JSON.stringify(rolesIn(first)))
    .map(
      ({ name }) => `${first.name} and ${name} are one AWS account but name other roles: give both the same`,
    );
}

function rolesIn({ roles }: Account): readonly (string | undefined)[] {
  return [roles.deployer, roles.executor, roles.externalId];
}
