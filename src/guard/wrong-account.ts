import { isWrite, type Rule } from "./rule.ts";

/** No write with the credentials of another AWS account. */
export const refuseWrongAccount: Rule = (step, { account, identity }) =>
  isWrite(step) && identity.account !== account.id
    ? {
        rule: "wrong-account",
        why: `these credentials (${identity.arn}) are of AWS account ${identity.account}, and ${account.name} is ${account.id}`,
        allowBy: `correct \`id\` or \`roles.deployer\` in accounts/${account.name}/account.yaml, or use the credentials of ${account.id}`,
      }
    : undefined;
