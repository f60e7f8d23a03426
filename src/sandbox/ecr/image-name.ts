/** An image as a container names it. */
export interface ImageName {
  /** Registry and repository, without tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads `registry/repository:tag@digest`; a colon before the last slash is the registry's port. */
export function readImageName(image: string): ImageName {
  const [name = "", digest] = image.split("@", 2);
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return {
    repository: colon === -1 ? name : name.slice(0, colon),
    tag: colon === -1 ? undefined : name.slice(colon + 1),
    digest,
  };
}

/** Whether a repository is one of ECR's, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
export function isEcrRepository(repository: string): boolean {
  return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/[a-z0-9][a-z0-9._/-]{0,255}$/.test(
    repository,
  );
}
