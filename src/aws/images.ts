import type { ECR, ImageDetail } from "@aws-sdk/client-ecr";
import { CloudError } from "../model/cloud.ts";
import type { ImageAnswer, ImageArchitecture } from "../model/cloud-images.ts";
import type { TaggedImage } from "../model/image-reference.ts";
import { readFailure } from "./failure.ts";
import { required } from "./shape.ts";

/** What a tag stands for; one that is missing comes with the tags that were pushed last, as far as they may be known. */
export async function readImage(ecr: ECR, { registry, repository, tag }: TaggedImage): Promise<ImageAnswer> {
  try {
    const { images = [] } = await ecr.batchGetImage({
      registryId: registry,
      repositoryName: repository,
      imageIds: [{ imageTag: tag }],
      acceptedMediaTypes: MEDIA_TYPES,
    });
    const [image] = images;
    if (image === undefined)
      return { kind: "missing", latest: await latestTags(ecr, { registry, repository }) };
    const digest = required(image.imageId?.imageDigest, "image digest");
    if (!DIGEST.test(digest))
      throw new CloudError("unexpected", `ECR gave ${repository}:${tag} a digest that is none`);
    return { kind: "found", digest, ...architecturesIn(image.imageManifest) };
  } catch (error) {
    if (readFailure(error).name === "RepositoryNotFound") return { kind: "no-repository" };
    throw error;
  }
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Lists first: they tell for which architectures there is an image. */
const MEDIA_TYPES = [
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
];

/** As ECR's own limit of a page is; the tags of a larger repository are told of in part. */
const MOST_IMAGES = 1000;
const MOST_TAGS = 3;

/** Only advice: whoever may pull an image need not be allowed to list them. */
async function latestTags(
  ecr: ECR,
  { registry, repository }: Pick<TaggedImage, "registry" | "repository">,
): Promise<readonly string[]> {
  try {
    const { imageDetails = [] } = await ecr.describeImages({
      registryId: registry,
      repositoryName: repository,
      maxResults: MOST_IMAGES,
      filter: { tagStatus: "TAGGED" },
    });
    const newestFirst = imageDetails.toSorted((a, b) => pushedAt(b) - pushedAt(a));
    return newestFirst.flatMap(({ imageTags = [] }) => imageTags.filter(isTag)).slice(0, MOST_TAGS);
  } catch (error) {
    if (readFailure(error).status === undefined) throw error;
    return [];
  }
}

function pushedAt({ imagePushedAt }: ImageDetail): number {
  return imagePushedAt?.getTime() ?? 0;
}

/** What somebody pushed is shown to people as it is only when it is a tag. */
function isTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text);
}

const ARCHITECTURES: ReadonlyMap<unknown, ImageArchitecture> = new Map([
  ["amd64", "x86_64"],
  ["arm64", "arm64"],
]);

/** A manifest of a single image does not tell, and neither does a list with an image whose platform nobody wrote down. */
function architecturesIn(manifest: string | undefined): {
  readonly architectures?: readonly ImageArchitecture[];
} {
  const list = member(parsed(manifest), "manifests");
  if (!Array.isArray(list)) return {};
  const named = list.map((each: unknown) => member(member(each, "platform"), "architecture"));
  if (named.includes(undefined)) return {};
  const found = named.flatMap((name) => ARCHITECTURES.get(name) ?? []);
  return { architectures: [...new Set(found)] };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
