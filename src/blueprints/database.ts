import type { DesiredStack } from "../model/desired-stack.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";

/** Begun. */
export function placeDatabase(site: Site, _spec: DatabaseSpec): DesiredStack {
  const template = {
    Resources: {
      Database: {
        Type: "AWS::RDS::DBInstance",
        Properties: {},
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
  } as const;
  return stackAt(site, "Database", { ...renderTemplate(template), capabilities: [] });
}
