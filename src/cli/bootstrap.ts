import { Command } from "commander";
import type { RoleParameters } from "../bootstrap/account-roles.ts";
import type { RolesOfAccount } from "../bootstrap/roles-of-account.ts";
import type { Account, Repository } from "../model/repository.ts";
import type { RolesEnd } from "../reconcile/deploy-roles.ts";
import { Complaint } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { Opened } from "./opened.ts";
import { readTimeSpan } from "./readings.ts";
import type { GlobalOptions, Shell } from "./shell.ts";
import type { Verb } from "./verb.ts";

interface BootstrapOptions extends GlobalOptions {
  readonly print?: boolean;
  readonly deploy?: boolean;
  readonly trust?: string;
  readonly operatorTrust?: string;
  readonly readerTrust?: string;
  readonly externalId?: string;
  readonly boundary?: string;
  readonly timeout: string;
}

/** `moor bootstrap`: the roles that Mooring needs in an account, as a template or deployed. */
export const bootstrapVerb: Verb = ({ shell, run }) =>
  new Command("bootstrap")
    .argument("<account>", "account of the repository")
    .argument("[dir]", "folder of the environments repository", ".")
    .summary("print or deploy the roles that Mooring needs in an account")
    .description(
      "Prints the CloudFormation template of the roles that Mooring needs in an account, filled in from account.yaml, " +
        "and the command that deploys it. With --deploy it is deployed as the stack mooring-roles, with your own " +
        "credentials of that account; run again, it changes what has changed.",
    )
    .option("--print", "print the template; this is what happens without --deploy")
    .option("--deploy", "deploy it, and wait for the end")
    .option("--trust <arn>", "the role that the agent runs with")
    .option("--operator-trust <arn>", "a role of people who may use moor sync and moor retry by hand")
    .option("--reader-trust <arn>", "a role that may assume the reader too, such as that of pull requests")
    .option("--external-id <id>", "has to be the one of account.yaml")
    .option(
      "--boundary <arn>",
      "permissions boundary of every role of an app; has to be the one of account.yaml",
    )
    .option("--timeout <time>", "how long --deploy waits (s, m, h)", "10m")
    .action((account: string, dir: string, _options: unknown, command: Command) =>
      run(() => bootstrap(shell, { account, dir, options: command.optsWithGlobals<BootstrapOptions>() })),
    );

interface Request {
  readonly account: string;
  readonly dir: string;
  readonly options: BootstrapOptions;
}

async function bootstrap(shell: Shell, request: Request): Promise<ExitCode> {
  const { rolesOfAccount } = await import("../bootstrap/roles-of-account.ts");
  const { options } = request;
  if (options.print === true && options.deploy === true) {
    throw new Complaint("usage", "--print and --deploy exclude each other", "leave one of them out");
  }
  const { openRepository } = await import("./opened.ts");
  const opened = await openRepository(shell, request.dir, { isOffline: true });
  const { repository, account } = await findAccount(opened, request.account);
  const roles = rolesOfAccount(repository, account, options);
  if (roles.misfits.length > 0) {
    throw new Complaint("failed", `these roles cannot be made:\n  ${roles.misfits.join("\n  ")}`);
  }
  if (options.deploy !== true) return print(shell, roles, account);
  return deploy(shell, { roles, account, opened, repository, options });
}

async function findAccount(
  { repository, problems }: Opened,
  name: string,
): Promise<{ repository: Repository; account: Account }> {
  const { selectIn } = await import("./selection.ts");
  if (repository === undefined) {
    throw new Complaint("failed", "the repository cannot be read", "moor validate says why");
  }
  selectIn(repository, { account: [name] });
  const account = repository.accounts.find((each) => each.name === name);
  if (account !== undefined) return { repository, account };
  const told = problems.filter(({ holds }) => "account" in holds && holds.account === name);
  throw new Complaint("failed", `account ${name} has ${told.length} problems`, "moor validate says which");
}

/** The template goes to standard output, so that it can be kept; what to do with it to standard error. */
async function print(shell: Shell, roles: RolesOfAccount, { name, id }: Account): Promise<ExitCode> {
  const { accountRolesTemplate } = await import("../bootstrap/account-roles.ts");
  const { deployCommand } = await import("../bootstrap/deploy-command.ts");
  const { harmlessJson } = await import("../report/untrusted.ts");
  // With more room between its lines it would be larger than `aws cloudformation deploy` takes without a bucket.
  shell.stdout.write(`${harmlessJson(accountRolesTemplate(roles.parameters), 1)}\n`);
  shell.stderr.write(
    `Keep this as mooring-roles.json and run, with credentials of ${name} (${id}):\n\n` +
      `${deployCommand("mooring-roles.json", roles.region, roles.parameters)}\n\n` +
      `or let moor do it: the same command with --deploy${roles.parameters.AgentRoleArn === undefined ? " --trust ARN-OF-THE-AGENTS-ROLE" : ""}, and with credentials of that account\n`,
  );
  return exitCodes.done;
}

interface Deployment {
  readonly roles: RolesOfAccount;
  readonly account: Account;
  readonly opened: Opened;
  readonly repository: Repository;
  readonly options: BootstrapOptions;
}

async function deploy(shell: Shell, deployment: Deployment): Promise<ExitCode> {
  const { roles, account, opened, repository, options } = deployment;
  const { atAws } = await import("./at-aws.ts");
  const { whileWaiting } = await import("./while-waiting.ts");
  const { deployRoles } = await import("../reconcile/deploy-roles.ts");
  const timeoutMs = readTimeSpan("--timeout", options.timeout);
  const stack = await rolesStack(roles.parameters);
  const errand = {
    dir: opened.dir,
    repository,
    problems: opened.problems,
    revision: undefined,
    select: {},
    options,
  };
  const end = await atAws(shell, errand, (job, { isLocal }) =>
    whileWaiting(shell, { words: `deploying the roles of ${account.name}`, options, job }, () =>
      deployRoles({
        cloud: job.cloudOf({ ...account, region: roles.region, roles: {} }),
        clock: job.clock,
        signal: job.signal,
        account: account.id,
        stack,
        timeoutMs,
        pollMs: isLocal ? 50 : 3000,
      }),
    ),
  );
  return tell(shell, end, `${stack.name} in ${account.name} (${account.id}, ${roles.region})`);
}

async function rolesStack(parameters: RoleParameters) {
  const { accountRolesTemplate, ROLES_STACK } = await import("../bootstrap/account-roles.ts");
  const { ROLES_TAGS } = await import("../bootstrap/deploy-command.ts");
  if (parameters.AgentRoleArn === undefined) {
    throw new Complaint(
      "usage",
      "--deploy needs --trust: which role may assume the roles",
      "name the role that the agent runs with (output TaskRoleArn of examples/operator/agent.template.yaml)",
    );
  }
  return {
    name: ROLES_STACK,
    template: JSON.stringify(accountRolesTemplate(parameters)),
    parameters,
    tags: ROLES_TAGS,
  };
}

const DONE = {
  created: "was created",
  updated: "was updated",
  unchanged: "is as it should be: nothing to change",
};

function tell(shell: Shell, end: RolesEnd, stack: string): ExitCode {
  switch (end.kind) {
    case "failed":
      throw new Complaint("failed", `${stack}: ${end.why}`, end.remedy);
    case "unfinished":
      throw new Complaint(
        "failed",
        `${stack}: stopped waiting for ${end.waitedFor}`,
        "run the command again to see how it ended",
      );
    case "created":
    case "updated":
    case "unchanged":
      shell.stdout.write(`${stack} ${DONE[end.kind]}.\n`);
      return exitCodes.done;
  }
}
