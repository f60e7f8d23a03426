import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ApiError } from "../errors.ts";
import type { WireRequest } from "../protocol/wire.ts";

/**
 * The text that an upload carries, out of its chunks if it comes in some (`aws-chunked`).
 *
 * What MD5, SHA-256 and CRC32 the request names must fit (`BadDigest`). The sandbox keeps text only: bytes that are not
 * UTF-8 are refused. Source: S3 user guide, "Checking object integrity"; API reference, "sigv4-streaming".
 */
export function readUpload(request: WireRequest): string {
  const sent = request.bytes ?? Buffer.from(request.body);
  const isChunked = header(request, "content-encoding")
    ?.split(",")
    .some((part) => part.trim() === "aws-chunked");
  const { content, trailers } = isChunked === true ? dechunk(sent) : { content: sent, trailers: new Map() };
  checkDigest("MD5", header(request, "content-md5"), () =>
    createHash("md5").update(content).digest("base64"),
  );
  const sha = header(request, "x-amz-content-sha256");
  checkDigest("SHA256", sha !== undefined && /^[0-9a-f]{64}$/.test(sha) ? sha : undefined, () =>
    createHash("sha256").update(sent).digest("hex"),
  );
  const named = header(request, "x-amz-checksum-crc32") ?? trailers.get("x-amz-checksum-crc32");
  checkDigest("CRC32", named, () => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes.toString("base64");
  });
  return textOf(content);
}

/** One header of a request, the first if it is given several times. */
export function header({ headers }: WireRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function checkDigest(name: string, given: string | undefined, digest: () => string): void {
  if (given !== undefined && given !== digest())
    throw new ApiError("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
}

function textOf(content: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new ApiError("NotImplemented", "The sandbox keeps text only: this object is not UTF-8.", 501);
  }
}

/** `size;chunk-signature=…\r\n bytes \r\n … 0\r\n trailers`. */
function dechunk(sent: Buffer): { readonly content: Buffer; readonly trailers: ReadonlyMap<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = sent.indexOf("\r\n", at);
    const size = /^([0-9a-f]{1,8})(?:;|$)/i.exec(sent.toString("latin1", at, end < 0 ? at : end))?.[1];
    if (size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    at = end + 2;
    if (length === 0)
      return { content: Buffer.concat(chunks), trailers: trailersOf(sent.toString("latin1", at)) };
    if (at + length + 2 > sent.length) throw incomplete();
    chunks.push(sent.subarray(at, at + length));
    at += length + 2;
  }
}

function trailersOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0
        ? []
        : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
}

function incomplete(): ApiError {
  return new ApiError("IncompleteBody", "The request body terminated unexpectedly");
}
