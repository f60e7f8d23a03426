/** A repository of a private ECR registry. */
export interface EcrRepository {
  /** AWS account id. */
  readonly registry: string;
  readonly region: string;
  /** Name without the registry: `team/storefront`. */
  readonly repository: string;
}

/** An image of such a repository, by its tag. */
export interface TaggedImage extends EcrRepository {
  readonly tag: string;
}

/** Private ECR repositories, by their older name and by their dual-stack one. */
const ECR =
  /^(\d{12})\.dkr(?:\.ecr(?:-fips)?|-ecr(?:-fips)?)\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/(.+)$/;

/** The ECR repository that an image is in; `undefined` for an image from anywhere else. */
export function ecrRepositoryOf(image: string): EcrRepository | undefined {
  const [, registry, region, repository] = ECR.exec(image) ?? [];
  return registry === undefined || region === undefined || repository === undefined
    ? undefined
    : { registry, region, repository };
}

/** Whether a version is the digest of an image, which never stands for another one. */
export function isImageDigest(version: string): boolean {
  return version.startsWith("sha256:");
}

/** `repository:tag`, or `repository@sha256:…` for a version that is a digest. */
export function imageReference(image: string, version: string): string {
  return `${image}${isImageDigest(version) ? "@" : ":"}${version}`;
}
