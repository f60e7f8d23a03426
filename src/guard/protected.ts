import { describeResource } from "../model/stateful-types.ts";
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

/** A deletion that a resource's own protection would end half-way: the rest of the stack is gone by then. */
export const refuseProtectedResources: Rule = (step) => {
  if (step.kind !== "delete") return undefined;
  const kept = (step.changes ?? []).filter(({ isProtected, policy }) => isProtected && policy !== "retain");
  if (kept.length === 0) return undefined;
  return {
    rule: "protected",
    why: `${kept.map(describeResource).join(" and ")} ${kept.length === 1 ? "is" : "are"} protected against deletion`,
    allowBy: `place ${step.app} once more with its protection off (\`deletionProtection: false\` of a Database), and take it away when that is deployed`,
  };
};
