import { ecrRepositoryOf, imageReference, isImageDigest } from "../model/image-reference.ts";
import type { ContainerSpec } from "../model/repository.ts";
import { input, literal, type Members } from "./template.ts";

const IMAGE = "Image";
const VERSION = "Version";

/**
 * The image of a container. One in ECR is pinned to the digest that its tag stands for, so that every task of a version is
 * the same; the tag stands in a label, for people and for telling which version a deployed digest is.
 */
export function imageOf(
  { image, architecture }: Pick<ContainerSpec, "image" | "architecture">,
  version: string,
): Members {
  const ecr = ecrRepositoryOf(image);
  if (ecr === undefined || isImageDigest(version))
    return { Image: input(IMAGE, { type: "String", binding: literal(imageReference(image, version)) }) };
  const tag = { ...ecr, tag: version };
  return {
    Image: input(IMAGE, {
      type: "String",
      binding: { kind: "image", image, tag, architecture, versionParameter: VERSION },
    }),
    DockerLabels: { "mooring.version": input(VERSION, { type: "String", binding: literal(version) }) },
  };
}
