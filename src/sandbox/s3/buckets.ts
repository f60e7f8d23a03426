import { ApiError } from "../errors.ts";
import { parseXmlInput } from "../protocol/rest-xml-input.ts";
import type { WireAnswer } from "../protocol/wire.ts";
import type { World } from "../world.ts";
import { header } from "./body.ts";
import type { S3Call } from "./call.ts";
import { empty } from "./call.ts";
import type { BucketRecord } from "./store.ts";
import { dropBucket, findBucket, isBucketEmpty, putBucket } from "./store.ts";

/** The bucket that a request means, if its owner is the one that the request expects. Throws `NoSuchBucket` and `AccessDenied`. */
export function requireBucket({ world, request }: S3Call, name: string): BucketRecord {
  const bucket = findBucket(world, name);
  if (bucket === undefined) throw new ApiError("NoSuchBucket", "The specified bucket does not exist", 404);
  const owner = header(request, "x-amz-expected-bucket-owner");
  if (owner !== undefined && owner !== bucket.account)
    throw new ApiError("AccessDenied", "Access Denied", 403);
  return bucket;
}

/** Makes a bucket. Throws `BucketAlreadyExists`, `BucketAlreadyOwnedByYou`, `InvalidBucketName` and `IllegalLocationConstraintException`. */
export function createBucket(call: S3Call, name: string): WireAnswer {
  const { world, caller, now } = call;
  checkLocation(call);
  if (!/^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*$/.test(name) || name.endsWith("-"))
    throw new ApiError("InvalidBucketName", "The specified bucket is not valid.");
  checkFree(world, caller.account, name);
  putBucket(world, { name, account: caller.account, region: caller.region, createdAt: now });
  return empty(200, { location: `/${name}` });
}

/** Says whether a bucket is there, and where. */
export function headBucket(call: S3Call, name: string): WireAnswer {
  const { region } = requireBucket(call, name);
  return empty(200, { "x-amz-bucket-region": region });
}

/** Deletes an empty bucket. Throws `BucketNotEmpty`. */
export function deleteBucket(call: S3Call, name: string): WireAnswer {
  requireBucket(call, name);
  if (!isBucketEmpty(call.world, name))
    throw new ApiError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
  dropBucket(call.world, name);
  return empty(204);
}

/** Throws when somebody has a bucket of that name. */
function checkFree(world: World, account: string, name: string): void {
  const known = findBucket(world, name);
  if (known === undefined) return;
  if (known.account === account)
    throw new ApiError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      409,
    );
  throw new ApiError(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    409,
  );
}

/** A bucket is made where the request is sent: outside of us-east-1 it has to say so. */
function checkLocation({ request, caller }: S3Call): void {
  const given =
    request.body === ""
      ? undefined
      : parseXmlInput(request.body, "CreateBucketConfiguration").child("LocationConstraint")?.text;
  const wanted = caller.region === "us-east-1" ? undefined : caller.region;
  if (given === wanted) return;
  throw new ApiError(
    "IllegalLocationConstraintException",
    `The ${given ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
