import type { ResourceChange } from "../model/change-set.ts";
import { placementOf, type Rule } from "./rule.ts";

/**
 * No change of a rule whose load ECS moves: CloudFormation knows the rule as it made it, and would lead all requests to the
 * first target group, whether or not the tasks are there (aws-cdk#36649).
 */
export const refuseMovedLoad: Rule = (step, facts) => {
  if (step.kind !== "update" || step.to.kind !== "Service") return undefined;
  const { to, changes = [] } = step;
  const found = SIDES.flatMap((prefix) => endangered(prefix, changes, to.template));
  const ids = found.filter((id) => !to.allow.includes(id));
  if (ids.length === 0) return undefined;
  return {
    rule: "moved-load",
    why: `it changes ${ids.join(" and ")}, between whose target groups ECS moves the load, and all requests would go to the first one, where no task may be`,
    allowBy: `if the tasks are in the first one (every deployment changes sides; the load balancer shows it), write \`allow: [${[...to.allow, ...ids].join(", ")}]\` ${placementOf(step, facts)}; otherwise deploy a version first`,
  };
};

const SIDES = ["Public", "Internal"];

/** The rule of a balancer, or the second group with which ECS's hold on the rule goes. */
function endangered(prefix: string, changes: readonly ResourceChange[], template: string): readonly string[] {
  const alternate = changes.find(({ logicalId }) => logicalId === `${prefix}AlternateTargetGroup`);
  if (alternate?.action === "remove") return [alternate.logicalId];
  const isMoved = template.includes(`"${prefix}AlternateTargetGroup":`) && alternate?.action !== "add";
  const rule = changes.find(({ logicalId }) => logicalId === `${prefix}Rule1`);
  return isMoved && rule?.action === "modify" && isReal(rule, changes) ? [rule.logicalId] : [];
}

/** A value that follows a resource which is not made anew stays as it is; tags are nothing to a rule's load. */
function isReal({ properties, scope }: ResourceChange, changes: readonly ResourceChange[]): boolean {
  if (properties.length === 0) return scope.includes("Properties");
  return properties.some(({ path, follows }) => {
    const followed = changes.find(({ logicalId }) => logicalId === follows);
    return !path.startsWith("Tags") && (followed === undefined || followed.replacement !== "never");
  });
}
