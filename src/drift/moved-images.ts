import type { ImageAnswer, NoAnswer } from "../model/cloud-images.ts";
import type { TaggedImage } from "../model/image-reference.ts";
import { judgeProperty, NO_FINDINGS, type Findings, type Subject } from "./resource-drift.ts";

/** An image that is deployed by its digest, and what its tag stands for now. */
export interface DeployedImage {
  readonly tag: TaggedImage;
  /** `sha256:…` */
  readonly digest: string;
  readonly answer: ImageAnswer | NoAnswer;
}

/** A tag that was moved after it was deployed: tasks go on with the image that was deployed, and nobody can tell it by its version any more. */
export function movedImage(
  image: DeployedImage,
  subject: Pick<Subject, "account" | "app" | "stack" | "ignoreDrift" | "now">,
): Findings {
  const { answer, tag, digest } = image;
  const { account, app, stack, now } = subject;
  switch (answer.kind) {
    case "found": {
      if (answer.digest === digest) return NO_FINDINGS;
      const moved = {
        layer: "image",
        account,
        app,
        stack,
        ...IN_TEMPLATE,
        expected: `${answer.digest} (${tag.repository}:${tag.tag} now)`,
        actual: digest,
        since: now,
      } as const;
      return judgeProperty(moved, subject, undefined);
    }
    case "missing":
    case "no-repository": {
      const why = `${tag.repository}:${tag.tag} is no longer in the registry, so nobody can say whether ${digest.slice(0, 19)} can still be pulled`;
      return { ...NO_FINDINGS, unknown: [{ app, stack, resource: IN_TEMPLATE.resource, why }] };
    }
    case "no-answer": {
      const why = `what ${tag.repository}:${tag.tag} stands for is not known: ${answer.message}`;
      return { ...NO_FINDINGS, unknown: [{ app, stack, resource: IN_TEMPLATE.resource, why }] };
    }
    case "denied":
      return NO_FINDINGS;
  }
}

/** Where blueprints put the image of an app. */
const IN_TEMPLATE = {
  resource: "TaskDefinition",
  type: "AWS::ECS::TaskDefinition",
  property: "/ContainerDefinitions/0/Image",
} as const;
