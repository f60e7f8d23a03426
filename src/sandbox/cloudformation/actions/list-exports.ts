import type { Action } from "../api.ts";
import { text } from "../input.ts";
import { cutPage } from "../page.ts";
import { exportsTable } from "../records.ts";

/** The exports of the account and Region, a hundred a page. */
export const listExports: Action = ({ region, input }) => {
  const records = [...region.table(exportsTable).values()];
  const render = ({ name, value, stackId }: (typeof records)[number]) => ({
    ExportingStackId: stackId,
    Name: name,
    Value: value,
  });
  const page = cutPage(records, text(input, "NextToken"), render, 100);
  return { Exports: page.members, NextToken: page.nextToken };
};
