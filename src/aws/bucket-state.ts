import type { S3 } from "@aws-sdk/client-s3";
import type { BucketState } from "../model/cloud-checks.ts";
import { readFailure } from "./failure.ts";

/** Whether a bucket is there and owned by that account. S3 answers `HeadBucket` with a status and no words. */
export async function readBucketState(s3: S3, name: string, owner: string): Promise<BucketState> {
  try {
    await s3.headBucket({ Bucket: name, ExpectedBucketOwner: owner });
    return "there";
  } catch (error) {
    const { status } = readFailure(error);
    if (status === 404) return "missing";
    if (status === 403) return "unseen";
    throw error;
  }
}
