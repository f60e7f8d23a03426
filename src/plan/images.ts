import type { ImageAnswer, NoAnswer } from "../model/cloud-images.ts";
import type { DesiredStack, PinnedImage, UnknownImage } from "../model/desired-stack.ts";
import { imageReference, type TaggedImage } from "../model/image-reference.ts";
import type { ObservedStack } from "../model/observed-stack.ts";

/** What registries said, by `imageKey`. */
export type ImageAnswers = ReadonlyMap<string, ImageAnswer | NoAnswer>;

/** What tells one tagged image from another. */
export function imageKey({ registry, region, repository, tag }: TaggedImage): string {
  return `${registry} ${region} ${repository}:${tag}`;
}

/**
 * Images whose digest has to be asked for: those of a version that is not deployed. A stack that CloudFormation is at work
 * on waits whatever its image is.
 */
export function imagesToAsk(
  desired: readonly DesiredStack[],
  observedByApp: ReadonlyMap<string, ObservedStack>,
): readonly TaggedImage[] {
  const asked = desired.flatMap((stack) => {
    const observed = observedByApp.get(stack.app);
    if (observed?.phase === "busy") return [];
    return Object.entries(stack.parameters).flatMap(([name, binding]) =>
      binding.kind === "image" && deployedImage(name, binding, observed, stack) === undefined
        ? [binding.tag]
        : [],
    );
  });
  return [...new Map(asked.map((tag) => [imageKey(tag), tag])).values()];
}

/**
 * The image by digest, or why there is none. Where nobody may know what the tag stands for, the tag itself is deployed.
 */
export function bindImage(
  parameter: string,
  image: PinnedImage,
  {
    desired,
    observed,
    answers,
  }: {
    readonly desired: DesiredStack;
    readonly observed: ObservedStack | undefined;
    readonly answers: ImageAnswers;
  },
): string | UnknownImage {
  const deployed = deployedImage(parameter, image, observed, desired);
  if (deployed !== undefined) return deployed;
  const answer = answers.get(imageKey(image.tag));
  if (answer?.kind === "denied") return imageReference(image.image, image.tag.tag);
  if (answer?.kind !== "found") return answer === undefined ? { image } : { image, answer };
  const { architectures } = answer;
  const fits = architectures === undefined || architectures.includes(image.architecture);
  return fits ? imageReference(image.image, answer.digest) : { image, answer };
}

/** The images of a stack that are deployed by their digests, as far as they are of the version that the repository says. */
export function deployedImages(
  desired: DesiredStack,
  observed: ObservedStack,
): readonly { readonly tag: TaggedImage; readonly digest: string }[] {
  return Object.entries(desired.parameters).flatMap(([parameter, binding]) => {
    if (binding.kind !== "image") return [];
    const [, digest] = deployedImage(parameter, binding, observed, desired)?.split("@") ?? [];
    return digest === undefined ? [] : [{ tag: binding.tag, digest }];
  });
}

/** Why a stack cannot be deployed with an image, and what to do. */
export function explainImage({ image, answer }: UnknownImage): {
  readonly reason: string;
  readonly remedy: string;
} {
  const { tag, repository } = image.tag;
  switch (answer?.kind) {
    case "found":
      return {
        reason: `${repository}:${tag} is built for ${architecturesText(answer.architectures)}, and the app runs on ${image.architecture}`,
        remedy: `push an image for ${image.architecture}, or set \`architecture\` of the app`,
      };
    case "no-repository":
      return {
        reason: `there is no repository ${image.image}`,
        remedy: "correct `image` of the app, or make the repository and push the image",
      };
    case "missing":
      return {
        reason: `${tag} is not a tag that exists in ${image.image}`,
        remedy: `push the image first${answer.latest.length === 0 ? "" : `, or set the version to one of ${answer.latest.join(", ")}`}`,
      };
    case "no-answer":
      return {
        reason: `what ${repository}:${tag} stands for is not known: ${answer.message}`,
        remedy: answer.remedy ?? "correct what AWS complains about",
      };
    case "denied":
    case undefined:
      return {
        reason: `nobody knows yet what ${repository}:${tag} stands for`,
        remedy: "wait for the next look",
      };
  }
}

/** A registry may have images for others than those that Fargate has. */
function architecturesText(architectures: readonly string[] = []): string {
  return architectures.length === 0 ? "other processors" : architectures.join(" and ");
}

/** What is deployed of the very same version. What failed at its first creation is no memory of what the tag stands for. */
function deployedImage(
  parameter: string,
  { image, versionParameter }: PinnedImage,
  observed: ObservedStack | undefined,
  { parameters }: DesiredStack,
): string | undefined {
  if (observed === undefined || observed.phase === "shell" || observed.phase === "dead") return undefined;
  const deployed = observed.parameters[parameter];
  const version = parameters[versionParameter];
  const isSame = version?.kind === "literal" && observed.parameters[versionParameter] === version.value;
  const isOurs =
    deployed?.startsWith(`${image}@sha256:`) === true ||
    deployed === `${image}:${version?.kind === "literal" ? version.value : ""}`;
  return isSame && isOurs ? deployed : undefined;
}
