import { createHash } from "node:crypto";
import { ApiError } from "../errors.ts";
import type { TableKind, World } from "../world.ts";

/** A bucket, keyed by its name: names are unique in the world. */
export interface BucketRecord {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
}

/** An object, keyed by bucket and key; grouped by bucket. */
export interface ObjectRecord {
  readonly bucket: string;
  readonly key: string;
  readonly text: string;
  /** Bytes of the text in UTF-8. */
  readonly size: number;
  /** The MD5 of the bytes, in hexadecimal digits. */
  readonly etag: string;
  readonly contentType: string;
  /** `x-amz-meta-…`, without that prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly modifiedAt: number;
}

/** The largest object that is kept: twice the largest template. */
export const maxObjectBytes = 2_000_000;

/** All objects together may be this large: they are in memory and in the journal. */
const maxWorldBytes = 100_000_000;

const buckets: TableKind<BucketRecord> = { name: "buckets" };
const objects: TableKind<ObjectRecord> = { name: "objects", groupBy: (object) => object.bucket };

/** A bucket by its name. */
export function findBucket(world: World, name: string): BucketRecord | undefined {
  return world.table(buckets).get(name);
}

/** Makes a bucket, or changes what is known of it. */
export function putBucket(world: World, bucket: BucketRecord): void {
  world.table(buckets).put(bucket.name, bucket);
}

/** Deletes a bucket; the caller has made sure that it is empty. */
export function dropBucket(world: World, name: string): void {
  world.table(buckets).delete(name);
}

/** Whether nothing is in a bucket. */
export function isBucketEmpty(world: World, name: string): boolean {
  return world.table(objects).countInGroup(name) === 0;
}

/** An object by bucket and key. */
export function findObject(world: World, bucket: string, key: string): ObjectRecord | undefined {
  return world.table(objects).get(objectKey(bucket, key));
}

/** Writes an object over what was there. Throws `EntityTooLarge`, and `ServiceUnavailable` when the sandbox is full. */
export function putObject(world: World, object: Omit<ObjectRecord, "size" | "etag">): ObjectRecord {
  const bytes = Buffer.from(object.text);
  if (bytes.length > maxObjectBytes)
    throw new ApiError(
      "EntityTooLarge",
      `Your proposed upload exceeds the maximum allowed size: the sandbox keeps objects of at most ${maxObjectBytes} bytes.`,
    );
  const known = findObject(world, object.bucket, object.key)?.size ?? 0;
  if (usedBytes(world) - known + bytes.length > maxWorldBytes)
    throw new ApiError("ServiceUnavailable", "The sandbox has no room for more objects; delete some.", 503);
  const record = { ...object, size: bytes.length, etag: createHash("md5").update(bytes).digest("hex") };
  world.table(objects).put(objectKey(object.bucket, object.key), record);
  return record;
}

/** Deletes an object; one that is not there is no error. */
export function dropObject(world: World, bucket: string, key: string): void {
  world.table(objects).delete(objectKey(bucket, key));
}

function usedBytes(world: World): number {
  let sum = 0;
  for (const { size } of world.table(objects).values()) sum += size;
  return sum;
}

function objectKey(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}
