import { ownArtifactBucket } from "../model/ownership.ts";
import type { Account, Repository } from "../model/repository.ts";
import type { RoleParameters } from "./account-roles.ts";

/** What a person decides about the roles besides what the repository says. */
export interface RoleWishes {
  /** ARN of the role that the agent runs with. */
  readonly trust?: string;
  /** ARN of a role of people who may do by hand what the agent does; `*` stands for anything. */
  readonly operatorTrust?: string;
  /** ARN of a role that may read, besides these. */
  readonly readerTrust?: string;
  /** What account.yaml has to say, too. */
  readonly externalId?: string;
  /** What account.yaml has to say, too. */
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
  const reader = readRoleArn(account.roles.reader);
  return {
    region: (folders[0] ?? account).region,
    parameters: {
      Repository: repository.name,
      AppRoles: rolesOfApps(repository.name),
      ...(wishes.trust === undefined ? {} : { AgentRoleArn: wishes.trust }),
      ExternalId: account.roles.externalId ?? "",
      ...(deployer === undefined ? {} : { RolePath: deployer.path, DeployerName: deployer.name }),
      ...(executor === undefined ? {} : { ExecutorName: executor.name }),
      ...(reader === undefined ? {} : { ReaderName: reader.name }),
      OperatorPrincipalArn: wishes.operatorTrust ?? "",
      ReaderPrincipalArn: wishes.readerTrust ?? "",
      RolesBoundaryArn: account.roles.boundary ?? "",
      NamesBelow: namesBelow(repository, account),
      ArtifactBucketName: bucketOf(folders[0] ?? account),
    },
    misfits: [
      ...missing("deployer", account),
      ...missing("executor", account),
      ...elsewhere("deployer", account),
      ...elsewhere("executor", account),
      ...elsewhere("reader", account),
      ...betweenRoles(account, [deployer, executor, reader]),
      ...strangePrincipal("--trust", wishes.trust),
      ...strangePrincipal("--operator-trust", wishes.operatorTrust),
      ...strangePrincipal("--reader-trust", wishes.readerTrust),
      ...otherWish("externalId", wishes.externalId, account),
      ...otherWish("boundary", wishes.boundary, account),
      ...betweenFolders(folders),
    ],
  };
}

/** Empty for the bucket that the template makes. */
function bucketOf({ id, region, artifactBucket }: Account): string {
  return artifactBucket === ownArtifactBucket({ id, region }) ? "" : artifactBucket;
}

/** A zone below the same one needs nothing new. */
function namesBelow({ accounts }: Repository, { id }: Account): string {
  const parents = accounts.flatMap(({ delegation }) =>
    delegation?.site.id === id ? [`*.${delegation.parent}`] : [],
  );
  return [...new Set(parents)].toSorted().join(",");
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

type RoleName = keyof Account["roles"];

function missing(which: "deployer" | "executor", { name, id, roles }: Account): readonly string[] {
  if (roles[which] !== undefined) return [];
  const line = `${which}: arn:aws:iam::${id}:role/mooring-${which}`;
  return [`accounts/${name}/account.yaml names no roles.${which}: add ${line}`];
}

function elsewhere(which: RoleName, { name, id, roles }: Account): readonly string[] {
  const said = roles[which];
  if (said === undefined || readRoleArn(said)?.account === id) return [];
  return [
    `roles.${which} of ${name} is ${said}, which is not in the AWS account ${id}: correct one of the two`,
  ];
}

/** The template has one path for all three, and a name for each. */
function betweenRoles({ name }: Account, roles: readonly (RoleArn | undefined)[]): readonly string[] {
  const named = roles.filter((role) => role !== undefined);
  const isOneTwice = new Set(named.map((role) => role.name)).size < named.length;
  const isOnePath = new Set(named.map(({ path }) => path)).size <= 1;
  return [
    ...(isOneTwice ? [`two of the roles of ${name} are one and the same: give each a name of its own`] : []),
    ...(isOnePath ? [] : [`the roles of ${name} have several paths: give all the same`]),
  ];
}

function strangePrincipal(option: string, arn: string | undefined): readonly string[] {
  if (arn === undefined || /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/\S+$/.test(arn)) return [];
  return [`${option} is not the ARN of an IAM role: arn:aws:iam::111122223333:role/mooring-agent is one`];
}

/** Mooring goes by what the repository says, so a wish that differs from it would only lock it out. */
function otherWish(which: RoleName, wish: string | undefined, { name, roles }: Account): readonly string[] {
  if (wish === undefined || wish === roles[which]) return [];
  const said = roles[which] === undefined ? "nothing" : "something else";
  return [
    `accounts/${name}/account.yaml says ${said} for roles.${which}: write ${which}: ${wish} there first`,
  ];
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
  return [roles.deployer, roles.executor, roles.reader, roles.externalId, roles.boundary];
}
