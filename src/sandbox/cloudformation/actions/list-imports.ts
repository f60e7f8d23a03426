import { validationError } from "../../errors.ts";
import type { Action } from "../api.ts";
import { requiredText, text } from "../input.ts";
import { importersOf } from "../operation/exports.ts";
import { cutPage } from "../page.ts";

/** The names of the stacks that import an export; nobody doing so is an error, as on AWS. */
export const listImports: Action = ({ region, input }) => {
  const name = requiredText(input, "ExportName");
  const importers = importersOf(region, name);
  if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
  const page = cutPage(importers, text(input, "NextToken"), (stack) => stack.name);
  return { Imports: page.members, NextToken: page.nextToken };
};
