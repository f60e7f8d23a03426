import type { Rule } from "./rule.ts";

/** Content that failed here is not tried again until it changes or a person asks. */
export const refuseQuarantine: Rule = (step, { account }) => {
  if ((step.kind !== "update" && step.kind !== "recover") || step.quarantine === undefined) return undefined;
  return {
    rule: "quarantine",
    why: `this content failed here before (attempt ${step.quarantine.attempt}): ${step.quarantine.why}`,
    allowBy: `deploy other content, or run \`moor retry --account ${account.name} --app ${step.app}\``,
  };
};
