import type { Rule } from "./rule.ts";

/** So many failed checks are told of in one sentence. */
const MOST_TOLD = 3;

/** Nothing is begun that would fail for something that is known already. */
export const refusePreflight: Rule = ({ app }, { failedChecks }) => {
  const failed = failedChecks?.get(app) ?? [];
  if (failed.length === 0) return undefined;
  const told = failed.slice(0, MOST_TOLD).map(({ ruling }) => ruling);
  const rest = failed.length > MOST_TOLD ? [`and ${failed.length - MOST_TOLD} more (\`moor verify\`)`] : [];
  return {
    rule: "preflight",
    why: [...told.map(({ why }) => why), ...rest].join("; "),
    allowBy: [...new Set(told.map(({ remedy }) => remedy))].join("; "),
  };
};
