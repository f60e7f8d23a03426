import { sub, type Value } from "./template.ts";

/** `repository:tag`, or `repository@sha256:…` for a version that is a digest. */
export function imageReference(image: string, version: string): string {
  return `${image}${version.startsWith("sha256:") ? "@" : ":"}${version}`;
}

/** Private ECR repositories, by their older name and by their dual-stack one. */
const ECR =
  /^(\d{12})\.dkr(?:\.ecr(?:-fips)?|-ecr(?:-fips)?)\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/(.+)$/;

/** ARN of the ECR repository that an image is in; `undefined` for an image from anywhere else. */
export function ecrRepositoryArn(image: string): Value | undefined {
  const [, account, region, name] = ECR.exec(image) ?? [];
  if (account === undefined || region === undefined || name === undefined) return undefined;
  return sub(`arn:\${AWS::Partition}:ecr:${region}:${account}:repository/${name}`);
}
