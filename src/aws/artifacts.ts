import { createHash } from "node:crypto";
import type { S3 } from "@aws-sdk/client-s3";
import type { ArtifactPlace } from "../model/desired-stack.ts";
import type { WriteResult } from "../model/cloud.ts";
import { readFailure, type CallFailure } from "./failure.ts";

/** Where a template was put, or why it could not be. */
export type Upload =
  { readonly kind: "uploaded"; readonly url: string } | Extract<WriteResult, { kind: "rejected" }>;

/**
 * Puts a template into the account's bucket, under a key that follows from its content: one that is there already is not
 * written again. A bucket of another account is never written to, whatever its name.
 */
export async function uploadTemplate(
  s3: S3,
  template: string,
  { bucket, owner, region }: ArtifactPlace & { readonly region: string },
): Promise<Upload> {
  const key = `templates/${createHash("sha256").update(template).digest("hex")}.json`;
  const object = { Bucket: bucket, Key: key, ExpectedBucketOwner: owner };
  try {
    if (!(await isThere(s3, object)))
      await s3.putObject({ ...object, Body: template, ContentType: "application/json" });
    return { kind: "uploaded", url: `https://${bucket}.s3.${region}.${domainOf(region)}/${key}` };
  } catch (error) {
    const why = whyNot(readFailure(error), { owner, region });
    if (why === undefined) throw error;
    const what = `the template has ${Buffer.byteLength(template)} bytes and has to go through the bucket ${bucket}`;
    return { kind: "rejected", message: `${what}, which ${why}` };
  }
}

/** Without the right to list, S3 does not tell what is missing from what is forbidden; writing will tell. */
async function isThere(
  s3: S3,
  object: { readonly Bucket: string; readonly Key: string; readonly ExpectedBucketOwner: string },
): Promise<boolean> {
  try {
    await s3.headObject(object);
    return true;
  } catch (error) {
    const { status } = readFailure(error);
    if (status === 403 || status === 404) return false;
    throw error;
  }
}

function domainOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

/** Trouble with the bucket holds the one stack; anything else is trouble with AWS. */
function whyNot(
  { name, status }: CallFailure,
  { owner, region }: { readonly owner: string; readonly region: string },
): string | undefined {
  if (name === "NoSuchBucket") return "is not there: `moor bootstrap` makes it";
  if (name === "PermanentRedirect" || status === 301)
    return `lies in another Region: name one in ${region} with artifacts.bucket in account.yaml`;
  if (name === "AccessDenied" || status === 403)
    return `belongs to another account than ${owner} or may not be written by the deployer: \`moor bootstrap\` makes one and the permission`;
  return undefined;
}
