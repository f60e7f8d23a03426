import { validationError } from "../../errors.ts";
import type { Action, Input } from "../api.ts";
import { renderDrift } from "../drift/render-drift.ts";
import { integer, requiredText, text, textList } from "../input.ts";
import { cutPage } from "../page.ts";
import { resources } from "../records.ts";
import { requireStack } from "../stack/find-stack.ts";

/** What drift detection found of the resources that it looked at, or of those with certain statuses. */
export const describeStackResourceDrifts: Action = ({ region, input }) => {
  const stack = requireStack(region, requiredText(input, "StackName"));
  const wanted = readFilters(input);
  const page = cutPage(
    region.table(resources).inGroup(stack.stackId),
    text(input, "NextToken"),
    (record) =>
      wanted === undefined || wanted.includes(record.drift?.status ?? "NOT_CHECKED")
        ? renderDrift(record, stack)
        : undefined,
    readLimit(input),
  );
  return { StackResourceDrifts: page.members, NextToken: page.nextToken };
};

const statuses: readonly string[] = [
  "IN_SYNC",
  "MODIFIED",
  "DELETED",
  "NOT_CHECKED",
  "UNKNOWN",
  "UNSUPPORTED",
];
const maxFilters = 4;
const maxResults = 100;

function readFilters(input: Input): readonly string[] | undefined {
  const filters = textList(input, "StackResourceDriftStatusFilters");
  if (filters === undefined) return undefined;
  const unknown = filters.find((filter) => !statuses.includes(filter));
  if (unknown === undefined && filters.length >= 1 && filters.length <= maxFilters) return filters;
  throw validationError(
    `1 validation error detected: Value '[${filters.join(", ")}]' at 'stackResourceDriftStatusFilters' failed to satisfy constraint: ${
      unknown === undefined
        ? `Member must have length between 1 and ${maxFilters}`
        : `Member must satisfy constraint: [Member must satisfy enum value set: [${statuses.join(", ")}]]`
    }`,
  );
}

function readLimit(input: Input): number {
  const limit = integer(input, "MaxResults") ?? maxResults;
  if (limit >= 1 && limit <= maxResults) return limit;
  throw validationError(
    `1 validation error detected: Value '${limit}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${maxResults}`,
  );
}
