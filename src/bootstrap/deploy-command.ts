import { ROLES_STACK, type RoleParameters } from "./account-roles.ts";

/** The tags of the roles' stack: how a later bootstrap knows it. They make it nobody's app. */
export const ROLES_TAGS: Readonly<Record<string, string>> = { "mooring:stack": "roles" };

/** The `aws` command line that deploys the template from a file. Every value is given: the command keeps older ones otherwise. */
export function deployCommand(file: string, region: string, parameters: RoleParameters): string {
  const values = { AgentRoleArn: "ARN-OF-THE-AGENTS-ROLE", ...parameters };
  const words = [
    ["aws cloudformation deploy", "--stack-name", ROLES_STACK],
    ["--region", region],
    ["--template-file", file],
    ["--capabilities", "CAPABILITY_NAMED_IAM"],
    ["--tags", ...Object.entries(ROLES_TAGS).map(pair)],
    ["--parameter-overrides", ...Object.entries(values).map(pair)],
  ];
  return words.map(([first, ...rest]) => [first, ...rest.map(quoted)].join(" ")).join(" \\\n  ");
}

function pair([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
