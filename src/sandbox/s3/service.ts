import { ApiError } from "../errors.ts";
import type { Service } from "../protocol/service.ts";
import type { WireAnswer, WireRequest } from "../protocol/wire.ts";
import { escapeXml } from "../protocol/xml.ts";
import type { Address } from "./address.ts";
import { readAddress } from "./address.ts";
import { header } from "./body.ts";
import { createBucket, deleteBucket, headBucket } from "./buckets.ts";
import type { S3Call } from "./call.ts";
import { deleteObject, readObject, writeObject } from "./objects.ts";

/** What S3 is asked for, by method: of a bucket, and of an object. */
const bucketOperations: Readonly<Record<string, readonly [name: string, run: BucketRun]>> = {
  PUT: ["CreateBucket", createBucket],
  HEAD: ["HeadBucket", headBucket],
  DELETE: ["DeleteBucket", deleteBucket],
};
const objectOperations: Readonly<Record<string, readonly [name: string, run: ObjectRun]>> = {
  PUT: ["PutObject", writeObject],
  GET: ["GetObject", readObject],
  HEAD: ["HeadObject", readObject],
  DELETE: ["DeleteObject", deleteObject],
};

type BucketRun = (call: S3Call, bucket: string) => WireAnswer;
type ObjectRun = (call: S3Call, bucket: string, key: string) => WireAnswer;

/** A minimal S3: buckets, and small objects of text in them. */
export const s3: Service = {
  name: "s3",
  operations: [bucketOperations, objectOperations].flatMap((table) =>
    Object.values(table).map(([name]) => name),
  ),
  decode(request) {
    const { bucket, key } = addressOf(request);
    checkQuery(request);
    if (key === undefined) {
      const [name, run] = bucketOperations[request.method] ?? refuseMethod(request);
      return { name, run: (call) => identified(run({ ...call, request }, bucket), call.requestId) };
    }
    const [name, run] = objectOperations[request.method] ?? refuseMethod(request);
    return { name, run: (call) => identified(run({ ...call, request }, bucket, key), call.requestId) };
  },
  /** S3's own shape: an `Error` without a namespace and without an envelope. */
  refuse: ({ code, message, status }, requestId) => ({
    status,
    headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(message)}</Message><RequestId>${requestId}</RequestId></Error>`,
  }),
};

function addressOf(request: WireRequest): Address {
  const host = header(request, "host") ?? "";
  const address = readAddress(host, request.path);
  if (address === undefined)
    throw new ApiError("InvalidRequest", `The host ${host} is none that the sandbox's S3 answers to.`);
  if (address.bucket === "")
    throw new ApiError("NotImplemented", "The sandbox's S3 does not list buckets.", 501);
  return address;
}

/** Sub-resources (`?acl`, `?uploads`, `?list-type=2`, `?versionId=`) are operations of their own that are not served. */
function checkQuery({ query }: WireRequest): void {
  const name = [...query.keys()].find((each) => each !== "x-id" && !each.startsWith("X-Amz-"));
  if (name !== undefined)
    throw new ApiError("NotImplemented", `The sandbox's S3 does not support the sub-resource ${name}.`, 501);
}

function refuseMethod({ method }: WireRequest): never {
  throw new ApiError("MethodNotAllowed", `The method ${method} is not served for this resource.`, 405);
}

function identified(answer: WireAnswer, requestId: string): WireAnswer {
  return { ...answer, headers: { ...answer.headers, "x-amz-request-id": requestId } };
}
