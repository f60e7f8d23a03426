import type { DesiredStack } from "../model/desired-stack.ts";
import type { QueueSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";

/** Begun. */
export function placeQueue(site: Site, _spec: QueueSpec): DesiredStack {
  const template = {
    Resources: {
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {},
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      },
    },
  } as const;
  return stackAt(site, "Queue", { ...renderTemplate(template), capabilities: [] });
}
