import type { Rule } from "./rule.ts";

/** CloudFormation refuses to delete a stack with termination protection, and Mooring does not switch it off. */
export const refuseProtected: Rule = (step) => {
  const isDeletion =
    step.kind === "delete" || (step.kind === "recover" && step.write.kind === "delete-stack");
  if (!isDeletion || !step.from.isProtected) return undefined;
  return {
    rule: "protected",
    why: `stack ${step.stack} has termination protection`,
    allowBy: `if it may go, run \`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${step.stack}\``,
  };
};
