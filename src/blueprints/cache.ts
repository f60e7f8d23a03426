import type { DesiredStack } from "../model/desired-stack.ts";
import type { CacheSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";

/** Begun. */
export function placeCache(site: Site, _spec: CacheSpec): DesiredStack {
  const template = {
    Resources: {
      Cache: {
        Type: "AWS::ElastiCache::ServerlessCache",
        Properties: {},
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
  } as const;
  return stackAt(site, "Cache", { ...renderTemplate(template), capabilities: [] });
}
