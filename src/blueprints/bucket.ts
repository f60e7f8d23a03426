import type { DesiredStack } from "../model/desired-stack.ts";
import type { BucketSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";

/** Begun. */
export function placeBucket(site: Site, _spec: BucketSpec): DesiredStack {
  const template = {
    Resources: {
      Bucket: {
        Type: "AWS::S3::Bucket",
        Properties: {},
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
  } as const;
  return stackAt(site, "Bucket", { ...renderTemplate(template), capabilities: [] });
}
