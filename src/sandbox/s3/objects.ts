import { ApiError } from "../errors.ts";
import type { WireAnswer, WireRequest } from "../protocol/wire.ts";
import { header, readUpload } from "./body.ts";
import { requireBucket } from "./buckets.ts";
import type { S3Call } from "./call.ts";
import { empty } from "./call.ts";
import type { ObjectRecord } from "./store.ts";
import { dropObject, findObject, putObject } from "./store.ts";

/** Headers of an upload or a read that would change what happens: refused, never ignored. */
const unsupported = [
  "x-amz-copy-source",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "range",
];

/** Writes an object; with `If-None-Match: *` only where there is none (`PreconditionFailed`). */
export function writeObject(call: S3Call, bucket: string, key: string): WireAnswer {
  const { world, request, now } = call;
  requireBucket(call, bucket);
  checkAbsent(call, bucket, key);
  if (Buffer.byteLength(key) > 1024) throw new ApiError("KeyTooLongError", "Your key is too long");
  const object = putObject(world, {
    bucket,
    key,
    text: readUpload(request),
    contentType: header(request, "content-type") ?? "binary/octet-stream",
    metadata: metadataOf(request),
    modifiedAt: now,
  });
  return empty(200, { etag: `"${object.etag}"` });
}

/** Reads an object; of HEAD only the headers leave. Throws `NoSuchKey`. */
export function readObject(call: S3Call, bucket: string, key: string): WireAnswer {
  requireBucket(call, bucket);
  checkSupported(call.request);
  const object = findObject(call.world, bucket, key);
  if (object === undefined) throw new ApiError("NoSuchKey", "The specified key does not exist.", 404);
  return { status: 200, headers: headersOf(object), body: object.text };
}

/** Deletes an object, if it is there. */
export function deleteObject(call: S3Call, bucket: string, key: string): WireAnswer {
  requireBucket(call, bucket);
  checkSupported(call.request);
  dropObject(call.world, bucket, key);
  return empty(204);
}

function checkAbsent({ world, request }: S3Call, bucket: string, key: string): void {
  const isAsked = header(request, "if-none-match") === "*";
  checkSupported(request, isAsked ? ["if-none-match"] : []);
  if (isAsked && findObject(world, bucket, key) !== undefined)
    throw new ApiError(
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
      412,
    );
}

function checkSupported(request: WireRequest, except: readonly string[] = []): void {
  const name = unsupported.find((each) => request.headers[each] !== undefined && !except.includes(each));
  if (name !== undefined)
    throw new ApiError("NotImplemented", `The sandbox's S3 does not support the header ${name}.`, 501);
}

function metadataOf({ headers }: WireRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith("x-amz-meta-") && typeof value === "string"
        ? [[name.slice("x-amz-meta-".length), value]]
        : [],
    ),
  );
}

function headersOf({
  etag,
  contentType,
  metadata,
  modifiedAt,
}: ObjectRecord): Readonly<Record<string, string>> {
  return {
    etag: `"${etag}"`,
    "content-type": contentType,
    "last-modified": new Date(modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}
